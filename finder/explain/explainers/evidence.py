"""What is said to people who doubt: examples reproduced, cases by hand, dates of the data, what we could not confirm. Grade 8."""

from __future__ import annotations

from finder.domain.evidence import Counted, Evidence
from finder.explain.explainers.law import rule_words
from finder.explain.kit.drawing import Tone, lanes, legend_of, stacked
from finder.explain.kit.section import Bullets, Column, Drawing, Fold, Heading, Headline, Paragraphs, Sections, Table, Warning
from finder.explain.messages import mark, say
from finder.explain.source_words import STATUSES
from finder.explain.words import day

TITLE = mark("How we know")


def intro() -> Sections:
    """What the page shows."""
    text = say(
        "This program computes with the text of the law and Medicare's own files. Others have printed examples of the same sums. Its tests "
        "compare its results with them. The figures below were written by the tests themselves."
    )
    return (Paragraphs((text,)),)


def sections(found: Evidence) -> Sections:
    """The whole answer."""
    return (
        Headline(_headline(found)),
        *_warnings(found),
        examples_figure(found),
        sources_table(found),
        Fold(say("Each example"), (examples_table(found),)),
        Heading(say("Cases worked out by hand")),
        Bullets(_cases(found)),
        Heading(say("How sure we are of each number and rule")),
        statuses_table(found),
        Fold(say("What we could not confirm"), (unconfirmed_table(found),)),
        Heading(say("Dates of the data")),
        catalogs_table(found),
    )


def _headline(found: Evidence) -> str:
    counts = {"count": found.reproduced, "all": len(found.results.printed), "sources": len(found.by_source)}
    return say("{count} of {all} examples printed by {sources} sources come out the same to the cent.", **counts)


def _warnings(found: Evidence) -> tuple[Warning, ...]:
    if found.version == found.results.version:
        return ()
    known = {"tested": found.results.version, "now": found.version}
    return (Warning(say("The tests ran on version {tested}. This is version {now}, so a figure may have changed since.", **known)),)


def examples_figure(found: Evidence) -> Drawing:
    """A lane for each who printed examples: what came out, what did not."""
    most = max((sum(counted) for counted in found.by_source.values()), default=1)
    rows = [
        stacked(say(who), _out_of(counted), [(Tone.GOOD, counted.passed), (Tone.BAD, counted.failed)], most)
        for who, counted in found.by_source.items()
    ]
    return lanes(rows, (), _headline(found), legend=legend_of(((Tone.GOOD, say("The same to the cent")), (Tone.BAD, say("Not the same")))))


def _out_of(counted: Counted) -> str:
    return say("{passed} of {all}", passed=counted.passed, all=sum(counted))


def sources_table(found: Evidence) -> Table:
    """The picture's numbers."""
    columns = (Column(say("Who printed it")), Column(say("Examples"), True), Column(say("The same"), True))
    rows = tuple((say(who), str(sum(counted)), str(counted.passed)) for who, counted in found.by_source.items())
    return Table(say("Examples of others"), columns, rows)


def examples_table(found: Evidence) -> Table:
    """Each example: what it says, who printed it where, whether it came out."""
    columns = (Column(say("Example")), Column(say("Year")), Column(say("Who printed it")), Column(say("Result")))
    rows = tuple(
        (
            say(example.says),
            str(example.year),
            f"{say(example.who)}, {say(example.where)}",
            say("The same") if example.passed else say("Not the same"),
        )
        for example in found.results.printed
    )
    return Table(say("Examples, in the words of our tests"), columns, rows)


def _cases(found: Evidence) -> tuple[str, ...]:
    results = found.results
    return (
        say("Claims worked out by hand from the law: {result} come out.", result=_out_of(results.by_hand)),
        say("Whole questions with their right amounts: {result} come out.", result=_out_of(results.right_values)),
        say("The tests ran on {day}.", day=day(results.run_on)),
    )


def statuses_table(found: Evidence) -> Table:
    """How many numbers and rules have two sources, one, or none."""
    columns = (Column(say("How sure we are")), Column(say("Numbers, by year"), True), Column(say("Rules, by span"), True))
    statuses = [status for status in STATUSES if found.numbers.get(status) or found.rules.get(status)]
    rows = tuple((say(STATUSES[status]), f"{found.numbers.get(status, 0):,}", str(found.rules.get(status, 0))) for status in statuses)
    return Table(say("Numbers and rules by how sure we are"), columns, rows)


def unconfirmed_table(found: Evidence) -> Table:
    """The rules whose text we did not find, or for which we read no source."""
    columns = (Column(say("Rule")), Column(say("Years")), Column(say("Where it should stand")))
    rows = tuple((rule_words(rule), f"{rule.first_year}-{rule.last_year}", rule.citation) for rule in found.unconfirmed)
    return Table(say("Rules that we could not confirm"), columns, rows)


def catalogs_table(found: Evidence) -> Table:
    """The plans at hand: year, date and source."""
    columns = (Column(say("Plan year")), Column(say("Files of")), Column(say("Prices of")), Column(say("Source")))
    rows = tuple((str(info.plan_year), day(info.as_of), day(info.prices_as_of), info.source) for info in found.catalogs)
    return Table(say("Plans on this computer"), columns, rows)
