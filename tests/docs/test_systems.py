"""docs/systems.md has each system of the regulation's digest once, and no row points nowhere."""

from __future__ import annotations

from tests.docs.systems import IDS, PAGE, page, problems, systems


def test_every_system_has_a_row_in_order() -> None:
    assert tuple(row.id for row in systems()) == IDS


def test_no_row_points_nowhere() -> None:
    assert [(row.id, problem) for row in systems() for problem in problems(row)] == []


def test_a_row_that_points_nowhere_is_found() -> None:
    row = systems()[0]._replace(pages=("no_page",), commands=("no-command",), tests=("cases/none.yaml", "docs/test_systems.py::none"))
    assert list(problems(row)) == [
        "no page no_page",
        "no command no-command",
        "no test cases/none.yaml",
        "no test docs/test_systems.py::none",
    ]
    assert list(problems(row._replace(pages=(), commands=(), tests=(), kind="", why=""))) == ["no page or command, or no test"]


def test_the_page_is_written_from_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "make systems"
