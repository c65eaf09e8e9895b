"""Plans on this computer: which are here, how to get more, how far a download is, what went wrong, and how to remove some. Grade 6."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from finder.domain.lack import LackKind
from finder.domain.market import CatalogInfo
from finder.errand import Arrived, Errand, Got, Kind, Offered, State, Trouble
from finder.explain.kit.section import Bullets, Column, Fold, Headline, Paragraphs, Sections, Table, Warning
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.download import megabytes, nameless_sentence
from finder.explain.words import day, joined

TITLE = mark("Plans on this computer")
LEAD = mark("Plans differ by state and change each year. You can get those of your state from Medicare. It is free.")
HERE = mark("Here now")
GET = mark("Get plans")
STATE = mark("Which state do you live in?")
CHOOSE_STATE = mark("Choose your state")
YEAR = mark("For which year?")
PRIVATE = mark("When you press this, we ask Medicare's files at data.cms.gov. Nothing about you is sent.")
GO_ON = mark("Go on")
NOT_NOW = mark("Not now")
TRY_AGAIN = mark("Try again")
STOP = mark("Stop")
CLOSE = mark("Close")
FIND_PLANS = mark("Find plans now")
MEDICARE = mark("See plans at medicare.gov")
MEDICARE_ADDRESS = "https://www.medicare.gov/plan-compare"
LEAVE = mark("You can leave this page. The work goes on.")
SHARED = mark(
    "You use this program on somebody else's computer. Only the person who runs it can get or remove plans. "
    "You can see other plans at medicare.gov."
)
_COUNTRY = 51
"""States from which on, with the District of Columbia, we speak of the whole country."""


def here_table(infos: Sequence[CatalogInfo], name: Callable[[str], str], today: date) -> Sections:
    """Each catalog: year, place, age, and whose prices."""
    columns = (Column(say("Year")), Column(say("Where")), Column(say("From")), Column(say("Drug prices")))
    rows = tuple((str(info.plan_year), place_words(info, name), _age(info, today), _prices(info)) for info in infos)
    return (Table(say(TITLE), columns, rows),)


def nameless_list(counted: Sequence[tuple[CatalogInfo, int]], name: Callable[[str], str]) -> Sections:
    """A sentence for each catalog with drugs that have no name, and how many these are; nothing where each drug has one."""
    said = tuple(
        say("{place}, {year}: {sentence}", place=place_words(info, name), year=info.plan_year, sentence=nameless_sentence(nameless, info))
        for info, nameless in counted
        if nameless
    )
    return (Paragraphs(said),) if said else ()


def place_words(info: CatalogInfo, name: Callable[[str], str]) -> str:
    """``Ohio``; ``Ohio and Maine``; ``the whole country``; ``examples, not real plans``."""
    return say("examples, not real plans") if info.example else states_words(info.states, name)


def states_words(states: Sequence[str], name: Callable[[str], str]) -> str:
    """The names of states; many are counted."""
    if not states or len(states) >= _COUNTRY:
        return say("the whole country")
    return joined(sorted(map(name, states))) if len(states) < 5 else say("{count} states", count=len(states))


def _age(info: CatalogInfo, today: date) -> str:
    if info.plan_year < today.year:
        return day(info.as_of)
    days = max((today - info.as_of).days, 0)
    return say_count("{date}, {count} day old", "{date}, {count} days old", days, date=day(info.as_of))


def _prices(info: CatalogInfo) -> str:
    if info.example:
        return say("examples")
    if info.without_prices:
        return say("none yet")
    if info.prices_of_another_year:
        return say("estimates, from prices of {date}", date=day(info.prices_as_of))
    return say("the plans' own, of {date}", date=day(info.prices_as_of))


def year_choice(year: int, today: date) -> str:
    """A year to get plans of, and what it is for."""
    if year > today.year:
        return say("{year}: next year", year=year)
    return say("{year}: this year", year=year) if year == today.year else str(year)


def get_label(place: str, year: int) -> str:
    """The large button."""
    return say("Get the plans of {place} for {year}", place=place, year=year)


def zip_not_here(zip_code: str, county: str, place: str, year: int) -> str:
    """That the plans of a ZIP code's state are not on this computer."""
    return say(
        "ZIP {zip_code} is in {county} County, {place}. This computer has no plans of {place} for {year} yet.",
        zip_code=zip_code,
        county=county,
        place=place,
        year=year,
    )


def already_here(place: str, info: CatalogInfo) -> str:
    """That the plans are here, and may be asked for again."""
    return say(
        "The plans of {place} for {year} are here, from {date}. You can look for newer ones.",
        place=place,
        year=info.plan_year,
        date=day(info.as_of),
    )


def instead_label(year: int) -> str:
    """To go on with a year that is here."""
    return say("Go on with the plans of {year}", year=year)


def look_label(year: int) -> str:
    """To look at the year that people choose plans of now."""
    return say("Look at the plans of {year}", year=year)


def looking(errand: Errand, name: Callable[[str], str]) -> Sections:
    """While the server is asked."""
    return (Headline(say("We ask Medicare for the plans of {place} for {year}.", **_what(errand, name))),)


def offer(errand: Errand, offered: Offered, name: Callable[[str], str]) -> Sections:
    """What the server has: how much, how long, and what will be missing."""
    left = None if offered.size is None else offered.size - offered.here
    lines = (
        _size(offered, left),
        _minutes(offered, left),
        say("Then this computer reads the files. That takes some minutes more."),
        say("It keeps only the plans of {place}.", **_what(errand, name)) if errand.states else "",
    )
    found = Headline(say("Medicare has the plans of {place} for {year}.", **_what(errand, name)))
    lacks = [_lack_words(kind, date.fromisoformat(of) if of else None, errand.year) for kind, of in offered.lacks]
    return (found, *map(Warning, lacks), Bullets(lines))


_LACKS = {
    LackKind.ESTIMATED_PRICES.key: mark(
        "Medicare has no drug prices for {year} yet. They come early in {year}. Till then we use prices of {day}, as estimates."
    ),
    LackKind.NO_PRICES.key: mark(
        "Medicare has no drug prices for {year} yet. They come early in {year}. Till then we can't say what drugs cost, only premiums "
        "and fixed copays."
    ),
    LackKind.QUARTERS_PRICES.key: mark("This file has no drug prices of its own. We use those of {day}."),
    LackKind.LANDSCAPE.key: mark(
        "This file does not have the whole premium of health plans, or the stars. You see “at least” for their premiums."
    ),
}


def _lack_words(kind: str, prices_of: date | None, year: int) -> str:
    return say(_LACKS[kind], year=year, day=day(prices_of) if prices_of else "")


def _size(offered: Offered, left: int | None) -> str:
    if left is None or offered.size is None:
        return say("Medicare does not say how large the file is.")
    if offered.here:
        return say("{left} MB to download. {here} MB are here from before.", left=megabytes(left), here=megabytes(offered.here))
    return say("{size} MB to download.", size=megabytes(left))


def _minutes(offered: Offered, left: int | None) -> str:
    if left is None or not offered.speed:
        return say("We can say how long it takes once it has begun.")
    return say("The download takes {time}, at the speed that we just measured.", time=time_words(left / offered.speed))


def time_words(seconds: float) -> str:
    """``less than a minute``, ``about 3 minutes``, ``about 2 hours``."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return say("less than a minute")
    if minutes < 90:
        return say_count("about {count} minute", "about {count} minutes", minutes)
    return say_count("about {count} hour", "about {count} hours", round(minutes / 60))


def download_label(offered: Offered) -> str:
    """The button that begins the download."""
    if offered.size is None:
        return say("Download now")
    return say("Download {size} MB now", size=megabytes(offered.size - offered.here))


def fetching(errand: Errand, name: Callable[[str], str]) -> Sections:
    """While files come."""
    return (Headline(say("The plans of {place} for {year} are on their way.", **_what(errand, name))), Paragraphs((say(LEAVE),)))


def share_done(arrived: Arrived | None) -> float:
    """How much of the bar is filled."""
    return min(arrived.done / arrived.total, 1.0) if arrived and arrived.total else 0.0


def progress_words(arrived: Arrived | None) -> str:
    """``120 of 310 MB. About 2 minutes left.``"""
    if arrived is None:
        return say("It begins.")
    done = megabytes(arrived.done)
    if not arrived.total:
        return say("{done} MB are here.", done=done)
    here = say("{done} of {total} MB are here.", done=done, total=megabytes(arrived.total))
    if not arrived.rate or arrived.done >= arrived.total:
        return here
    return f"{here} {say('Time left: {time}.', time=time_words((arrived.total - arrived.done) / arrived.rate))}"


def reading(errand: Errand, name: Callable[[str], str]) -> Sections:
    """While files are imported."""
    if errand.kind is Kind.FILE:
        head = say("This computer reads the file.")
    else:
        head = say("All files are here. Now this computer reads the plans of {place} for {year}.", **_what(errand, name))
    return (Headline(head), Paragraphs((say("That takes some minutes."), say(LEAVE))))


def done(got: Got, name: Callable[[str], str]) -> Sections:
    """What is here now."""
    return (
        Headline(
            say_count(
                "{count} plan of {place} for {year} is on this computer now.",
                "{count} plans of {place} for {year} are on this computer now.",
                got.plans,
                place=states_words(got.states, name),
                year=got.plan_year,
            )
        ),
    )


def stopped(state: State) -> Sections:
    """After a stop."""
    kept = state.arrived.done if state.arrived else state.offered.here if state.offered else 0
    if not kept or (state.errand and state.errand.kind is Kind.FILE):
        return (Headline(say("Stopped. Nothing has changed.")),)
    return (Headline(say("Stopped. {done} MB are kept, so you can go on later.", done=megabytes(kept))),)


def _what(errand: Errand, name: Callable[[str], str]) -> dict[str, object]:
    return {"place": states_words(errand.states, name), "year": errand.year}


_TROUBLES: Mapping[str, str] = {
    "unreachable": mark("We can't reach Medicare's files. Is this computer on the internet? Check, then try again."),
    "insecure": mark("The server could not prove that it is Medicare's. So we downloaded nothing. Try again later."),
    "stopped": mark("Medicare's server does not answer. What came so far is kept. Try again later."),
    "not_there": mark("The file is not where Medicare's list says. It may have moved. Try again in a day or two."),
    "not_a_list": mark("We can't read Medicare's list of files. Try again later. If it stays so, this program may be too old."),
    "too_large": mark("The file is far larger than it should be. So we stopped. Try again later."),
    "changed": mark("Medicare is changing the file right now. Try again later."),
    "busy": mark("Other plans are being loaded on this computer. Wait till that ends, then try again."),
    "damaged": mark("The file came damaged. Try again, or use another file."),
    "other_files": mark("This is not a file with plans. Use a zip from data.cms.gov, or a pack from your state's counselors."),
    "no_such_file": mark("There is no such file or folder on this computer. Check how you typed it."),
    "no_plans": mark("The files have no plans for that state. Nothing has changed."),
    "quarter_first": mark("Medicare's file for this year has no drug prices, and we have none to use. Try again in a few weeks."),
    "ended": mark("The work ended too early. This computer may be short of memory. Close other programs, then try again."),
}
_LINES_SHOWN = 8


def trouble(found: Trouble, year: int) -> Sections:
    """What went wrong and what to do, in a sentence."""
    if found.reason in _TROUBLES:
        return (Warning(say(_TROUBLES[found.reason])),)
    if found.reason == "disk":
        return (Warning(_disk_words(found.numbers)),)
    if found.reason == "not_listed":
        return (Warning(_not_listed_words(found.numbers, year)),)
    said = Warning(say("We can't use these files. The plans that were here before have not changed."))
    return (said, Fold(say("What is wrong with them"), (Bullets(found.lines[:_LINES_SHOWN]),)))


def _disk_words(numbers: Sequence[int]) -> str:
    if len(numbers) != 2:
        return say("This computer has no room left. Make room, then try again.")
    return say(
        "This computer needs {needed} MB of room, and has {free} MB. Make room, then try again.",
        needed=f"{numbers[0]:,}",
        free=f"{numbers[1]:,}",
    )


def _not_listed_words(years: Sequence[int], year: int) -> str:
    latest = sorted(years)[-3:]
    if not latest:
        return say("Medicare has no files of plans now. Try again later.")
    return say("Medicare has no plans for {year} yet. It has those of {years}.", year=year, years=joined(map(str, latest)))


USE_FILE = mark("Use a file instead")
FILE_LEAD = mark(
    "Did somebody give you a file with plans? It may be a pack from your state's counselors (SHIP), or a zip from data.cms.gov."
)
FILE = mark("The file")
FILE_YEAR = mark("A zip is of this year (a pack says it itself)")
FILE_STATE = mark("Of a zip, keep the plans of")
ALL_STATES = mark("All states in it")
READ_FILE = mark("Read this file")
PATH = mark("Or, for counselors: the place of a file or folder on this computer")
READ_PATH = mark("Read it from there")
GIVE_PATH = mark("Please type where the file or folder is.")
REMOVE = mark("Remove plans")
REMOVE_LEAD = mark("This makes room. You can get them again later.")
WHICH = mark("Which plans?")
REMOVE_THEM = mark("Remove them")
YES_REMOVE = mark("Yes, remove them")
KEEP_THEM = mark("Keep them")
GONE = mark("They were not here any more.")


def catalog_label(info: CatalogInfo, name: Callable[[str], str]) -> str:
    """``Ohio, 2026, from June 30, 2026``."""
    return say("{place}, {year}, from {date}", place=place_words(info, name), year=info.plan_year, date=day(info.as_of))


def sure(info: CatalogInfo, name: Callable[[str], str]) -> str:
    """The question before plans are removed."""
    return say("Remove the plans of {place} for {year} from this computer?", place=place_words(info, name), year=info.plan_year)


def removed(info: CatalogInfo, name: Callable[[str], str]) -> str:
    """That plans were removed."""
    return say("The plans of {place} for {year} were removed.", place=place_words(info, name), year=info.plan_year)


def private() -> Sections:
    """What the first press sends."""
    return (Paragraphs((say(PRIVATE),)),)


def shared() -> Sections:
    """Why a visitor of somebody else's computer can get no plans."""
    return (Paragraphs((say(SHARED),)),)
