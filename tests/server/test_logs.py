"""The log tells what happened and where, never what somebody typed."""

from __future__ import annotations

import logging

import pytest
import streamlit.logger

from pages.server.logs import Wordless, new_request, quiet_logs

TYPED = "zqdrugmark"


def broken() -> None:
    try:
        {}[TYPED]
    except KeyError as error:
        raise ValueError(f"no drug {TYPED}") from error


def test_an_error_is_logged_by_its_kinds_and_places_without_its_words() -> None:
    number = new_request()
    try:
        broken()
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
        record = logging.LogRecord("streamlit", logging.ERROR, __file__, 1, "Uncaught app execution", (), info)
    record.exc_text = f"ValueError: no drug {TYPED}"  # as another handler leaves it
    said = Wordless().format(record)
    assert TYPED not in said
    assert f"ERROR [{number}] streamlit: Uncaught app execution" in said
    assert [word for word in ("KeyError", "ValueError") if f"\n{word}" in said] == ["KeyError", "ValueError"]
    assert said.index("KeyError") < said.index("\nValueError")  # what came first stands first
    assert "in broken" in said


def test_requests_have_different_numbers() -> None:
    assert len({new_request() for _ in range(100)}) == 100


def test_every_logger_of_streamlit_has_this_form_also_one_made_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamlit.logger, "setup_formatter", streamlit.logger.setup_formatter)
    monkeypatch.setattr(streamlit.logger, "_loggers", {})
    earlier = streamlit.logger.get_logger("finder-test-earlier")
    quiet_logs()
    for logger in (earlier, streamlit.logger.get_logger("finder-test-later")):
        assert [type(handler.formatter) for handler in logger.handlers] == [Wordless]
