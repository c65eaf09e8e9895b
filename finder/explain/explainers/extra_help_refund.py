"""What is said of a refund: fills already paid, then Extra Help from an earlier day."""

from __future__ import annotations

from finder.domain.extra_help_refund import Refund, RefundedFill
from finder.domain.money import shown
from finder.explain.explainers.law import rule_words
from finder.explain.kit.section import Bullets, Column, Heading, Paragraphs, Sections, Table
from finder.explain.messages import mark, say
from finder.explain.words import day

SHOW = mark("Show what I would get back")
STARTS_IN = mark("Extra Help starts in")
PAID_THROUGH = mark("I paid for my drugs through")
INFORMED_ON = mark("The day your plan had all the papers, if you know it")


def intro() -> Sections:
    """When a plan owes money back."""
    text = say("Extra Help can start in the past. Then your plan owes you a refund. Here is how much that would be.")
    return (Heading(say("If you paid before your Extra Help came")), Paragraphs((text,)))


def sections(refund: Refund) -> Sections:
    """What is owed back in all and by when, and each fill."""
    return (Bullets(_sentences(refund)), _fills(refund))


def _sentences(refund: Refund) -> tuple[str, ...]:
    since = day(refund.grant.since)
    if refund.owed_back <= 0:
        return (say("With Extra Help from {since}, your plan owes you nothing for these fills.", since=since),)
    by_when = say("It must pay by {day}.", day=day(refund.due)) if refund.due else rule_words(refund.rules[0])
    return (
        say("With Extra Help from {since}, your plan owes you {amount}.", since=since, amount=shown(refund.owed_back)),
        by_when,
        say("Next step: call your plan, say “my Extra Help started earlier” and send your drug store receipts."),
    )


def _fills(refund: Refund) -> Table:
    """Each fill: what was paid, what should have been, and what is owed back."""
    rows = [(say("{drug}, {day}", drug=fill.drug, day=day(fill.day)), *_amounts(fill)) for fill in refund.fills]
    rows.append((say("All"), *_amounts(refund)))
    headings = (say("You paid"), say("You should have paid"), say("Owed back"))
    columns = (Column(say("Fill")), *(Column(heading, True) for heading in headings))
    return Table(say("What your plan owes you for each fill"), columns, tuple(rows), frozenset({len(rows) - 1}))


def _amounts(paid: RefundedFill | Refund) -> tuple[str, str, str]:
    return (shown(paid.paid), shown(paid.should_have_paid), shown(paid.owed_back))
