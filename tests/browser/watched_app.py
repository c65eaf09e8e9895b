"""The app, with a window into its memory: on SIGUSR1 it says which objects hold given words, and how many of its values are alive.

Run by tests alone: ``python watched_app.py FOLDER ARGUMENTS...``. ``FOLDER/look_for`` has a word a line; ``FOLDER/held`` the answer.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType

NOUNS = ("Prescription", "DrugLine", "ListLine", "Member", "Comparison", "PlanCost", "UploadedFileRec")
LONGEST = 20_000_000


def everything(outside: set[int]) -> list[object]:
    """Every object that can be reached from those that the collector tracks, but those outside."""
    waiting = [thing for thing in gc.get_objects() if id(thing) not in outside]
    seen = outside | {id(thing) for thing in waiting}
    found = list(waiting)
    while waiting:
        fresh = []
        for inside in gc.get_referents(*waiting):
            if id(inside) not in seen:
                seen.add(id(inside))
                fresh.append(inside)
        found += fresh
        waiting = fresh
    return found


def text_of(thing: object) -> bytes:
    """The bytes of a text; of a protocol buffer, those that it would send."""
    if isinstance(thing, str):
        return thing.encode("utf-8", "replace")
    if isinstance(thing, bytes | bytearray) and len(thing) < LONGEST:
        return bytes(thing)
    serialize = getattr(type(thing), "SerializePartialToString", None)
    return serialize(thing) if serialize is not None else b""


def look(folder: Path) -> None:
    gc.collect()
    words = [line.encode() for line in (folder / "look_for").read_text("utf-8").splitlines() if line]
    outside = {id(words), *map(id, words), id(sys._getframe())}
    things = everything(outside)
    held: list[str] = []
    nouns = dict.fromkeys(NOUNS, 0)
    for thing in things:
        name = type(thing).__name__
        if name in nouns:
            nouns[name] += 1
        content = text_of(thing)
        if content and any(word in content for word in words):
            held.append(f"{name}: {content[:120]!r}")
    answer = folder / "held.part"
    answer.write_text(json.dumps({"held": held, "nouns": nouns}), "utf-8")
    answer.rename(folder / "held")


def main() -> None:
    folder = Path(sys.argv[1])

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        look(folder)

    signal.signal(signal.SIGUSR1, on_signal)
    (folder / "pid").write_text(str(os.getpid()), "utf-8")
    from streamlit.web import cli

    sys.argv = ["streamlit", "run", *sys.argv[2:]]
    cli.main()


if __name__ == "__main__":
    main()
