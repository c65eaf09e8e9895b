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
from pages.server.app import forgetting
from pages.server.warm import warm
from tests.server.visitor import walked

ROOT = Path(__file__).parents[2]
_LOOP = "import app, uvicorn; print(uvicorn.Config('app:app').get_loop_factory().__module__)"


def test_a_server_for_many_has_read_a_drug_and_compared_plans_before_its_first_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    read, compared = Mock(side_effect=reading.read_drug_list), Mock()
    monkeypatch.setattr("pages.server.warm.read_drug_list", read)
    monkeypatch.setattr("pages.server.warm.compare_plans", compared)
    warm()
    assert read.call_count == compared.call_count == 1


@pytest.mark.parametrize(("value", "loads"), [("1", 1), ("0", 0), ("", 0)])
def test_only_a_server_for_many_loads_first(monkeypatch: pytest.MonkeyPatch, value: str, loads: int) -> None:
    loaded, frozen = Mock(), Mock()
    monkeypatch.setenv("FINDER_SHARED", value)
    monkeypatch.setattr("pages.server.app.warm", loaded)
    monkeypatch.setattr("pages.server.app.gc", frozen)

    async def start() -> None:
        async with forgetting(None):
            assert loaded.call_count == loads
            frozen.freeze.assert_called_once()

    walked(start())


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
