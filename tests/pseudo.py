"""A made-up language that shows what Spanish will do to a page: every letter accented, every text longer by 40 percent."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog

from finder.explain.collect_messages import required, write

_ACCENTED = str.maketrans("aceinosuyACEINOSUY", "àçéîñöšûýÀÇÉÎÑÖŠÛÝ")
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]*>|\*\*|&\w+;)")
"""Placeholders and marks."""
_LONGER = 0.4


def longer(text: str) -> str:
    """The text accented, and longer by 40 percent: a word more at its end, before the point."""
    parts = _KEPT.split(text)
    accented = "".join(part if place % 2 else part.translate(_ACCENTED) for place, part in enumerate(parts))
    more = "ẽxtra " * round(sum(map(len, parts[::2])) * _LONGER / 6)
    body, end = re.fullmatch(r"(.*?)([.:?!…]?\s*)", accented, re.DOTALL).groups()  # type: ignore[union-attr]
    return f"{body} {more.strip()}{end}" if more else accented


def write_pseudo(folder: Path, language: str) -> None:
    """The folder of a language whose every message is ``longer``."""
    made = Catalog(language, charset="utf-8")
    for message in required():
        forms = message.id if isinstance(message.id, tuple) else (message.id,)
        said = tuple(map(longer, forms))
        made.add(message.id, said if len(said) > 1 else said[0])
    write(folder / language / "messages.po", made)


if __name__ == "__main__":
    import sys

    write_pseudo(Path(sys.argv[1]), "eo")
