"""A visitor who reads Spanish: the first guess, the switch, what it keeps, the session file, and paper in another language."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from finder.documents.session import read_session, read_session_file, write_session
from finder.domain.market import County
from finder.domain.member import Member
from finder.domain.session import SavedPerson, SavedSession
from finder.explain.doors import IN_ENGLISH, PAGES
from finder.explain.messages import say, speaking
from pages.parts.language import asked_by_browser
from tests.pages.test_desk import upload
from tests.pages.test_find_plans import APP, ATORVASTATIN, ELIQUIS, give_zip, labeled, list_drug, press, text_of

TITLES = {"es": "Buscar planes", "en": "Find plans"}


def in_spanish(message: str) -> str:
    with speaking("es"):
        return say(message)


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("en-US,en;q=0.9", "en"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("es-419", "es"),
        ("en;q=0.5, es;q=0.7", "es"),
        ("fr-CA, fr;q=0.9, es;q=0.3, en;q=0.2", "es"),
        ("fr, de", "en"),
        ("es;q=0, en", "en"),  # q=0: not acceptable
        ("*", "en"),
        (";;;,,q=x;q=y,es;q=oops", "en"),
        ("es" * 10_000, "en"),
    ],
)
def test_the_first_guess_is_what_the_browser_asks_for(header: str, language: str) -> None:
    assert asked_by_browser(header) == language


def test_an_address_opens_in_spanish() -> None:
    app = opened(lang="es")
    assert app.title[0].value == TITLES["es"]
    assert opened(lang="xx").title[0].value == TITLES["en"]
    assert opened(lang="../es").title[0].value == TITLES["en"]


def test_what_a_press_says_is_in_the_language_of_the_page() -> None:
    """Streamlit calls what a press does outside of the page."""
    app = opened(view="all", lang="es")
    labeled(app.text_input, in_spanish("ZIP code")).set_value("01604").run()
    list_drug(app, ELIQUIS, 60)
    app.run()
    app.button(key=f"0-remove-{ELIQUIS}").click().run()
    assert not app.exception
    assert any("Quit" in message.value or "quit" in message.value for message in app.success)
    assert "emoved" not in text_of(app)


def answered(app: AppTest) -> AppTest:
    give_zip(app, "01604")
    for drug in (ATORVASTATIN, ELIQUIS):
        list_drug(app, drug, 30)
    return press(app, "Compare plans" if app.title[0].value == TITLES["en"] else in_spanish("Compare plans"))


def test_a_session_file_remembers_both_languages() -> None:
    person = SavedPerson(Member("", County("", "", ""), date(2026, 1, 1)), ())
    kept = read_session(read_session_file("a.json", write_session(SavedSession(2026, "", None, (person,), language="en", paper="es"), "1")))
    assert (kept.language, kept.language_on_paper) == ("en", "es")


def test_an_opened_session_goes_on_in_its_languages() -> None:
    person = SavedPerson(Member("", County("", "", ""), date(2026, 1, 1)), ())
    file = write_session(SavedSession(2026, "", None, (person,), language="es", paper="en"), "1")
    app = opened()
    app.switch_page("pages/desk.py").run()
    app = upload(app, "A session file that was saved here", "kept.json", file)
    press(app, "Open this session")
    app.switch_page("pages/find_plans.py").run()
    assert app.title[0].value == TITLES["es"]
    assert app.session_state["session"].paper == "en"


def test_counselor_pages_stay_in_english_and_say_so() -> None:
    app = opened(lang="es")
    for page in sorted(IN_ENGLISH):
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        assert app.title[0].value == PAGES[page].title
        assert any("inglés" in one.value for one in app.info)
    app.switch_page("pages/extra_help.py").run()
    assert app.title[0].value == "Ayuda Adicional"


def test_a_counselor_who_reads_english_hands_over_a_spanish_report() -> None:
    app = answered(opened(view="all"))
    app.switch_page("pages/report.py").run()
    labeled(app.selectbox, "Language of what you print").set_value("es").run()
    assert not app.exception
    html = "\n".join(element.proto.body for element in app.get("html"))
    with speaking("es"):
        assert say("What to do next") in html or "Qué hacer" in html
    assert app.title[0].value == "Report"
    assert 'lang="en"' in html  # the names of plans


def test_starting_over_goes_back_to_the_first_guess() -> None:
    app = opened(lang="es")
    app.button(key="start-over").click().run()
    app.button(key="start-over-yes").click().run()
    assert app.title[0].value == TITLES["en"]
    assert "lang" not in app.query_params
