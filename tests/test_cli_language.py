"""``--lang``: sentences are in the language; keys, codes, numbers and names stay as they are."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).parents[1] / "docs" / "examples" / "worcester.json"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "finder.cli", *arguments], capture_output=True, text=True, check=False, timeout=120)


def without_sentences(value: Any) -> Any:
    """The document with nothing in place of each text of two words and more."""
    if isinstance(value, dict):
        return {key: without_sentences(one) for key, one in value.items()}
    if isinstance(value, list):
        return [without_sentences(one) for one in value]
    return None if isinstance(value, str) and " " in value else value


def test_only_sentences_differ() -> None:
    english, spanish = (run("compare", str(DOCUMENT), "--lang", language) for language in ("en", "es"))
    assert (english.returncode, spanish.returncode) == (0, 0)
    assert english.stdout == run("compare", str(DOCUMENT)).stdout
    ours, theirs = json.loads(english.stdout), json.loads(spanish.stdout)
    assert without_sentences(ours) == without_sentences(theirs)
    assert [plan["name"] for plan in ours["plans"]] == [plan["name"] for plan in theirs["plans"]]
    assert "se usó otro tipo" in spanish.stdout
    assert not {"\ue000", "\ue001"} & set(spanish.stdout), "the marks of English names are for HTML"


def test_a_language_that_is_not_here_is_refused_in_one_line() -> None:
    refused = run("compare", str(DOCUMENT), "--lang", "xx")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.count("\n") == 1
    assert "expected one of en, es, found 'xx'" in refused.stderr
