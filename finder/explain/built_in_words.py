"""Our words for what Streamlit itself says on a page, in English and in its own way. ``pages/parts/browser.py`` puts them in its place."""

from __future__ import annotations

from finder.explain.messages import mark, say

_SAID = {
    "apply": (mark("Press Enter to apply"), ()),
    "apply-more": (mark("Press Ctrl and Enter to apply"), ()),
    "send": (mark("Press Enter to send"), ()),
    "drag-file": (mark("Drag a file and drop it here"), ()),
    "drag-folder": (mark("Drag a folder and drop it here"), ()),
    "size": (mark("{size} a file{kinds}"), ("size", "kinds")),
    "upload": (mark("Choose a file"), ()),
    "kind": (mark("Files of the kind {kind} can't be read here."), ("kind",)),
    "too-large": (mark("A file may have {size} at most."), ("size",)),
    "no-results": (mark("Nothing found"), ()),
    "no-options": (mark("Nothing to choose"), ()),
    "choose": (mark("Choose"), ()),
    "between": (mark("Please give a number from {least} to {most}."), ("least", "most")),
    "below": (mark("Please give {least} or more."), ("least",)),
    "above": (mark("Please give {most} or less."), ("most",)),
}
"""Each message by its name in the script of the browser, and its placeholders in the order of the text there."""


def built_in_words() -> dict[str, str]:
    """Each message by its name; ``$1`` stands for the first thing that Streamlit filled in."""
    return {name: say(ours, **{what: f"${place}" for place, what in enumerate(filled, 1)}) for name, (ours, filled) in _SAID.items()}
