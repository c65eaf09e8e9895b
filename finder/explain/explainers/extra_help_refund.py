"""What is said of a refund: fills and premiums already paid, then Extra Help from an earlier day. One letter for all years."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.extra_help_refund import Refund, RefundedFill
from finder.domain.money import Cents, shown
from finder.explain.explainers.law import rule_words
from finder.explain.kit.letter import Letter, letter_lines, letter_page
from finder.explain.kit.section import Bullets, Column, Fold, Heading, Headline, Paragraphs, Sections, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.words import UNKNOWN, day, in_whole_dollars, joined, plan_name
from finder.questions.explainers.extra_help_refund import in_all

SHOW = mark("Show what I would get back")
STARTS_IN = mark("Extra Help starts in")
PAID_THROUGH = mark("I paid for my drugs through")
LETTER = mark("Download a letter to my plan")
INFORMED_ON = mark("The day your plan had all the papers, if you know it")
CHOOSE_PLAN = mark("Choose the plan")
MORE_OF_YEAR = mark("Other help or drugs that year?")
CHECK_RECEIPTS = mark("Check a receipt")
GET_PLANS = mark("Plans on this computer")


def intro() -> Sections:
    """When a plan owes money back."""
    text = say(
        "Extra Help can start in the past. Then your plan owes you what you paid too much. You can ask for fills of the last three years."
    )
    return (Heading(say("If you paid before your Extra Help came")), Paragraphs((text,)))


def plan_label(year: int) -> str:
    """The question of a year's plan."""
    return say("Your plan in {year}", year=year)


def since_label(year: int) -> str:
    """The question of the first month in that plan."""
    return say("In this plan in {year} from", year=year)


def level_label(year: int) -> str:
    """The question of a year's level."""
    return say("Your Extra Help in {year}", year=year)


def drugs_label(year: int) -> str:
    """The question of a year's drugs."""
    return say("Drugs that you took in {year}", year=year)


def no_plans_of(years: Sequence[int]) -> str:
    """Why some years are in no sum, and what to do."""
    named = joined(str(year) for year in years)
    return say("We don't have the plans of {years} here, so those fills are not in this sum. Your receipts can tell.", years=named)


def choose_first(years: Sequence[int]) -> str:
    """Which years wait for a plan."""
    return say("Choose your plan of {years} above. Nothing of that time is in the sum yet.", years=joined(str(year) for year in years))


def sections(years: Sequence[Refund]) -> Sections:
    """What is owed back in all and by when, and each year."""
    return (_headline(years), Bullets(_sentences(years)), _by_year(years))


def fill_sections(years: Sequence[Refund]) -> Sections:
    """Each fill, year by year, behind a title."""
    return tuple(Fold(say("Each fill of {year}", year=year.plan_year), (_fills(year),)) for year in years)


def _headline(years: Sequence[Refund]) -> Headline:
    since, named = day(min(year.grant.since for year in years)), joined(str(year.plan_year) for year in years)
    owed = in_all(years).to_the_person
    if owed <= 0:
        return Headline(say("With Extra Help from {since}, your plan owes you nothing for {years}.", since=since, years=named))
    amount = in_whole_dollars(owed)
    return Headline(
        say("With Extra Help from {since}, you should get back about {amount} for {years}.", since=since, amount=amount, years=named)
    )


def _sentences(years: Sequence[Refund]) -> tuple[str, ...]:
    found, latest = in_all(years), years[-1]
    if found.to_the_person <= 0:
        return (*_premium_not_known(years), *_too_late(years), *_left_out(years))
    others = shown(found.owed_back_to_other_payers)
    return (
        say("The plan must pay by {day}.", day=day(latest.due)) if latest.due else rule_words(latest.rules[0]),
        say("Next step: call the plan, say “my Extra Help started earlier” and send your drug store receipts."),
        say("We count with the prices in our files. Your receipts say what you really paid."),
        say("Another {amount} goes back to the others who paid for you.", amount=others) if found.owed_back_to_other_payers > 0 else "",
        say("What Extra Help takes off a premium is our estimate.") if any(of.premiums and of.premiums.estimate for of in years) else "",
        *_premium_not_known(years),
        *_too_late(years),
        *_left_out(years),
    )


def _premium_not_known(years: Sequence[Refund]) -> tuple[str, ...]:
    unknown = [str(of.plan_year) for of in years if of.premiums is None]
    if not unknown:
        return ()
    return (say("The premium of {years} is not in the sum. Ask the plan what comes back of it.", years=joined(unknown)),)


def _too_late(years: Sequence[Refund]) -> tuple[str, ...]:
    old = [fill for year in years for fill in year.too_late]
    if not old:
        return ()
    count = say_count(
        "{count} fill is more than three years old. The plan need not look at it, so it is not in the sum.",
        "{count} fills are more than three years old. The plan need not look at them, so they are not in the sum.",
        len(old),
    )
    return (count,)


def _left_out(years: Sequence[Refund]) -> tuple[str, ...]:
    return tuple(
        say("Not in the sum of {year}: {drugs}. The plan does not list it, or we lack its price.", year=of.plan_year, drugs=joined(names))
        for of in years
        if (names := of.not_counted)
    )


def _by_year(years: Sequence[Refund]) -> Table:
    """What comes back for each year: drugs, premium and both."""
    found = in_all(years)
    rows = [(_year_and_plan(of), shown(of.owed_back), _premium_back(of), shown(of.owed_back + of.premiums_owed_back)) for of in years]
    strong: frozenset[int] = frozenset()
    if len(years) > 1:
        rows.append((say("All"), shown(found.owed_back), shown(found.premiums_owed_back), shown(found.to_the_person)))
        strong = frozenset({len(rows) - 1})
    headings = (say("For drugs"), say("For the premium"), say("You get back"))
    return Table(
        say("What you get back for each year"), (Column(say("Year")), *(Column(name, True) for name in headings)), tuple(rows), strong
    )


def _premium_back(of: Refund) -> str:
    return say(UNKNOWN) if of.premiums is None else shown(of.premiums_owed_back)


def _year_and_plan(of: Refund) -> str:
    return say("{year}, {plan}", year=of.plan_year, plan=plan_name(of.plan)) if of.plan else str(of.plan_year)


def _fills(refund: Refund) -> Table:
    """Each fill: what was paid, what should have been, and what is owed back until when."""
    rows = [(say("{drug}, {day}", drug=fill.drug, day=day(fill.day)), *_amounts(fill), _ask_by(fill)) for fill in refund.fills]
    rows.append((say("All"), *_amounts(refund), ""))
    headings = (say("You paid"), say("You should have paid"), say("Owed back"))
    columns = (Column(say("Fill")), *(Column(heading, True) for heading in headings), Column(say("Ask by")))
    return Table(say("What your plan owes you for each fill"), columns, tuple(rows), frozenset({len(rows) - 1}))


def _ask_by(fill: RefundedFill) -> str:
    return say("{day}: too late, not in the sum", day=day(fill.ask_until)) if fill.too_late else day(fill.ask_until)


def _amounts(paid: RefundedFill | Refund) -> tuple[str, str, str]:
    return (shown(paid.paid), shown(paid.should_have_paid), shown(paid.owed_back))


def letter_html(years: Sequence[Refund]) -> str:
    """The letter for all years as one HTML page. Nothing personal is in it: the person writes that in by hand."""
    return letter_page(_letter(years))


def letter_text(years: Sequence[Refund]) -> str:
    """The same letter as plain text."""
    return letter_lines(_letter(years))


def _letter(years: Sequence[Refund]) -> Letter:
    first, found = min(year.grant.since for year in years), in_all(years)
    ask = say(
        "I have Extra Help from {since}. I ask for a refund of {amount} (42 CFR 423.800(c)).",
        since=day(first),
        amount=shown(found.to_the_person),
    )
    owed = [fill for year in years for fill in year.in_time if fill.owed_back > 0]
    rows = [(day(fill.day), fill.drug, *_amounts(fill)) for fill in owed]
    rules = years[-1].rules
    law = say(
        "Please pay me within {days} days. You must look at claims up to {years} years after the fill (42 CFR 423.466).",
        days=rules[0].number("days"),
        years=rules[1].number("years"),
    )
    return Letter(
        title=say("Request for a refund: Extra Help"),
        body=(ask, say("I paid for the fills below before my Extra Help was known. I enclose copies of my receipts."), law),
        points=tuple(point for year in years for point in _points(year)),
        caption=say("Each fill:"),
        columns=(say("Day"), say("Drug"), say("I paid"), say("I should have paid"), say("Owed back")),
        rows=tuple(rows),
        row_lines=tuple(
            say("{day}, {drug}: paid {paid}, should be {should}, owed back {owed}.", day=on, drug=name, paid=paid, should=should, owed=back)
            for on, name, paid, should, back in rows
        ),
    )


def _points(of: Refund) -> tuple[str, ...]:
    """What is asked for a year: fills, and the premiums by the month."""
    drugs = say("{year}, drugs: {amount}", year=_year_and_plan(of), amount=shown(of.owed_back))
    premiums = of.premiums
    if premiums is None or premiums.owed_back <= 0:
        return (drugs,)
    return (drugs, _premium_point(of, premiums.months, premiums.paid - premiums.should_have_paid))


def _premium_point(of: Refund, months: int, each: Cents) -> str:
    return say_count(
        "{year}, premium: {amount} ({count} month at {each})",
        "{year}, premium: {amount} ({count} months at {each})",
        months,
        year=_year_and_plan(of),
        amount=shown(of.premiums_owed_back),
        each=shown(each),
    )
