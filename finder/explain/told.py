"""One thing said twice: to a person on a page, and to whoever reads the answer of a command.

Both stand side by side in one module of ``explain``; functions whose name ends in ``_text`` speak for commands.
"""

from __future__ import annotations

from typing import NamedTuple


class Told(NamedTuple):
    """Two messages of the same code.

    ``person``: on pages and in the report, in words of grade 6. Empty where the pages say it in another place, or not at all.
    ``program``: in the JSON of a command; its bytes are the contract's.
    """

    person: str
    program: str
