"""Streamlit, with every text escaped. Pages import ``st`` from here, never from Streamlit itself: it reads a text as Markdown, and the
browser fetches the pictures in it. Text that is meant as Markdown is ``Marked``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from inspect import Parameter, signature
from typing import Any, Self

import streamlit
from streamlit.delta_generator import DeltaGenerator

from finder.explain.kit.escapes import in_markdown, visible
from finder.explain.messages import in_this_language
from finder.intake.limits import MB, UPLOAD
from finder.sources.download.resource_list import safe_name

_READ = {"label", "body", "help", "captions", "text"}
"""The parameters that Streamlit reads as Markdown. ``placeholder`` and ``alt`` are shown as they are."""
OPTIONS: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("radio", "segmented_control", "pills", "select_slider"), in_markdown),
    **dict.fromkeys(("selectbox", "multiselect"), visible),
}
"""The elements with options, and how Streamlit takes the options' texts."""
TELLING = {"button", "caption", "checkbox", "date_input", "download_button", "error", "expander", "file_uploader", "form_submit_button"}
TELLING |= {"header", "info", "link_button", "markdown", "number_input", "page_link", "popover", "progress", "slider", "subheader"}
TELLING |= {"success", "text_area", "text_input", "title", "toggle", "warning", "write"}
OPTION_KEYS = "option-keys"
"""Where a session keeps the keys of its elements with options."""
_CALLED = ("on_click", "on_change", "data")
"""What Streamlit calls later, outside of the page: it speaks the language of the page still."""
_HEADINGS = {"header", "subheader", "title"}
_SILENT = {"Page", "cache_resource", "column_config", "components", "context", "data_editor", "fragment", "get_option", "html"}
_SILENT |= {"login", "logout", "navigation", "plotly_chart", "query_params", "rerun", "session_state", "set_page_config", "stop"}
_SILENT |= {"switch_page", "user"}
"""What shows no text, or HTML, figures and cells that ``finder`` has escaped."""
_PLACES = {"columns", "container", "empty", "form"}


class Marked(str):
    """Markdown, whose parts went through ``in_markdown``."""


class Screen:
    """Streamlit, or a place of its page. An element that is in no list above is refused: nobody has looked at how it takes text."""

    def __init__(self, place: Any) -> None:
        self._place = place

    def __getattr__(self, name: str) -> Any:
        if name in _SILENT:
            return getattr(self._place, name)
        if name in OPTIONS or name in TELLING or name in _PLACES:
            return partial(_drawn, name, getattr(self._place, name))
        raise AttributeError(f"{__name__}: {name}")

    def __enter__(self) -> Self:
        self._place.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._place.__exit__(*error)


def _drawn(element: str, draw: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """The element, its texts escaped; a place that it opens escapes texts too."""
    names = _in_order(getattr(draw, "__func__", draw), skipped=int(hasattr(draw, "__func__")))
    given = dict(zip(names, args, strict=False))
    if twice := given.keys() & kwargs.keys():
        raise TypeError(f"{element}() got several values for {', '.join(twice)}")
    given |= kwargs
    rest = [_escaped(value, label=False) for value in args[len(names) :]]  # of st.write, which takes any number
    for name in given.keys() & _READ:
        given[name] = _escaped(given[name], label=name == "label" or element in _HEADINGS)
    if given.get("file_name"):
        given["file_name"] = safe_name(given["file_name"]) or "file"
    if element == "file_uploader":
        given.setdefault("max_upload_size", UPLOAD.bytes // MB)
    for name in _CALLED:
        if callable(work := given.get(name)):
            given[name] = in_this_language(work)
    if option_text := OPTIONS.get(element):
        words = given.get("format_func", str)
        if key := given.get("key"):
            streamlit.session_state.setdefault(OPTION_KEYS, set()).add(key)
        given["format_func"] = in_this_language(lambda option: option_text(str(words(option))))
    return _screened(draw(*rest, **given))


@cache
def _in_order(function: Callable[..., Any], skipped: int) -> tuple[str, ...]:
    """The names of the arguments that may come without a name, in their order."""
    known = [one for one in signature(function).parameters.values() if one.kind is Parameter.POSITIONAL_OR_KEYWORD]
    return tuple(one.name for one in known[skipped:])


def _escaped(value: Any, *, label: bool) -> Any:
    if isinstance(value, list | tuple):
        return [_escaped(one, label=label) for one in value]
    return in_markdown(value, label=label) if isinstance(value, str) and not isinstance(value, Marked) else value


def _screened(drawn: Any) -> Any:
    if isinstance(drawn, list) and drawn and isinstance(drawn[0], DeltaGenerator):
        return [Screen(place) for place in drawn]
    return Screen(drawn) if isinstance(drawn, DeltaGenerator) else drawn


st = Screen(streamlit)
