"""What a command says on standard error: one line a sentence, with nothing in it that steers a terminal."""

from __future__ import annotations

import sys

from finder.intake.limits import QUOTED
from finder.intake.texts import seen, shortened


def tell(sentence: str) -> None:
    """Say a sentence. Of a path or an address that was given on the command line it quotes no more than a few words."""
    line = " ".join(sentence.split("\n"))
    for given in sys.argv[1:]:
        if len(given) > QUOTED:
            line = line.replace(given, shortened(given))
    sys.stderr.write(seen(line) + "\n")
    sys.stderr.flush()
