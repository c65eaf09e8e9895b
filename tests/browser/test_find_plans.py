"""The main job in a real browser: a ZIP and three drugs in, a ranked answer out, wide and narrow, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from finder.explain.drug_list.fills import HINT
from tests.browser.conftest import go_to, keep_pictures, resize, settle, wait_for_answer

DRUGS = (
    ("atorvastatin", "atorvastatin 40 mg tablet", "30"),
    ("eliqis", "Eliquis 5 mg tablet (apixaban)", "60"),
    ("metforman", "metformin 500 mg tablet", "60"),
)
NAMES = ("atorvastatin", "eliqis", "eliquis", "apixaban", "metform", "617311", "1364447", "861007")
ZIP = "01604"
MOST_TABS = 60


def give_zip(page: Any, zip_code: str = ZIP) -> None:
    page.get_by_label("ZIP code").fill(zip_code)
    page.keyboard.press("Enter")
    page.get_by_text("County, MA").wait_for()
    settle(page)


def add_drug(page: Any, typed: str, product: str, quantity: str) -> None:
    page.get_by_label(re.compile("^Name of")).fill(typed)  # no Enter: the list comes while one types (at once: no pause, no other list)
    page.locator("[data-testid=stRadio] label", has_text=product).first.click()
    for question, answer in (("How many do you take each time?", f"{int(quantity) // 30}"), ("How often?", "Once a day")):
        page.get_by_role("radiogroup", name=question).get_by_role("radio", name=answer, exact=True).click()
    page.get_by_text(f"{quantity} tablets for 30 days.").first.wait_for()
    page.get_by_role("button", name="Add this drug").click()
    page.get_by_text(re.compile("^Saved ")).wait_for()
    settle(page)


def add_line(page: Any, product: str, quantity: str) -> None:
    name = product.partition(" tablet")[0]
    page.get_by_label(re.compile("^Name of")).fill(f"{name} {int(quantity) // 30} tablets once a day")
    page.get_by_role("button", name=re.compile(f"^Add {re.escape(product)}: {quantity} tablets for 30 days")).click()


def with_metformin(quantity: str) -> tuple[tuple[str, str, str], ...]:
    """``DRUGS`` with another amount of metformin: a list whose slow answers the server has not kept from another test."""
    return (*DRUGS[:2], (*DRUGS[2][:2], quantity))


def find_plans(page: Any, drugs: tuple[tuple[str, str, str], ...] = DRUGS, *, by_line: bool = True) -> None:
    """``by_line``: name and amount are typed in one line, and one press adds the drug: the short way to an answer."""
    give_zip(page)
    for number, (typed, product, quantity) in enumerate(drugs):
        if by_line:
            add_line(page, product, quantity)
        else:
            add_drug(page, typed, product, quantity)
        page.locator("[data-testid=stHtml]", has_text="tablets for 30 days").nth(number).wait_for()
        settle(page)
    compare(page)


def compare(page: Any) -> None:
    """Press the button; the answer is a page of its own."""
    page.get_by_role("button", name="Compare plans").click()
    wait_for_answer(page)


def ranked_rows(page: Any) -> list[list[str]]:
    """The cells of the table of all plans."""
    table = page.locator("table", has=page.locator("caption", has_text="plans in the file"))
    rows = table.locator("tbody tr").all()
    return [[cell.inner_text().strip() for cell in row.locator("th, td").all()] for row in rows]


def dollars(text: str) -> float:
    return float(text.replace("$", "").replace(",", ""))


def sideways(page: Any) -> int:
    """How many pixels wider than its window the page is."""
    wider = "element => element.scrollWidth - element.clientWidth"
    return int(max(page.locator("html").evaluate(wider), page.locator("[data-testid=stMain]").evaluate(wider)))


TOP = """() => {
  const place = found => found.getBoundingClientRect(), main = document.querySelector('[data-testid=stMain]');
  const more = [...document.querySelectorAll('h2')].find(found => found.innerText.startsWith('More plans'));
  return [place(document.querySelector('h1.finder-headline')).bottom, place(document.querySelector('.finder-amount')).bottom,
    place(more).top + main.scrollTop]
}"""


def assert_the_answer_is_seen_at_once(page: Any) -> None:
    """Headline and first figure need no scrolling, the focus is on the headline, and what comes before the other plans is two screens."""
    page.wait_for_function("() => document.activeElement.matches('h1.finder-headline')")
    for width, height in ((360, 740), (1366, 700)):
        resize(page, width, height)
        page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 0)")
        headline, figure, more = page.evaluate(TOP)
        assert headline < figure < height
        assert width < 1000 or more <= 2 * height
    resize(page, 1280)


def all_rows(page: Any) -> list[list[str]]:
    """The cells of the table of all plans, once all are shown."""
    page.get_by_label(re.compile("^Show all")).check(force=True)
    page.locator("table caption", has_text="plans in the file").wait_for()
    return ranked_rows(page)


def test_a_zip_and_three_drugs_give_a_ranked_answer(open_page: Callable[[str], Any], app_log: Path) -> None:
    page = open_page()
    find_plans(page, by_line=False)
    assert_the_answer_is_seen_at_once(page)
    rows = all_rows(page)
    assert len(rows) == 47
    assert [row[1] for row in rows] == [str(rank) for rank in range(1, 48)]
    covering = [dollars(row[2]) for row in rows if row[7] == "3 of 3"]
    assert len(covering) > 30
    beyond = [cost for cost in covering if cost > min(covering) + 50]  # plans within 50 of the cheapest count as equal to it
    assert beyond == sorted(beyond)
    left = [0 if row[5] == "none" else dollars(row[5]) for row in rows]
    assert all(abs(dollars(row[2]) - dollars(row[3]) - dollars(row[4]) - out) < 0.005 for row, out in zip(rows, left, strict=True))
    first = page.locator(".finder-card").first.inner_text()
    assert any(row[0].split(",")[0] in first and "Drug plan." in row[0] for row in rows)  # nobody asked for health plans
    keep_pictures(page, "find-plans")
    page.get_by_label("Has a preferred store for me").check(force=True)
    page.locator("table caption", has_text="of 47 are like that").wait_for()
    page.get_by_role("button", name=re.compile(r"^Why \$")).first.click()
    page.get_by_role("heading", name="The phases of your year").wait_for()
    page.wait_for_function("() => document.activeElement.id === 'finder-telling'")  # the claim that explains the figure
    settle(page)
    assert page.get_by_text("All 36 claims of the year").count() == 1
    assert [fold.get_attribute("open") is not None for fold in page.locator("details.finder-fold").all()] == [True] + [False] * 11
    assert page.locator("#finder-telling details[open] li").first.is_visible()
    keep_pictures(page, "plan-year")
    said = page.url + app_log.read_text()
    assert not [name for name in (*NAMES, ZIP) if name.lower() in said.lower()]


def test_the_main_controls_are_reached_by_the_tab_key_in_order(open_page: Callable[[str], Any]) -> None:
    page = open_page()
    page.locator(".st-key-doors a").first.wait_for()
    reached = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "() => { const it = document.activeElement;"
                " return it.getAttribute('aria-label') || (it.labels && it.labels[0] && it.labels[0].innerText) || it.innerText || '' }"
            )
        )
    wanted = (
        "My answer",
        "All on one page",
        "ZIP code",
        "Name of a drug",
        "Compare plans",
        "1-800-MEDICARE",
        "Start over for the next person",
    )
    places = [next((place for place, said in enumerate(reached) if said.startswith(label)), None) for label in wanted]
    assert None not in places, reached
    assert places == sorted(places)  # type: ignore[type-var]


def test_every_control_is_at_least_24_pixels_high(open_page: Callable[[str], Any]) -> None:
    page = open_page()
    resize(page, 360)
    find_plans(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll('main a, main button, main input, main summary, [data-testid=stMain] button')]
        .map(it => (it.type === 'radio' || it.type === 'checkbox') ? it.closest('label') : it)
        .filter(it => it && it.checkVisibility({checkVisibilityCSS: true, opacityProperty: true}))
        .map(it => [it.innerText || it.getAttribute('aria-label') || it.type, it.getBoundingClientRect().height])
        .filter(pair => pair[1] > 0 && pair[1] < 24)"""
    )
    assert small == []


def test_a_zip_of_another_state_is_answered_in_a_sentence(open_page: Callable[[str], Any]) -> None:
    page = open_page()
    page.get_by_label("ZIP code").fill("03301")
    page.keyboard.press("Enter")
    page.get_by_text("ZIP 03301 is in Merrimack County, New Hampshire.").wait_for()  # Concord
    page.get_by_text("This computer has no plans of New Hampshire for 2026 yet.").wait_for()
    page.get_by_role("button", name="Get the plans of New Hampshire for 2026").wait_for()
    page.get_by_role("link", name="See plans at medicare.gov").wait_for()
    keep_pictures(page, "outside-area")
    assert "03301" not in page.url


IN_SIGHT = """words => { const it = document.activeElement, box = it.getBoundingClientRect();
  return it.innerText === words && box.top >= 0 && box.bottom <= innerHeight }"""


def test_start_over_leaves_nothing_on_the_screen_or_in_the_address(open_page: Callable[[str], Any]) -> None:
    page = open_page()
    find_plans(page)
    page.get_by_role("button", name="See the bills").click()  # far down the answer
    page.get_by_role("heading", name="Payment plan", level=1).wait_for()
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop === 0")
    go_to(page, "My answer")
    page.get_by_role("button", name="Start over for the next person").click()
    page.wait_for_function(IN_SIGHT, arg="No, go on")
    page.get_by_role("button", name="No, go on").click()
    page.get_by_role("button", name="Start over for the next person").click()
    page.get_by_role("button", name="Yes, start over").click()
    page.get_by_role("link", name="Go to Find plans").click()
    page.get_by_label("ZIP code").wait_for()
    settle(page)
    assert page.get_by_label("ZIP code").input_value() == ""
    assert page.get_by_label("Name of a drug").input_value() == ""
    shown = page.locator("[data-testid=stMain]").inner_text().replace(HINT, "").lower()  # the page's own example names a drug
    assert not [name for name in NAMES if name in shown]
    assert "county" not in page.url
