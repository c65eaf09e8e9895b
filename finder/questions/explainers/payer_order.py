"""Who pays first, the drug plan or other coverage? And what that does to a ledger and to the yearly limit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from finder.adjudication.engine import adjudicate_year
from finder.adjudication.standard_year import standard_terms
from finder.domain.benefit import Channel
from finder.domain.claim import Claim, OtherPayer, OtherPayerKind
from finder.domain.errors import Problem, Refusal
from finder.domain.law import Rule
from finder.domain.payer_order import Because, Cover, OnALedger, OtherCover, PartDPays, PayerOrder
from finder.parameters import FIRST_YEAR, LAST_YEAR
from finder.parameters.rule_sets import rules_of
from finder.rules.benefit_law import benefit_law
from finder.rules.payer_order import employer_pays_first, pays_first_with_kidney_failure

TOPIC = "payer_order"
_PRICE, _OTHER_PAYS = 100_00, 60_00
_PAYERS = {
    Cover.JOB: OtherPayerKind.EMPLOYER,
    Cover.RETIREE: OtherPayerKind.EMPLOYER,
    Cover.SPAP: OtherPayerKind.SPAP,
    Cover.ADAP: OtherPayerKind.ADAP,
    Cover.IHS: OtherPayerKind.IHS,
    Cover.CHARITY: OtherPayerKind.CHARITY,
}
"""Those that may pay after the plan, as the ledger names them."""
_ORDERS = {Cover.VA: PartDPays.APART, Cover.WORKERS_COMPENSATION: PartDPays.SECOND, Cover.ACCIDENT: PartDPays.SECOND}
_NEVER = (Cover.VA, Cover.WORKERS_COMPENSATION)
"""What they pay never counts toward the limit."""
_JOB = {Because.AGE: "job_age", Because.DISABILITY: "job_disability", Because.KIDNEY_FAILURE: "kidney_failure"}


def payer_order(asked: OtherCover) -> PayerOrder:
    """Who pays first, and what the other one does to a ledger. Raises Refusal."""
    problems = list(_problems(asked))
    if problems:
        raise Refusal(problems)
    order = _order(asked)
    payer = _PAYERS.get(asked.cover) if order is PartDPays.FIRST else None
    counts = benefit_law(asked.year).counts(payer) if payer is not None else False if asked.cover in _NEVER else None
    example = None if payer is None else _on_a_ledger(asked.year, payer)
    return PayerOrder(asked, order, payer, example, counts, tuple(_rules(asked)))


def _problems(asked: OtherCover) -> Iterator[Problem]:
    if not FIRST_YEAR <= asked.year <= LAST_YEAR:
        yield Problem("$.year", f"a year from {FIRST_YEAR} to {LAST_YEAR}", str(asked.year))
    if asked.employees is not None and asked.employees < 1:
        yield Problem("$.employees", "1 or more", str(asked.employees))
    if asked.kidney_month is not None and asked.kidney_month < 1:
        yield Problem("$.kidney_month", "1 or more", str(asked.kidney_month))


def _order(asked: OtherCover) -> PartDPays:
    if asked.cover not in (Cover.JOB, Cover.RETIREE):
        return _ORDERS.get(asked.cover, PartDPays.FIRST)
    first = _employer_first(asked)
    return PartDPays.ASK if first is None else PartDPays.SECOND if first else PartDPays.FIRST


def _employer_first(asked: OtherCover) -> bool | None:
    """Whether the employer's coverage pays first; None where an answer is missing."""
    if asked.because is None:
        return None
    if asked.because is Because.KIDNEY_FAILURE:
        limit = _rule(asked, "kidney_failure").number("months")
        return None if asked.kidney_month is None else pays_first_with_kidney_failure(asked.kidney_month, limit)
    if asked.cover is Cover.RETIREE:
        return False
    limit = _rule(asked, _JOB[asked.because]).number("people")
    return None if asked.employees is None else employer_pays_first(asked.employees, limit)


def _rule(asked: OtherCover, name: str) -> Rule:
    return rules_of(TOPIC, asked.year)[name]


def _on_a_ledger(year: int, payer: OtherPayerKind) -> OnALedger:
    """A brand in January, in the deductible of the standard benefit."""
    claim = Claim(date(year, 1, 1), "", True, 0, 30, Channel.STANDARD_RETAIL, _PRICE, other_payers=(OtherPayer(payer, _OTHER_PAYS),))
    (row,) = adjudicate_year(standard_terms(year), [claim]).rows
    return OnALedger(_PRICE, sum(segment.other_payer for segment in row.segments), row.patient_pay, row.troop_credit)


def order_rules(kind: OtherPayerKind, year: int) -> tuple[Rule, ...]:
    """The rules of all who are that kind of payer. Raises Refusal."""
    covers = [cover for cover in Cover if _PAYERS.get(cover) is kind or cover.key == kind.key]
    if kind is OtherPayerKind.WORKERS_COMPENSATION:
        covers.append(Cover.ACCIDENT)
    found = {(rule.topic, rule.id): rule for cover in covers for rule in payer_order(OtherCover(cover, year)).rules}
    return tuple(found.values())


def _rules(asked: OtherCover) -> Iterator[Rule]:
    """The rules of the order, each once, then what counts."""
    order, counted = rules_of(TOPIC, asked.year), rules_of("counted_costs", asked.year)
    names = [f"{asked.cover.key}_order"]
    if asked.cover is Cover.SPAP:
        names += ["equal_help", "no_mass_moves"]
    if asked.cover in (Cover.JOB, Cover.RETIREE):
        own = list(_JOB.values()) if asked.because is None else [_JOB[asked.because]]
        past = asked.cover is Cover.RETIREE
        names = ["past_job", "kidney_failure"] if past else own
    yield from (order[name] for name in (*names, "tell_the_plan", "all_counted_again") if name in order)
    payer = _PAYERS.get(asked.cover)
    yield from (counted[name] for name in ((payer.key if payer is not None else asked.cover.key),) if name in counted)
