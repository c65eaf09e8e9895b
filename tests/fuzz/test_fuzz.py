"""500 broken inputs, always the same: each is answered or refused in one sentence. ``make fuzz`` runs 10,000 others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.formats import Format
from tests.fuzz.running import counts, run


@pytest.mark.parametrize(("of", "count"), list(counts(500)), ids=lambda of: of.name if isinstance(of, Format) else str(of))
def test_every_broken_input_is_answered_or_refused(of: Format, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("FINDER_DATA", "FINDER_CACHE"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")  # nothing leaves this machine
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert run(of, count, seed=0).inputs == count
