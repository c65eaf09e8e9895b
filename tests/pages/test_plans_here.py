"""Plans on this computer in each of its states, where other pages offer it, and a server that notices what changed on its disk."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from finder.errand import Arrived, Errand, Got, Kind, Offered, Stage, State, Trouble
from finder.explain.kit.section import texts
from finder.explain.plans import on_this_computer as words
from finder.sources.cms.importer import import_catalog
from pages.parts.own_machine import came_from_here
from tests.pages.test_annual_change_page import set_today
from tests.pages.test_find_plans import APP, ATORVASTATIN, give_zip, labeled, list_drug, press, text_of
from tests.reading import grade
from tests.sources.small_market import TEXTS, write_market

EMBEDDED = Path(__file__).parents[2] / "data" / "catalogs"
PAGE = "pages/plans_here.py"
GET = Errand(Kind.GET, 2027, ("OH",))
LOOK = GET._replace(kind=Kind.LOOK)
MB = 1_000_000
CHANGED = "The plans on this computer have changed since this answer. Please compare again."


class Runner:
    """A runner that does nothing and keeps what it was told."""

    def __init__(self) -> None:
        self.state, self.started = State(), list[Errand]()

    def start(self, errand: Errand) -> bool:
        self.started.append(errand)
        return True

    def stop(self) -> None:
        self.state = self.state._replace(stage=Stage.STOPPED)

    def forget(self) -> None:
        self.state = State()


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Runner:
    """On November 20, 2026, without plans of the user's own."""
    given = Runner()
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    set_today(monkeypatch, date(2026, 11, 20))
    for module in ("get_plans", "catalog_files"):
        monkeypatch.setattr(f"pages.parts.{module}.start", given.start)
    monkeypatch.setattr("pages.parts.get_plans.runner", lambda: given)
    monkeypatch.setattr("pages.parts.catalog_files.today", lambda: date(2026, 11, 20))
    monkeypatch.setattr("pages.parts.person.today", lambda: date(2026, 11, 20))
    return given


def opened() -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30).run().switch_page(PAGE).run()
    assert not app.exception
    return app


def buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_it_says_what_is_here_and_asks_for_the_state(runner: Runner) -> None:
    app = opened()
    said = text_of(app)
    assert "Massachusetts" in said
    assert "examples, not real plans" in said
    assert labeled(app.selectbox, "Which state").value is None
    assert not [label for label in buttons(app) if label.startswith("Get the plans")]
    assert labeled(app.radio, "For which year").options == ["2027: next year", "2026: this year"]
    labeled(app.selectbox, "Which state").set_value("OH").run()
    press(app, "Get the plans of Ohio for 2027")
    assert runner.started == [LOOK]


def test_drugs_without_a_name_are_counted(runner: Runner, tmp_path: Path) -> None:
    assert "no name here" not in text_of(opened())
    texts = {kind: TEXTS[kind].replace("1364447", "9900001") for kind in ("formulary", "price")}
    import_catalog(write_market(tmp_path / "files", names=None, **texts), 2026, tmp_path / "catalogs" / "2026")
    # three products; atorvastatin and Lantus are among the shipped names
    said = text_of(opened())
    assert "Massachusetts, 2026: 1 of 3 drugs in these files has no name here." in said
    assert "You can look for such a drug by the number (NDC) on the package." in said


def test_before_october_this_year_is_the_only_choice(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, years in ((date(2026, 9, 30), ["2026: this year"]), (date(2026, 10, 1), ["2027: next year", "2026: this year"])):
        monkeypatch.setattr("pages.parts.catalog_files.today", lambda day=day: day)
        assert labeled(opened().radio, "For which year").options == years


OFFERED = Offered(310 * MB, 0, 1_700_000.0, (("estimated_prices", "2026-06-30"), ("landscape", "")))
STATES: dict[str, tuple[State, list[str], list[str]]] = {
    "offered": (
        State(Stage.OFFERED, LOOK, OFFERED),
        # 310 MB at 1.7 MB a second: 182 s, 3 minutes
        [
            "Medicare has the plans of Ohio for 2027.",
            "310 MB to download.",
            "The download takes about 3 minutes",
            "prices of June 30, 2026",
        ],
        ["Download 310 MB now", "Not now"],
    ),
    "offered again": (
        State(Stage.OFFERED, LOOK, Offered(310 * MB, 120 * MB, None, ())),
        ["190 MB to download. 120 MB are here from before.", "We can say how long it takes once it has begun."],
        ["Download 190 MB now", "Not now"],
    ),
    "looking": (State(Stage.LOOKING, LOOK), ["We ask Medicare for the plans of Ohio for 2027."], ["Stop"]),
    "fetching": (State(Stage.FETCHING, GET, OFFERED, Arrived(120 * MB, 310 * MB, 1_600_000.0)), ["You can leave this page."], ["Stop"]),
    "reading": (State(Stage.READING, GET, OFFERED), ["All files are here. Now this computer reads the plans"], ["Stop"]),
    "done": (
        State(Stage.DONE, GET, got=Got(2027, ("OH",), 42, "x")),
        ["42 plans of Ohio for 2027 are on this computer now."],
        ["Find plans now"],
    ),
    "stopped": (
        State(Stage.STOPPED, GET, OFFERED, Arrived(120 * MB, 310 * MB, 0.0)),
        ["Stopped. 120 MB are kept, so you can go on later."],
        ["Go on", "Not now"],
    ),
    "failed": (State(Stage.FAILED, GET, trouble=Trouble("unreachable")), ["Is this computer on the internet?"], ["Try again", "Close"]),
}


@pytest.mark.parametrize("name", STATES)
def test_each_state_has_its_words_and_buttons(runner: Runner, name: str) -> None:
    runner.state, said, pressed = STATES[name]
    app = opened()
    for sentence in said:
        assert sentence in text_of(app)
    assert [label for label in buttons(app) if label in pressed] == pressed
    assert "finder catalog" not in text_of(app)


def test_the_bar_says_what_is_here_and_what_is_left() -> None:
    # 190 MB at 1.6 MB a second: 118.75 s, 2 minutes
    assert words.progress_words(Arrived(120 * MB, 310 * MB, 1_600_000.0)) == "120 of 310 MB are here. Time left: about 2 minutes."
    assert words.progress_words(Arrived(120 * MB, 310 * MB, 0.0)) == "120 of 310 MB are here."
    assert words.progress_words(Arrived(5 * MB, None, 1.0)) == "5.0 MB are here."
    assert words.share_done(Arrived(155 * MB, 310 * MB, 0.0)) == 0.5
    assert words.time_words(20) == "less than a minute"
    assert words.time_words(5_400) == "about 2 hours"


def test_a_stop_and_going_on(runner: Runner) -> None:
    runner.state = STATES["fetching"][0]
    app = press(opened(), "Stop")
    assert runner.state.stage is Stage.STOPPED
    press(app, "Go on")
    assert runner.started == [GET]


REASONS = (
    *("unreachable", "insecure", "stopped", "not_there", "not_a_list", "too_large", "changed", "busy", "damaged", "other_files"),
    *("no_such_file", "no_plans", "quarter_first", "ended", "disk", "not_listed", ""),
)


@pytest.mark.parametrize("reason", REASONS)
def test_each_trouble_says_what_to_do_at_grade_6(reason: str) -> None:
    numbers = {"disk": (900, 20), "not_listed": (2024, 2025, 2026)}.get(reason, ())
    said = list(texts(words.trouble(Trouble(reason, numbers, ("row 812: expected dollars",)), 2027)))
    assert grade(said[0]) <= 6.5, said[0]
    assert "finder" not in said[0]
    if reason == "":
        assert said[2] == "row 812: expected dollars"
    if reason == "disk":
        assert said[0].startswith("This computer needs 900 MB of room, and has 20 MB.")
    if reason == "not_listed":
        assert said[0] == "Medicare has no plans for 2027 yet. It has those of 2024, 2025 and 2026."


def test_find_plans_offers_what_a_zip_lacks_and_other_years(runner: Runner) -> None:
    app = give_zip(AppTest.from_file(APP, default_timeout=30).run(), "43215")
    assert [warning.value for warning in app.warning] == [
        "ZIP 43215 is in Franklin County, Ohio. This computer has no plans of Ohio for 2026 yet."
    ]
    labels = [label for label in buttons(app) if label.startswith(("Get the", "Go on"))]
    assert labels == ["Get the plans of Ohio for 2027", "Get the plans of Ohio for 2026"]
    press(app, "Get the plans of Ohio for 2026")
    assert runner.started == [Errand(Kind.LOOK, 2026, ("OH",))]
    assert labeled(app.text_input, "ZIP").value == "43215"


def test_from_october_find_plans_offers_the_next_year_beside_this_one(runner: Runner) -> None:
    app = give_zip(AppTest.from_file(APP, default_timeout=30).run(), "01604")
    press(app, "Get the plans of Massachusetts for 2027")
    assert runner.started == [Errand(Kind.LOOK, 2027, ("MA",))]
    assert labeled(app.selectbox, "Plan year").value == 2026


def test_on_a_server_for_others_nothing_can_be_fetched_read_or_removed(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_SHARED", "1")
    app = opened()
    assert "Only the person who runs it can get or remove plans." in text_of(app)
    assert [label for label in buttons(app) if not label.startswith("Start over")] == []
    assert not app.text_input
    assert "Massachusetts" in text_of(app)


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"Host": "127.0.0.1:8501", "Origin": "http://127.0.0.1:8501"}, True),
        ({"Host": "localhost:8501"}, True),
        ({"Host": "[::1]:8501", "Origin": "http://[::1]:8501"}, True),
        ({"Host": "plans.example.org"}, False),
        ({"Host": "192.168.1.5:8501", "Origin": "http://192.168.1.5:8501"}, False),
        ({"Host": "127.0.0.1:8501", "Origin": "https://plans.example.org"}, False),  # a proxy that sets Host anew
        ({"Host": "localhost:8501", "Origin": "http://localhost:8501", "X-Forwarded-For": "203.0.113.9"}, False),
        ({"Host": "localhost.example.org"}, False),
        ({"Host": "127.0.0.1:8501", "Origin": "null"}, False),
    ],
)
def test_whether_the_visitor_sits_at_this_machine(headers: dict[str, str], own: bool) -> None:
    assert came_from_here(headers) is own


@pytest.fixture
def own_2026(runner: Runner, tmp_path: Path) -> Path:
    shutil.copytree(EMBEDDED / "2026", tmp_path / "catalogs" / "2026")
    return tmp_path / "catalogs" / "2026"


def test_plans_are_removed_after_one_question(own_2026: Path) -> None:
    app = press(opened(), "Remove them")
    assert own_2026.exists()
    assert [warning.value for warning in app.warning] == ["Remove the plans of Massachusetts for 2026 from this computer?"]
    app = press(app, "Keep them")
    assert own_2026.exists()
    app = press(press(app, "Remove them"), "Yes, remove them")
    assert not own_2026.exists()
    assert "The plans of Massachusetts for 2026 were removed." in text_of(app)
    assert "Remove them" not in buttons(app), "what came with the program stays"
    assert (EMBEDDED / "2026" / "manifest.json").exists()


def test_a_folder_with_files_of_somebody_else_is_not_removed(own_2026: Path) -> None:
    (own_2026 / "letter.txt").write_text("mine", "utf-8")
    app = press(press(opened(), "Remove them"), "Yes, remove them")
    assert not app.exception
    assert (own_2026 / "letter.txt").read_text("utf-8") == "mine"
    assert (own_2026 / "manifest.json").exists()


def compared(app: AppTest) -> AppTest:
    give_zip(app, "01604")
    list_drug(app, ATORVASTATIN, 30)
    return press(app, "Compare plans")


@pytest.mark.parametrize("what", ["changed", "deleted"])
def test_a_catalog_that_goes_while_it_is_used_is_a_sentence(own_2026: Path, what: str) -> None:
    if what == "deleted":  # and the one that came with the program answers now
        shutil.rmtree(own_2026)
        import_catalog(write_market(own_2026.parent.parent / "files"), 2026, own_2026)
    app = compared(AppTest.from_file(APP, default_timeout=30).run())
    assert not app.error
    app = app.switch_page("pages/find_plans.py").run()
    shutil.rmtree(own_2026)
    if what == "changed":
        import_catalog(write_market(own_2026.parent.parent / "files"), 2026, own_2026)
    app.run()
    assert not app.exception
    for page in ("plan_year", "side_by_side", "what_if", "report", "couple"):
        app = app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        assert [error.value for error in app.error] == [CHANGED], page
    app = app.switch_page("pages/answer.py").run()
    assert not app.exception
    assert "The plans on this computer have changed. This is the answer with the new ones." in [info.value for info in app.info]
    app = app.switch_page("pages/plan_year.py").run()
    assert not app.error


def test_a_new_catalog_answers_at_once(runner: Runner, tmp_path: Path) -> None:
    app = give_zip(AppTest.from_file(APP, default_timeout=30).run(), "01604")
    assert len(labeled(app.selectbox, "Which plan do you have now").options) > 40
    import_catalog(write_market(tmp_path / "files"), 2026, tmp_path / "catalogs" / "2026")
    app.run()
    assert len(labeled(app.selectbox, "Which plan do you have now").options) == 5  # not sure, none, and the 3 of the small market
