"""docs/failures.md names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.findall(r"`([a-z_/]+\.py)::(test_\w+)`", (ROOT / "docs/failures.md").read_text(encoding="utf-8"))


def test_every_named_test_exists() -> None:
    assert len(NAMED) > 30
    missing = [f"{path}::{name}" for path, name in NAMED if f"\ndef {name}(" not in (ROOT / "tests" / path).read_text(encoding="utf-8")]
    assert missing == []
