"""People who were answered together, in the memory of the session alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pages of one person start without the room of many
    from finder.documents.batch.people import Setting, Told
    from finder.documents.caseload import BatchFiles, Brought, Run
    from finder.domain.caseload import Caseload, DrugDropped


@dataclass
class KeptCaseload:
    """A caseload.

    ``brought``: people whom the visitor brought; None for people who do not exist.
    ``told``: answers to questions about them.
    ``caseload``: None where too few people have an answer.
    ``made_of``: what made-up people were drawn from.
    ``files``: the tables of the batch, once they were asked for.
    """

    setting: Setting
    run: Run
    caseload: Caseload | None
    brought: Brought | None = None
    told: dict[str, dict[str, Told]] = field(default_factory=dict)
    made_of: tuple[str, ...] = ()
    dropped: DrugDropped | None = None
    files: BatchFiles | None = None
