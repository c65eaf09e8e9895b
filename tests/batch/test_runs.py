"""Runs of ``finder batch``: whole or not at all, the same bytes whatever stopped them or how many processes answer, in bounded memory."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from finder import batch_command
from finder.batch_command import Order, run_batch
from finder.documents.batch.kept_parts import KeptParts
from finder.documents.batch.part import Part, part_bytes
from finder.documents.batch.people import Setting
from finder.domain.batch import Counts
from finder.domain.errors import Refusal
from finder.questions.population.local_processes import OnThisMachine, ProcessesLost
from finder.questions.population.partition import PartAnswer, packed, unpacked
from tests.batch.lost_process import KILLED, always_ends, ends_once

TODAY = date(2026, 11, 27)
HEADS = "member,plan_year,zip,plan_kinds,rxcui,quantity,days_supply\n"


def write_members(path: Path, many: int) -> Path:
    """Members with one drug each, at drug plans alone."""
    path.write_text(
        HEADS + "".join(f"m{place},2026,01604,PDP,{(617311, 860975)[place % 2]},{30 + place % 7},30\n" for place in range(many))
    )
    return path


def order_in(folder: Path, many: int = 60, **given: Any) -> Order:
    return Order(write_members(folder / "members.csv", many), folder / "plans.parquet", folder / "people.csv", **{"workers": 1, **given})


def written(folder: Path) -> tuple[bytes, bytes]:
    return (folder / "plans.parquet").read_bytes(), (folder / "people.csv").read_bytes()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """What a run without a stop writes of 60 members."""
    folder = tmp_path_factory.mktemp("whole")
    assert run_batch(order_in(folder), TODAY) == Counts(60)
    assert {path.name for path in folder.iterdir()} == {"members.csv", "plans.parquet", "people.csv"}
    return written(folder)


class StoppedAfter:
    """A runner that is stopped after some answers; it counts those that it gave."""

    def __init__(self, most: int) -> None:
        self.most, self.gave = most, 0

    def answers(self, answer: Callable[[bytes], Any], parts: Iterable[bytes]) -> Iterator[Any]:
        for part in parts:
            if self.gave == self.most:
                raise KeyboardInterrupt
            self.gave += 1
            yield answer(part)


def test_a_stopped_run_goes_on_and_writes_the_same_bytes(
    tmp_path: Path, whole: tuple[bytes, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    order, moments = order_in(tmp_path), sorted(random.Random(3).sample(range(1, 6), 3))
    for moment, before in zip(moments, [0, *moments], strict=False):
        with pytest.raises(KeyboardInterrupt):
            run_batch(order, TODAY, nullcontext(StoppedAfter(moment - before)))
        assert "Stopped. What is answered is kept in" in capsys.readouterr().err
        assert not order.out.exists()
    last = StoppedAfter(99)
    assert run_batch(order, TODAY, nullcontext(last)) == Counts(60)
    assert "An earlier run was stopped. What it answered is used." in capsys.readouterr().err
    assert last.gave == 6 - moments[-1]  # 60 members are 6 parts; none is answered twice
    assert written(tmp_path) == whole
    assert {path.name for path in tmp_path.iterdir()} == {"members.csv", "plans.parquet", "people.csv"}


SLOWLY = """
import sys, time
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from finder.batch_command import Order, run_batch

class Slow:
    def answers(self, answer, parts):
        for part in parts:
            yield answer(part)
            time.sleep(1)

run_batch(Order(*map(Path, sys.argv[1:])), date(2026, 11, 27), nullcontext(Slow()))
"""


def test_a_killed_process_leaves_no_half_file_and_its_parts_are_used(tmp_path: Path, whole: tuple[bytes, bytes]) -> None:
    order = order_in(tmp_path)
    command = [sys.executable, "-c", SLOWLY, *map(str, (order.members, order.out, order.summary))]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while len(list((tmp_path / ".plans.parquet.parts").glob("*.part"))) < 2:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert not order.out.exists()
    rest = StoppedAfter(99)
    run_batch(order, TODAY, nullcontext(rest))
    assert rest.gave <= 4
    assert written(tmp_path) == whole
    assert {path.name for path in tmp_path.iterdir()} == {"members.csv", "plans.parquet", "people.csv"}


@pytest.fixture
def no_page_as_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test of a page leaves that page as the main module, which each new process would run once more."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


class Losing:
    """Two processes, one of which is killed at its first part."""

    def answers(self, _: Callable[[bytes], Any], parts: Iterable[bytes]) -> Iterator[Any]:
        return OnThisMachine(2).answers(ends_once, parts)


@pytest.mark.usefixtures("no_page_as_main")
def test_several_processes_write_the_same_bytes_though_one_is_killed(
    tmp_path: Path, whole: tuple[bytes, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KILLED, str(tmp_path / "killed"))
    run_batch(order_in(tmp_path), TODAY, nullcontext(Losing()))
    assert (tmp_path / "killed").exists()
    assert written(tmp_path) == whole


@pytest.mark.usefixtures("no_page_as_main")
def test_a_part_that_always_ends_its_process_is_given_up_with_a_sentence() -> None:
    with pytest.raises(ProcessesLost, match="most likely for want of memory"):
        next(OnThisMachine(1).answers(always_ends, [b"part"]))


def test_a_damaged_part_is_answered_again(tmp_path: Path, whole: tuple[bytes, bytes]) -> None:
    order = order_in(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run_batch(order, TODAY, nullcontext(StoppedAfter(3)))
    first, second, third = sorted((tmp_path / ".plans.parquet.parts").glob("*.part"))
    first.write_bytes(first.read_bytes()[:-9])
    second.write_bytes(b"")
    rest = StoppedAfter(99)
    run_batch(order, TODAY, nullcontext(rest))
    assert (rest.gave, third.exists()) == (5, False)
    assert written(tmp_path) == whole


def test_parts_of_another_day_or_program_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    order = order_in(tmp_path, 20)
    with pytest.raises(KeyboardInterrupt):
        run_batch(order, TODAY, nullcontext(StoppedAfter(1)))
    monkeypatch.setattr(batch_command, "answering_versions", lambda: {"program": "another"})
    with pytest.raises(KeyboardInterrupt):
        run_batch(order, TODAY, nullcontext(StoppedAfter(0)))
    other_day = StoppedAfter(99)
    monkeypatch.undo()
    capsys.readouterr()
    run_batch(order, date(2026, 11, 28), nullcontext(other_day))
    assert other_day.gave == 2
    assert "earlier run" not in capsys.readouterr().err


def test_kept_parts_are_readable_by_nobody_else_and_name_no_drug_or_place(tmp_path: Path) -> None:
    kept = KeptParts(tmp_path / "plans.csv", ())
    assert (kept.folder.stat().st_mode & 0o777, kept.folder.parent) == (0o700, tmp_path)
    with pytest.raises(Refusal, match="a file that no other run writes"):
        KeptParts(tmp_path / "plans.csv", ())
    list(kept.answers(StoppedAfter(9), lambda part: PartAnswer(b"", b"", b"", b"", 1, 0, 0), [b"01604 atorvastatin"]))
    (part,) = kept.folder.iterdir()
    assert part.stat().st_mode & 0o777 == 0o600
    assert re.fullmatch("[0-9a-f]{40}", part.stem)
    kept.remove()
    kept.close()
    assert list(tmp_path.iterdir()) == []


def test_a_part_is_packed_with_its_checksum() -> None:
    answer = PartAnswer(b"plans", b"", b"questions", b"rejects", 5, 1, 2)
    assert unpacked(packed(answer)) == answer
    assert all(unpacked(packed(answer)[:length]) is None for length in range(len(packed(answer))))


def test_where_nobody_can_be_answered_no_plans_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "members.csv").write_text(HEADS + "Mary Smith,2026,01604,PDP,617311,30,30\n")
    order = Order(tmp_path / "members.csv", tmp_path / "plans.csv", rejects=tmp_path / "rejects.csv", workers=1)
    assert run_batch(order, TODAY) == Counts(0, 0, 1)
    assert not order.out.exists()
    assert "Mary" not in (tmp_path / "rejects.csv").read_text() + capsys.readouterr().err


class Constant:
    """A runner that answers nothing, at once."""

    def answers(self, answer: Callable[[bytes], Any], parts: Iterable[bytes]) -> Iterator[Any]:
        nobody = answer(part_bytes(Part(Setting(TODAY), [])))
        return (nobody for _ in parts)


def test_a_full_disk_is_a_sentence_and_what_is_answered_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order = order_in(tmp_path, 30)

    def full(self: KeptParts, key: str, answer: PartAnswer) -> None:
        if self.count():
            raise OSError(28, "No space left on device")
        keep(self, key, answer)

    keep = KeptParts._keep
    monkeypatch.setattr(KeptParts, "_keep", full)
    with pytest.raises(Refusal, match="--out: expected room to write, found No space left on device"):
        run_batch(order, TODAY)
    assert {path.name for path in tmp_path.iterdir()} == {"members.csv", ".plans.parquet.parts"}
    monkeypatch.undo()
    rest = StoppedAfter(99)
    run_batch(order, TODAY, nullcontext(rest))
    assert rest.gave == 2


def test_memory_does_not_grow_with_the_members(tmp_path: Path) -> None:
    peaks = []
    for many in (1_000, 10_000):
        order = order_in(tmp_path, many)
        tracemalloc.start()
        run_batch(order, TODAY, nullcontext(Constant()))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # a part of the larger run has 100 members in place of 10; the file has ten times the members
    assert peaks[1] < 2 * peaks[0]
