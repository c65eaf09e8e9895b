"""What the commands print: one place for sentences and one for JSON, so that no text makes a terminal do anything."""

from __future__ import annotations

import json
import sys

from finder.explain.kit.escapes import in_json, visible
from finder.intake.limits import QUOTED
from finder.intake.texts import shortened


def tell(sentence: str) -> None:
    """A sentence on a line of its own of standard error. It quotes no more than a few words of what was given on the command line."""
    for given in sys.argv[1:]:
        if len(given) > QUOTED:
            sentence = sentence.replace(given, shortened(given))
    print(visible(sentence), file=sys.stderr, flush=True)


def print_json(answer: object, pretty: bool) -> None:
    """The answer as JSON on standard output, on one line or indented."""
    text = json.dumps(answer, indent=2 if pretty else None, ensure_ascii=False, separators=None if pretty else (",", ":"))
    sys.stdout.buffer.write(in_json(text).encode() + b"\n")
    sys.stdout.buffer.flush()
