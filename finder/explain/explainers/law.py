"""The law behind an answer: its rules and numbers, with citation, kind of law, how sure we are, and where we read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from finder.domain.claim import RuleApplied
from finder.domain.law import Rule
from finder.domain.money import shown
from finder.explain.kit.section import Bullets, Column, Fold, Sections, Subheading, Table
from finder.explain.messages import mark, say
from finder.explain.source_words import STATUSES, parameter_name, parameter_value
from finder.parameters import Parameter
from finder.rules.registry import RuleText, rule_text

LAW_HEADING = mark("The law behind this")
LAWS = {
    "codified": mark("Law on the books"),
    "proposed": mark("Proposed in 2008 or 2009, not law that year"),
    "current": mark("In force now"),
    "guidance": mark("Medicare's own practice"),
    "not_found": mark("We did not find the text of the law"),
}
LAWS_SINCE = {
    "codified": mark("Law on the books since {since}"),
    "proposed": mark("Proposed in 2008 or 2009, not law that year, since {since}"),
    "current": mark("In force since {since}"),
    "guidance": mark("Medicare's own practice since {since}"),
    "not_found": mark("We did not find the text of the law. It has applied since {since}"),
}


def law_sections(rules: Iterable[Rule], numbers: Iterable[Parameter] = (), made_by: Iterable[RuleText] = ()) -> Sections:
    """The rules of an answer, each once, its numbers, and where we read them, folded under their heading. ``made_by`` are rules of which
    the texts alone are known."""
    once = tuple({(rule.topic, rule.id, rule.first_year): rule for rule in rules}.values())
    numbers = tuple(numbers)
    table = rules_table(once)
    table = replace(table, rows=(*table.rows, *map(_text_row, made_by)))
    tables = (table, *((numbers_table(numbers),) if numbers else ()))
    sources = (Subheading(say("Where we read these rules")), Bullets(tuple(map(source_sentence, once))))
    return (Fold(say(LAW_HEADING), (*tables, *sources)),)


def _text_row(rule: RuleText) -> tuple[str, ...]:
    return (say(rule.sentence), rule.citation, say(LAWS["current"]), say(STATUSES["confirmed"]))


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
    """What kind of law a rule is, since when, and where it was proposed: ``Law on the books since 2019 (83 FR 16440)``."""
    kind = say(LAWS_SINCE[rule.law], since=rule.since) if rule.since else say(LAWS[rule.law])
    return say("{kind}. A proposal on it is in {proposal}", kind=kind, proposal=rule.proposed) if rule.proposed else kind


def how_sure(rule: Rule) -> str:
    """The kind of law and how sure we are: ``In force now. Two sources agree.``"""
    return say("{law}. {status}.", law=law_words(rule), status=say(STATUSES[rule.status]))


def source_sentence(rule: Rule) -> str:
    """Where a rule was read, with what is to be known about that: ``42 CFR 423.44(d)(1). Read in: ... Note: ...``"""
    read = say("{citation}. Read in: {sources}.", citation=rule.citation, sources="; ".join(rule.sources))
    return read + " " + say("Note: {note}.", note=rule.note) if rule.note else read


PLAIN = {
    "lesser_of_usual_and_customary": mark("The store's own price is lower, so the price is {amount}."),
    "actual_cost": mark("This store is outside the plan's network. Its own price counts: {amount}."),
    "out_of_network_differential": mark("{amount} is above what the plan allows. You pay that too."),
    "deductible_portion": mark("{amount} falls in the deductible. The plan pays none of that."),
    "copay": mark("The plan's set fee (copay) for this part is {amount}."),
    "coinsurance": mark("The share of the price that the plan asks for here is {amount}."),
    "below_threshold": mark("{amount} of the price comes before the yearly limit."),
    "insulin_share": mark("The cap on insulin holds here. The share is {amount}."),
    "vaccine_share": mark("This shot is free. The share is {amount}."),
    "reduction_subsidy": mark("Medicare pays {amount} of what you would have paid. It counts toward your yearly limit."),
    "gap_portion": mark("{amount} of the price falls in the coverage gap."),
    "left_by_gap_coverage": mark("The plan covers this drug in the gap. It leaves {amount}."),
    "gap_share": mark("Your share in the gap is {amount}."),
    "gap_discount": mark("The drug maker takes {amount} off the price in the gap."),
    "catastrophic_share": mark("Past the yearly limit the share is small: {amount}."),
    "nothing_above_threshold": mark("Past the yearly limit you pay {amount}."),
    "full_subsidy_share": mark("With Extra Help you pay {amount} of this."),
    "full_subsidy_above_threshold": mark("With Extra Help you pay {amount} past the yearly limit."),
    "partial_subsidy_deductible": mark("With Extra Help you pay {amount} in the deductible."),
    "partial_subsidy_share": mark("With Extra Help you pay {amount} of the plan's share."),
    "partial_subsidy_above_threshold": mark("With Extra Help you pay {amount} past the yearly limit."),
    "low_income_cost_sharing_subsidy": mark("Extra Help pays {amount} of your share."),
    "manufacturer_below_threshold": mark("The drug maker pays {amount} before the yearly limit."),
    "manufacturer_above_threshold": mark("The drug maker pays {amount} past the yearly limit."),
    "selected_drug_subsidy": mark("Medicare made a price deal for this drug, and pays {amount} for its maker."),
    "reinsurance": mark("Medicare pays {amount} past the yearly limit."),
    "incurred_costs": mark("{amount} counts toward your yearly limit."),
    "enhanced_plan_credit": mark("{amount} counts toward your yearly limit. It is the larger of your share and the standard one."),
    "other_payer_wraps": mark("Other help pays {amount}."),
    "counts_through_2010": mark("{amount} from other help does not count toward the limit."),
    "counts_from_2011": mark("{amount} from other help does not count toward the limit."),
    "counts_from_2025": mark("{amount} from other help does not count toward the limit."),
    "not_covered": mark("The plan does not cover this drug. You pay {amount}."),
    "cash_below_negotiated_price": mark("You paid cash. {amount} of that counts."),
    "patient_assistance_copay": mark("The maker's help paid. {amount} of your own part counts."),
}
"""What a rule means for a person, by the rule's id."""


_PAYS_NOTHING = {
    "reduction_subsidy",
    "gap_discount",
    "low_income_cost_sharing_subsidy",
    "manufacturer_below_threshold",
    "manufacturer_above_threshold",
    "selected_drug_subsidy",
    "reinsurance",
}
"""Rules of what somebody else pays: where that is nothing, a person need not read them. The CSV has them all."""


class RuleLine(NamedTuple):
    """A rule applied as a page shows it: plain words with the amount, the law's own sentence, where it stands, and whether it says a person
    anything here."""

    plain: str
    law: str
    citation: str
    worth_saying: bool = True


def rule_line(rule: RuleApplied) -> RuleLine:
    """The words of a rule applied. Raises KeyError for a rule that is not in the book."""
    text = _text(rule.rule)
    return RuleLine(
        say(PLAIN[rule.rule], amount=shown(rule.amount)),
        say(text.sentence),
        text.citation,
        bool(rule.amount) or rule.rule not in _PAYS_NOTHING,
    )


_text = cache(rule_text)
