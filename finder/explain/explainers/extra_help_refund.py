"""What is said of a refund: fills already paid, then Extra Help from an earlier day."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.extra_help_refund import Refund, RefundedFill
from finder.domain.money import shown
from finder.explain.explainers.law import rule_words
from finder.explain.kit.letter import Letter, letter_lines, letter_page
from finder.explain.kit.section import Bullets, Column, Heading, Paragraphs, Sections, Table
from finder.explain.messages import mark, say
from finder.explain.words import day
from finder.questions.explainers.extra_help_refund import in_all

SHOW = mark("Show what I would get back")
STARTS_IN = mark("Extra Help starts in")
PAID_THROUGH = mark("I paid for my drugs through")
LETTER = mark("Download a letter to my plan")
INFORMED_ON = mark("The day your plan had all the papers, if you know it")


def intro() -> Sections:
    """When a plan owes money back."""
    text = say("Extra Help can start in the past. Then your plan owes you a refund. Here is how much that would be.")
    return (Heading(say("If you paid before your Extra Help came")), Paragraphs((text,)))


def sections(refund: Refund) -> Sections:
    """What is owed back in all and by when, and each fill."""
    return (Bullets(_sentences(refund)), _fills(refund))


def _sentences(refund: Refund) -> tuple[str, ...]:
    since, others = day(refund.grant.since), _others(refund)
    if refund.owed_back <= 0:
        return tuple(filter(None, (say("With Extra Help from {since}, your plan owes you nothing for these fills.", since=since), others)))
    by_when = say("It must pay by {day}.", day=day(refund.due)) if refund.due else rule_words(refund.rules[0])
    return (
        say("With Extra Help from {since}, your plan owes you {amount}.", since=since, amount=shown(refund.owed_back)),
        by_when,
        *((others,) if others else ()),
        say("Next step: call your plan, say “my Extra Help started earlier” and send your drug store receipts."),
    )


def _others(refund: Refund) -> str:
    """What goes back to who helped to pay; empty for nothing."""
    if refund.owed_back_to_others <= 0:
        return ""
    return say("It owes {amount} more to who helped you pay for these fills. That is not yours.", amount=shown(refund.owed_back_to_others))


def _fills(refund: Refund) -> Table:
    """Each fill: what was paid, what should have been, and what is owed back."""
    rows = [(say("{drug}, {day}", drug=fill.drug, day=day(fill.day)), *_amounts(fill)) for fill in refund.fills]
    rows.append((say("All"), *_amounts(refund)))
    headings = (say("You paid"), say("You should have paid"), say("Owed back"))
    columns = (Column(say("Fill")), *(Column(heading, True) for heading in headings))
    return Table(say("What your plan owes you for each fill"), columns, tuple(rows), frozenset({len(rows) - 1}))


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
        amount=shown(found.owed_back),
    )
    sums = [say("{year}: {amount}", year=year.plan_year, amount=shown(year.owed_back)) for year in years]
    owed = [fill for year in years for fill in year.fills if fill.owed_back]
    rows = [(day(fill.day), fill.drug, *_amounts(fill), day(fill.ask_until)) for fill in owed]
    return Letter(
        title=say("Request for a refund: Extra Help"),
        body=(ask, say("I paid for the fills below before my Extra Help was known. I enclose copies of my receipts.")),
        points=tuple(sums),
        caption=say("Each fill:"),
        columns=(say("Day"), say("Drug"), say("I paid"), say("I should have paid"), say("Owed back"), say("Last day to ask")),
        rows=tuple(rows),
        row_lines=tuple(
            say("{day}, {drug}: paid {paid}, should be {should}, owed back {owed}.", day=on, drug=name, paid=paid, should=should, owed=back)
            for on, name, paid, should, back, _ in rows
        ),
    )
