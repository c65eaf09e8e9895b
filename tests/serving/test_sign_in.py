"""Sign-in: who is admitted, and that nothing is shown to anybody else, by whatever address they come."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from finder.serving.admitted import allow_list, is_admitted, is_entry
from tests.browser.conftest import patient, settle
from tests.serving.conftest import ROOT, apart, own_browser, serving

ALLOWED = ("anna@library.example", "*@agency.example")
ANNA = {"is_logged_in": True, "email": "Anna@Library.example", "email_verified": True}


@pytest.mark.parametrize(
    ("claims", "admitted"),
    [
        ({"email": "anna@library.example"}, True),
        ({"email": "ANNA@library.example", "email_verified": True}, True),
        ({"email": "anyone@agency.example"}, True),
        ({"email": "anyone@west.agency.example"}, False),
        ({"email": "anyone@badagency.example"}, False),
        ({"email": "bob@library.example"}, False),
        ({"email": "anna@library.example", "email_verified": False}, False),
        ({"email": "anna@library.example", "email_verified": "false"}, False),
        ({"email": "anna@library.example", "email_verified": None}, False),
        ({"email": "evil@evil.example@agency.example"}, False),
        ({"email": "evil@evil.example anyone@agency.example"}, False),
        ({"email": "@agency.example"}, False),
        ({"email": "*@agency.example.evil.example"}, False),
        ({"email": ["anna@library.example"]}, False),
        ({"email": ""}, False),
        ({}, False),
        ({"preferred_username": "anna@library.example"}, False),
    ],
)
def test_the_list_admits_whom_it_names(claims: Mapping[str, object], admitted: bool) -> None:
    assert is_admitted(claims, ALLOWED) is admitted


@pytest.mark.parametrize("entry", ["*", "*@", "@agency.example", "*@*", "*@*.example", "a*@agency.example", "agency.example"])
def test_an_entry_that_is_too_wide_admits_nobody(entry: str) -> None:
    assert not is_entry(entry)
    assert not is_admitted({"email": "anna@agency.example"}, (entry,))


def test_a_list_that_is_set_and_empty_is_not_no_list() -> None:
    assert allow_list({}) is None
    assert allow_list({"FINDER_ALLOWED": " "}) == ()
    assert allow_list({"FINDER_ALLOWED": "*@Agency.example  Anna@library.example"}) == ("*@agency.example", "anna@library.example")


class _User(dict[str, Any]):
    def to_dict(self) -> dict[str, Any]:
        return dict(self)


@pytest.mark.parametrize(
    ("user", "says"),
    [
        ({}, "not set up"),
        ({"is_logged_in": False}, "Sign in with your work account"),
        ({"is_logged_in": True, "email": "eve@evil.example"}, "eve@evil.example is not on the list"),
        (ANNA | {"is_logged_in": False}, "Sign in with your work account"),
    ],
)
def test_who_is_not_admitted_sees_nothing_else(monkeypatch: pytest.MonkeyPatch, user: dict[str, Any], says: str) -> None:
    monkeypatch.setenv("FINDER_ALLOWED", " ".join(ALLOWED))
    monkeypatch.setattr(streamlit, "user", _User(user))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert [title.value for title in app.title] == ["Sign in"]
    assert says in " ".join([shown.proto.body for shown in app.get("html")] + [shown.value for shown in app.error])
    assert not app.text_input
    assert "routed" not in app.session_state


def test_who_is_admitted_sees_the_pages_and_who_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_ALLOWED", " ".join(ALLOWED))
    monkeypatch.setattr(streamlit, "user", _User(ANNA))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert app.text_input
    assert any("Signed in as anna@library.example." in shown.proto.body for shown in app.get("html"))


def test_a_page_that_is_run_alone_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As Streamlit runs it on a fresh server, before the router."""
    monkeypatch.setenv("FINDER_ALLOWED", " ".join(ALLOWED))
    app = AppTest.from_file(str(ROOT / "pages/extra_help.py"), default_timeout=60).run()
    assert not [*app.title, *app.text_input, *app.selectbox, *app.radio]


@pytest.mark.thorough
@pytest.mark.xdist_group("serving")
def test_a_deep_link_to_a_fresh_server_shows_nothing_either(tmp_path: Path, chromium: str) -> None:
    def walk() -> None:
        with serving(tmp_path, FINDER_ALLOWED="*@agency.example") as server, own_browser(chromium) as browser:
            page = patient(browser.new_context(base_url=f"http://127.0.0.1:{server.port}")).new_page()
            for address in ("/extra_help", "/"):
                page.goto(address)
                page.get_by_role("heading", name="Sign in").wait_for()
                settle(page)
                assert page.locator("h1").all_inner_texts() == ["Sign in"]
                assert page.get_by_label("ZIP code").count() == page.get_by_test_id("stSidebarNav").count() == 0
                assert page.locator(".st-key-doors").count() == 0

    apart(walk)
