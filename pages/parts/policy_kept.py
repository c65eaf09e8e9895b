"""People who do not exist, and what a policy does to them, in the memory of the session alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pages of one person start without the room of many
    from finder.domain.policy import Policy
    from finder.domain.policy_effect import PolicyAnswer
    from finder.questions.population.policy_runs import PolicyRuns


@dataclass
class KeptPolicies:
    """A population and the last answer.

    ``made_of``: what the people were drawn from.
    ``answered``: a policy and its answer.
    """

    runs: PolicyRuns
    made_of: tuple[str, ...]
    answered: tuple[Policy, PolicyAnswer] | None = None
