"""Another language needs no code: a made-up one, dropped into the folder of messages, is what every page speaks, and nothing is glued."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations
from html import unescape
from io import BytesIO

import pytest
from babel.messages.pofile import write_po
from streamlit.testing.v1 import AppTest

from finder.explain import messages
from finder.explain.collect_messages import collected
from finder.parameters import FIRST_YEAR, LAST_YEAR, parameter_set
from finder.parameters.rule_sets import FOLDER, all_rules
from finder.paths import shipped
from finder.sources.catalog.places import state_names
from finder.sources.catalog.reading import all_catalogs, open_catalog

from .test_find_plans import APP, ATORVASTATIN, ELIQUIS, METFORMIN, give_zip, list_drug, press

pytestmark = pytest.mark.xdist_group("language")  # collecting every message takes seconds
LANGUAGE = "en_GB"  # a code whose dates and months Babel knows
PAGES = sorted(path.stem for path in (APP.parent / "pages").glob("*.py"))
SAID = re.compile(r"⟦[^⟦⟧]*⟧")
PROSE = re.compile(r"\b[A-Za-z][a-z']+,? [a-z']{2,}")
"""Two words in a row, as prose has them: names of plans and drugs are capitals or stand alone."""
DATA = re.compile(r"[A-Za-z-]+ [0-9.]+ (?:MG|UNT|ML|mg|mcg|units)\b.*")
"""Names of drugs as RxNorm has them, and familiar ones."""
KINDS = ("radio", "selectbox", "multiselect", "button", "checkbox", "toggle", "text_input", "number_input", "date_input")


@cache
def template() -> bytes:
    """Every message in brackets, as a language's file."""
    catalog = collected()
    for message in catalog:
        if message.id:
            plural = isinstance(message.id, tuple)
            message.string = tuple(f"⟦{form}⟧" for form in message.id) if plural else f"⟦{message.id}⟧"
    file = BytesIO()
    write_po(file, catalog)
    return file.getvalue()


@cache
def names() -> tuple[str, ...]:
    """Names of plans and states, and of the places where plans, rules and numbers of the law were read: they stay as they are."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    sources = {source for year in years for number in parameter_set(year) for source in number.sources}
    sources |= {rule.citation for topic in FOLDER.glob("*.yaml") for rule in all_rules(topic.stem)}
    sources |= {catalog.info.source for catalog in all_catalogs().opened}
    catalog = open_catalog(2026)
    (worcester,) = catalog.counties("01604")
    plans = {plan.name for plan in catalog.plans_serving(worcester)}
    states = {known[0] for known in state_names(shipped("data") / "states.yaml").values()}
    ingredients = {drug.ingredient.casefold() for drug in catalog.drugs()}
    return tuple(sorted(sources | plans | states | ingredients, key=len, reverse=True))


@pytest.fixture(scope="module")
def dropped_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NullTranslations]:
    """The made-up language's messages: its file is in the folder of messages, and read once."""
    folder = tmp_path_factory.mktemp("locale")
    (folder / LANGUAGE).mkdir()
    (folder / LANGUAGE / messages.FILE).write_bytes(template())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(messages, "LOCALE", folder)
        yield messages.messages_of(LANGUAGE)


@pytest.fixture
def made_up(dropped_in: NullTranslations, monkeypatch: pytest.MonkeyPatch) -> str:
    """The made-up language, spoken also where AppTest reads a widget outside the page."""
    spoken = messages.Speech(LANGUAGE, dropped_in)
    monkeypatch.setattr(messages, "SPEECH", ContextVar("made up", default=spoken))
    monkeypatch.setattr("pages.parts.language.ENGLISH_TITLES", frozenset())  # pages that stay in English glue nothing either
    return LANGUAGE


@pytest.fixture(scope="module")
def answered() -> dict[str, object]:
    """What a visitor's session holds once plans are compared, filled in English."""
    app = AppTest.from_file(APP, default_timeout=60).run()
    give_zip(app, "01604")
    list_drug(app, ATORVASTATIN, 30)
    list_drug(app, ELIQUIS, 60)
    list_drug(app, METFORMIN, 60)
    press(app, "Compare plans")
    return {"session": app.session_state["session"]}


def texts_of(app: AppTest) -> Iterator[str]:
    """Every text of the page: HTML without its tags, messages, labels and options."""
    for element in app.get("html"):
        body = re.sub(r"<style>.*?</style>", "", element.proto.body, flags=re.DOTALL)
        body = re.sub(r'<span lang="en">(.*?)</span>', r"\1", body)  # a name in its sentence
        yield from (unescape(text) for text in re.split(r"<[^>]+>", body))
    for kind in (app.markdown, app.error, app.warning, app.info, app.success, app.header, app.title, app.caption):
        yield from (str(element.value) for element in kind)
    for widget in (widget for kind in KINDS for widget in getattr(app, kind)):
        yield widget.label
        yield from getattr(widget, "options", ())
    yield from (element.label for element in app.expander)


def not_said(app: AppTest) -> list[str]:
    """Texts in which prose is left once the messages are taken out, the innermost first."""
    assert not app.exception
    left = []
    for text in texts_of(app):
        rest, before = text.replace("\\", ""), ""
        if DATA.fullmatch(rest):  # before the ingredient in it is taken out as a name
            continue
        for name in names() if PROSE.search(rest) else ():
            rest = rest.replace(name, "")
        while rest != before:
            rest, before = SAID.sub("", rest), rest
        if PROSE.search(DATA.sub("", rest)):
            left.append(text)
    return left


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_page_speaks_the_language(made_up: str, page: str) -> None:
    app = AppTest.from_file(APP, default_timeout=60)
    app.session_state["language"] = made_up
    app.run()
    app.switch_page(f"pages/{page}.py").run()
    assert not_said(app) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_an_answer_speaks_the_language(answered: dict[str, object], made_up: str, page: str) -> None:
    app = AppTest.from_file(APP, default_timeout=60)
    for key, value in answered.items():
        app.session_state[key] = value
    app.session_state["language"] = made_up
    app.run()
    app.switch_page(f"pages/{page}.py").run()
    assert not_said(app) == []


def test_the_next_person_reads_english_again(made_up: str) -> None:
    app = AppTest.from_file(APP, default_timeout=60)
    app.session_state["language"] = made_up
    app.run()
    assert app.title[0].value == "⟦Find plans⟧"
    app.button(key="start-over").click().run()
    app.button(key="start-over-yes").click().run()
    assert app.title[0].value == "Find plans"
    assert app.session_state["language"] == "en"
