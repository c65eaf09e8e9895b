"""Those who wait for long work: one at a time, in order, and not too many; whoever leaves lets the next one begin."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from streamlit.runtime.scriptrunner import StopException

from pages.parts import work
from pages.parts.line import Line


def test_the_next_one_begins_when_one_ends_or_gives_up() -> None:
    line = Line(at_work=1, waiting=2)
    first, second, third = line.join(), line.join(), line.join()
    assert first is not None
    assert second is not None
    assert third is not None
    assert line.join() is None  # one at work and two who wait
    assert [line.before(place) for place in (first, second, third)] == [0, 1, 2]
    assert (line.running, line.waiting) == (1, 2)
    line.leave(second)  # gave up
    assert line.before(third) == 1
    line.leave(first)
    assert line.before(third) == 0
    assert (line.running, line.waiting) == (1, 0)
    assert line.join() is not None


def test_two_may_be_at_work_where_there_are_processors_for_them() -> None:
    line = Line(at_work=2, waiting=1)
    places = [line.join() for _ in range(3)]
    assert [line.before(place) for place in places if place is not None] == [0, 0, 1]


def test_whoever_closes_the_tab_while_waiting_begins_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    line, begun = Line(at_work=1, waiting=5), Mock()
    assert line.join() is not None  # another's work
    monkeypatch.setattr(work, "line", lambda: line)
    shown = Mock()
    shown.progress.return_value.progress.side_effect = StopException  # as Streamlit says that the tab is closed
    monkeypatch.setattr(work, "st", shown)
    visitor = Mock(working="how-sure")
    visitor.key = str
    with pytest.raises(StopException):
        work.long_work(visitor, "how-sure", "Start", begun, Mock())
    assert not begun.called
    assert (line.running, line.waiting) == (1, 0)
    assert visitor.at_work.is_set()
