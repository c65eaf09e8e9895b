"""Plans on this computer in a real browser, over a server on loopback that behaves like data.cms.gov: no ETag, a cold first answer, a date
in If-Range answered with the whole file; slow, cut short, moved, changed, damaged, or without the year."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Served, go_to, keep_pictures, served, settle, visitor
from tests.browser.test_accessibility import Gate
from tests.browser.test_find_plans import DRUGS, add_drug, compare, give_zip
from tests.sources.file_server import Files, serving
from tests.sources.small_market import FILES, TEXTS, write_market
from tests.sources.test_download import zipped

TITLE = "Plans on this computer"
QUARTER, MONTH = "/files/SPUF_2026_20260701.zip", "/files/2027_20261020.zip"
KINDS = ("plan", "formulary", "cost", "insulin", "locator")
Open = Callable[[], Any]


def quarter() -> bytes:
    return zipped({FILES[kind]: TEXTS[kind].encode() for kind in (*KINDS, "price")})


def month(padding: int) -> bytes:
    """The newest file of the new year, which has no prices; with so many bytes of something else in the largest member."""
    noise = random.Random(7).randbytes(padding)
    texts = {kind: TEXTS[kind].replace("|2026|", "|2027|").encode() for kind in KINDS}
    names = {kind: FILES[kind].replace("PPUF_2026Q2", "20261020") for kind in KINDS}
    inner = {f"{names[kind][:-4]}.zip": zipped({names[kind]: texts[kind]}) for kind in KINDS}
    large = zipped({names["cost"]: texts["cost"], "read me.pdf": noise})
    return zipped({**inner, f"{names['cost'][:-4]}.zip": large}, zipfile.ZIP_STORED)


@pytest.fixture
def files() -> Iterator[Files]:
    """The server, as data.cms.gov is on a good day."""
    with serving() as given:
        given.etag, given.dates_hold = False, False
        given.content = {QUARTER: quarter(), MONTH: month(6_000_000)}
        given.list_releases(QUARTER, MONTH)
        yield given


@pytest.fixture
def own(chromium: str, files: Files, tmp_path: Path) -> Iterator[Served]:
    """The app on November 20, 2026, without plans of the user's own."""
    settings = {"FINDER_DATA": str(tmp_path), "FINDER_RESOURCE_LIST": files.url("/data.json"), "FINDER_TODAY": "2026-11-20"}
    with served(tmp_path, tmp_path / "server.log", **settings) as url:
        yield Served(url, tmp_path / "server.log", tmp_path)


def opened(page: Any) -> Gate:
    page.goto("/?view=all")
    settle(page)
    go_to(page, TITLE)
    return Gate(page, TITLE)


def seen(gate: Gate, name: str, state: str) -> None:
    gate.look(state)
    keep_pictures(gate.page, f"plans-here-{name}")


def ask(gate: Gate, year: int = 2027) -> None:
    gate.choose("Which state do you live in?", "Massachusetts")
    gate.page.locator("[data-testid=stRadio] label", has_text=str(year)).click()
    settle(gate.page)


def said(page: Any, text: str) -> Any:
    return page.get_by_test_id("stMain").get_by_text(text).first.wait_for()


def test_a_year_without_prices_comes_from_one_button_to_an_answer(browser: Any, own: Served, files: Files) -> None:
    with visitor(browser, own.url, own.log) as page:
        gate = opened(page)
        seen(gate, "empty", "empty")
        ask(gate)
        seen(gate, "filled", "filled")
        assert files.asked == [], "nothing leaves without a press"
        files.whole_after = [1]  # cold: the first answer about the zip is the whole file
        gate.press("Get the plans of Massachusetts for 2027")
        said(page, "Medicare has the plans of Massachusetts for 2027.")
        assert "prices of June 30, 2026, as estimates" in page.get_by_test_id("stMain").inner_text()
        seen(gate, "offered", "result")
        before = len(files.asked)
        assert all(span for path, span in files.asked if path == MONTH and files.asked.index((path, span)) > 1)
        files.bytes_a_second = 700_000
        page.get_by_role("button", name="Download 6.0 MB now").click()
        said(page, "Time left:")
        seen(gate, "fetching", "result")
        page.get_by_role("button", name="Stop", exact=True).click()
        said(page, "MB are kept, so you can go on later.")
        seen(gate, "stopped", "result")
        files.bytes_a_second = 0
        gate.press("Go on")
        page.close()  # the work goes on without its page
        assert len(files.asked) > before
    with visitor(browser, own.url, own.log) as page:
        gate = opened(page)
        said(page, "plans of Massachusetts for 2027 are on this computer now.")
        seen(gate, "done", "result")
        gate.press("Find plans now")
        page.get_by_role("heading", name="Find plans", level=1).wait_for()
        settle(page)
        assert page.get_by_role("combobox", name="Plan year").input_value() == "2027"
        give_zip(page)
        add_drug(page, *DRUGS[0])
        compare(page)
        keep_pictures(page, "plans-here-answer-2027")
    assert not list((own.folder / "downloads").iterdir())
    assert gate.faults == []


@pytest.mark.thorough
def test_a_zip_that_is_not_here_gets_its_plans_and_keeps_the_list(browser: Any, own: Served, files: Files) -> None:
    with visitor(browser, own.url, own.log) as page:
        page.goto("/?view=all")
        settle(page)
        gate = Gate(page, "Find plans")
        add_drug(page, *DRUGS[0])
        page.get_by_label("ZIP code").fill("43215")
        page.keyboard.press("Enter")
        said(page, "ZIP 43215 is in Franklin County, Ohio. This computer has no plans of Ohio for 2026 yet.")
        assert page.get_by_role("link", name="See plans at medicare.gov").get_attribute("href") == "https://www.medicare.gov/plan-compare"
        seen(gate, "zip", "error")
        texts = {kind: TEXTS[kind].encode() for kind in (*KINDS, "price")}
        texts["locator"] = texts["locator"].replace(b"Massachusetts|Suffolk", b"Ohio|Franklin").replace(b"|02|", b"|13|")
        texts["plan"] = TEXTS["plan"].replace("|02|", "|13|").replace("|MA|22170|", "|OH|22160|").encode()
        files.content[QUARTER] = zipped({FILES[kind]: text for kind, text in texts.items()})
        gate.press("Get the plans of Ohio for 2026")
        said(page, "Medicare has the plans of Ohio for 2026.")
        page.get_by_role("button", name="now", exact=False).first.click()
        page.get_by_text("Franklin County, OH", exact=True).wait_for()
        settle(page)
        keep_pictures(page, "plans-here-ohio-here")
        assert page.get_by_label("ZIP code").input_value() == "43215"
        compare(page)
    assert gate.faults == []


def moved(files: Files) -> None:
    del files.content[MONTH]


def another_year(files: Files) -> None:
    files.list_releases(QUARTER)


def another_list(files: Files) -> None:
    files.content["/data.json"] = b"<html>We are down for maintenance</html>"


def cut(files: Files) -> None:
    files.content[MONTH] = files.content[MONTH][:-30_000]


TROUBLES: tuple[tuple[Callable[[Files], None], str], ...] = (
    (moved, "The file is not where Medicare's list says."),
    (another_year, "Medicare has no plans for 2027 yet. It has those of 2026."),
    (another_list, "We can't read Medicare's list of files."),
    (cut, "The file came damaged."),
)


def test_what_goes_wrong_is_a_sentence(browser: Any, own: Served, files: Files) -> None:
    sound = dict(files.content)
    with visitor(browser, own.url, own.log) as page:
        gate = opened(page)
        ask(gate)
        for trouble, sentence in TROUBLES:
            files.content = dict(sound)
            trouble(files)
            gate.press("Get the plans of Massachusetts for 2027")
            said(page, sentence)
            gate.read(trouble.__name__)
            if trouble is TROUBLES[0][0]:  # the same box each time
                seen(gate, f"error-{trouble.__name__}", "error")
            assert "finder" not in page.get_by_test_id("stMain").inner_text()
            gate.press("Close")
            assert page.get_by_role("combobox", name="Which state").input_value() == "Massachusetts"
    assert gate.faults == []


def test_a_file_is_dropped_or_read_from_its_place(browser: Any, own: Served, files: Files, tmp_path: Path) -> None:
    with visitor(browser, own.url, own.log) as page:
        gate = opened(page)
        page.get_by_text("Use a file instead").click()
        page.get_by_label("Or, for counselors").fill(str(tmp_path / "nothing here"))
        page.keyboard.press("Enter")
        settle(page)
        gate.press("Read it from there")
        said(page, "There is no such file or folder on this computer.")
        seen(gate, "error-path", "error")
        gate.press("Close")
        page.get_by_text("Use a file instead").click()
        market = write_market(tmp_path / "files")
        dropped = tmp_path / "PPUF_2026Q2.zip"
        with zipfile.ZipFile(dropped, "w") as archive:
            for path in market.iterdir():
                archive.write(path, path.name)
        page.locator("[data-testid=stFileUploader] input").set_input_files(str(dropped))
        page.locator("button:enabled", has_text="Read this file").wait_for()  # the page knows of the file, and is drawn anew no more
        settle(page)
        gate.choose("A zip is of this year", "2026")
        seen(gate, "file", "filled")
        gate.press("Read this file")
        said(page, "plans of Massachusetts for 2026 are on this computer now.")
        page.get_by_text("Remove plans", exact=True).click()
        settle(page)
        gate.press("Remove them")
        seen(gate, "remove", "filled")
        gate.press("Yes, remove them")
        said(page, "were removed.")
    assert files.asked == []
    assert not list((own.folder / "downloads").iterdir())
    assert gate.faults == []
