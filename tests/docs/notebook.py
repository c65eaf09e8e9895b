"""Runs the cells of a notebook. ``python -m tests.docs.notebook`` writes what they print into it, where the program gives other figures."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).parents[2] / "docs/examples/policy-what-ifs.ipynb"


def printed(code: str, names: dict[str, Any]) -> str:
    """What a piece of code prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, names)
    return out.getvalue()


def outputs(cells: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], str]]:
    """Each cell of code with what it prints now; run from the project's root."""
    names: dict[str, Any] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            yield cell, printed("".join(cell["source"]), names)


def stored(cell: dict[str, Any]) -> str:
    """What a cell printed when it was written."""
    return "".join(text for output in cell["outputs"] for text in output["text"])


if __name__ == "__main__":
    document = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    for cell, text in outputs(document["cells"]):
        lines = text.splitlines(keepends=True)
        cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": lines}] if lines else []
    NOTEBOOK.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
