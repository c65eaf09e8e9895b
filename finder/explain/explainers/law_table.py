"""The law behind an answer: its rules and numbers, with citation, kind of law, how sure we are, and where we read them."""

from __future__ import annotations

from collections.abc import Iterable

from finder.domain.law import Rule
from finder.explain.kit.section import Bullets, Column, Fold, Heading, Sections, Table
from finder.explain.messages import mark, say
from finder.explain.source_words import STATUSES, parameter_name, parameter_value
from finder.parameters import Parameter

LAW_HEADING = mark("The law behind this")
LAWS = {
    "codified": mark("Law on the books"),
    "proposed": mark("Proposed in 2009, not law that year"),
    "current": mark("In force now"),
    "guidance": mark("Medicare's own practice"),
    "not_found": mark("We did not find the text of the law"),
}
LAWS_SINCE = {
    "codified": mark("Law on the books since {since}"),
    "proposed": mark("Proposed in 2009, not law that year, since {since}"),
    "current": mark("In force since {since}"),
    "guidance": mark("Medicare's own practice since {since}"),
    "not_found": mark("We did not find the text of the law. It has applied since {since}"),
}


def law_sections(rules: Iterable[Rule], numbers: Iterable[Parameter] = ()) -> Sections:
    """The rules of an answer, each once, and its numbers, under their heading; where we read them folds out."""
    once = tuple({(rule.topic, rule.id, rule.first_year): rule for rule in rules}.values())
    numbers = tuple(numbers)
    tables = (rules_table(once), *((numbers_table(numbers),) if numbers else ()))
    sources = Fold(say("Where we read these rules"), (Bullets(tuple(map(source_sentence, once))),))
    return (Heading(say(LAW_HEADING)), *tables, sources)


def rules_table(rules: Iterable[Rule]) -> Table:
    """What each rule says, where it stands, what kind of law it is, how sure we are."""
    columns = (Column(say("Rule")), Column(say("Where it stands")), Column(say("Kind")), Column(say("How sure we are")))
    rows = tuple((rule_words(rule), rule.citation, law_words(rule), say(STATUSES[rule.status])) for rule in rules)
    return Table(say("The rules"), columns, rows)


def numbers_table(numbers: Iterable[Parameter], caption: str = mark("The numbers")) -> Table:
    """Numbers of the law as printed, how sure we are, and where we read them."""
    columns = (Column(say("Number")), Column(say("Value"), True), Column(say("How sure we are")), Column(say("Where we read it")))
    rows = tuple(
        (
            say(number.description) if number.description else parameter_name(number.name),
            parameter_value(number),
            say(STATUSES[number.status]),
            "; ".join(number.sources) or say("No source that we read"),
        )
        for number in numbers
    )
    return Table(say(caption), columns, rows)


def rule_words(rule: Rule) -> str:
    """The rule in plain words."""
    return say(rule.text, **rule.numbers)


def law_words(rule: Rule) -> str:
    """What kind of law a rule is, and since when: ``Law on the books since 2019 (83 FR 16440)``."""
    return say(LAWS_SINCE[rule.law], since=rule.since) if rule.since else say(LAWS[rule.law])


def how_sure(rule: Rule) -> str:
    """The kind of law and how sure we are: ``In force now. Two sources agree.``"""
    return say("{law}. {status}.", law=law_words(rule), status=say(STATUSES[rule.status]))


def source_sentence(rule: Rule) -> str:
    """Where a rule was read, with what is to be known about that: ``42 CFR 423.44(d)(1). Read in: ... Note: ...``"""
    read = say("{citation}. Read in: {sources}.", citation=rule.citation, sources="; ".join(rule.sources))
    return read + " " + say("Note: {note}.", note=rule.note) if rule.note else read
