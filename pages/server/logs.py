"""What the server's log says: when, how grave, which request or session, and what happened; never what somebody typed."""

from __future__ import annotations

import logging
import secrets
import traceback
from contextvars import ContextVar
from types import TracebackType

import streamlit.logger
from streamlit.runtime.scriptrunner import get_script_run_ctx

_FORM = "%(asctime)s %(levelname)s [%(asked)s] %(name)s: %(message)s"
_LOGGERS = ("", "uvicorn", "uvicorn.error", "asyncio")
_LETTERS = 8
_request: ContextVar[str] = ContextVar("request", default="-")


def new_request() -> str:
    """Begin a request: the number under which the log knows it. It says nothing."""
    number = secrets.token_hex(_LETTERS // 2)
    _request.set(number)
    return number


class Wordless(logging.Formatter):
    """Of an error its kinds and places, without its words, which may quote what somebody typed."""

    def __init__(self) -> None:
        super().__init__(_FORM)

    def format(self, record: logging.LogRecord) -> str:
        """A line, and the places of an error."""
        context = get_script_run_ctx(suppress_warning=True)
        record.asked = context.session_id[:_LETTERS] if context else _request.get()
        record.exc_text = None  # another handler may have written the words
        return super().format(record)

    def formatException(self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]) -> str:
        """The places, the deepest last, of the error and of those behind it."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            lines[:0] = ["Traceback:", *traceback.format_tb(error.__traceback__), type(error).__name__]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(line.rstrip("\n") for line in lines)


def quiet_logs() -> None:
    """Give this form to every handler that the server's libraries have put in place, and to those that Streamlit adds for later modules."""
    theirs = streamlit.logger.setup_formatter

    def ours(logger: logging.Logger) -> None:
        theirs(logger)
        for handler in logger.handlers:
            handler.setFormatter(Wordless())

    streamlit.logger.setup_formatter = ours
    for name in (*_LOGGERS, *streamlit.logger._loggers):  # only where there is a handler: the access log, with its addresses, has none
        for handler in logging.getLogger(name).handlers:
            handler.setFormatter(Wordless())
