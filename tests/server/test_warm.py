"""What a server for many loads before its first visitor, and what none may load."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from finder.domain.errors import NoCatalog
from finder.questions.drug_list import reading
from pages.server.warm import is_for_many, warm

ROOT = Path(__file__).parents[2]
_LOOP = "import app, uvicorn; print(uvicorn.Config('app:app').get_loop_factory().__module__)"


def test_a_server_for_many_has_read_a_drug_and_compared_plans_before_its_first_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_SHARED", "1")
    assert is_for_many()
    read, compared = Mock(side_effect=reading.read_drug_list), Mock()
    monkeypatch.setattr("pages.server.warm.read_drug_list", read)
    monkeypatch.setattr("pages.server.warm.compare_plans", compared)
    warm()
    assert read.call_count == compared.call_count == 1


def test_one_person_at_their_own_machine_waits_for_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("", "0"):
        monkeypatch.setenv("FINDER_SHARED", value)
        assert not is_for_many()


@pytest.mark.parametrize("error", [NoCatalog("There are no plans.", "Get them."), OSError(5, "the disk"), KeyError("a damaged file")])
def test_a_server_whose_plans_cannot_be_read_starts(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    asked = Mock(side_effect=error)
    monkeypatch.setattr("pages.server.warm.proposal", asked)
    warm()
    asked.assert_called_once()


def test_no_loop_that_keeps_what_it_receives(tmp_path: Path) -> None:
    """uvloop reads into one buffer that stays: with it, words of a visitor who had left were in the memory of the server."""
    (tmp_path / "uvloop.py").write_text("class Loop: ...\nnew_event_loop = Loop\n", encoding="utf-8")
    found = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (tmp_path, ROOT)))}
    run = subprocess.run([sys.executable, "-c", _LOOP], env=found, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.startswith("asyncio.")
