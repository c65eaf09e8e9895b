"""What is said of the income-related amount: what it is, which step an income is on and why, and how to ask for a lower one."""

from __future__ import annotations

from finder.domain.income_related import FilingStatus, IncomeRelated, IncomeTier, LifeEvent
from finder.domain.money import Cents, shown
from finder.explain.kit.section import Bullets, Column, Paragraphs, Sections, Table
from finder.explain.messages import mark, say
from finder.explain.words import UNKNOWN

ASKED = mark("Do you pay an extra premium for a high income?")
WORK_IT_OUT = mark("Work it out from my income")
INCOME_FELL = mark("My income fell, or the letter is wrong")
USE_STEP = mark("Use this step")
FILINGS: dict[str, FilingStatus] = {
    mark("Alone, or I lived apart all that year"): FilingStatus.SINGLE,
    mark("Together with my husband or wife"): FilingStatus.JOINT,
    mark("Apart from my husband or wife, and we lived together"): FilingStatus.SEPARATE,
}
"""How people say that they filed."""
NO_EXTRA = mark("No, or I'm not sure")
EVENTS: dict[LifeEvent, str] = {
    LifeEvent.MARRIAGE: mark("You got married."),
    LifeEvent.DIVORCE_OR_ANNULMENT: mark("Your marriage ended."),
    LifeEvent.DEATH_OF_SPOUSE: mark("Your husband or wife died."),
    LifeEvent.WORK_STOPPAGE: mark("You or your husband or wife stopped work."),
    LifeEvent.WORK_REDUCTION: mark("You or your husband or wife cut your hours."),
    LifeEvent.LOSS_OF_INCOME_PRODUCING_PROPERTY: mark("You lost land or a house that paid you, and it was not your choice."),
    LifeEvent.LOSS_OF_PENSION_INCOME: mark("Your pension ended or got smaller."),
    LifeEvent.EMPLOYER_SETTLEMENT_PAYMENT: mark("An old job paid you a sum because the firm closed or went broke."),
}
"""The events for which Social Security looks at a newer year."""


def intro(year: int, tax_year: int) -> Sections:
    """What the amount is, and which income counts."""
    text = say(
        "People with a high income pay Medicare an extra premium (income-related amount). For {year} the income of {tax_year} counts. "
        "It is the same at each plan. Your letter from Social Security names it.",
        year=year,
        tax_year=tax_year,
    )
    return (Paragraphs((text,)),)


def step_words(tier: IncomeTier) -> str:
    """A bracket as a choice: ``Step 2: $37.50 a month``."""
    if tier.bracket == 0:
        return say(NO_EXTRA)
    if tier.amount is None:
        return say("Step {step}: we don't have the amount", step=tier.bracket)
    return say("Step {step}: {amount} a month", step=tier.bracket, amount=shown(tier.amount))


def filing_label(tax_year: int) -> str:
    """The question about the tax return."""
    return say("How did you file your tax return of {tax_year}?", tax_year=tax_year)


def income_label(tax_year: int) -> str:
    """The question about the income."""
    return say("What was your income in {tax_year}, in dollars? (The tax form calls it adjusted gross income.)", tax_year=tax_year)


def income_note(*, answered: bool) -> Sections:
    """What counts as income, and what is still to answer."""
    note = say("Add interest that is free of tax, if you have some. We do not keep your income.")
    return (Paragraphs((note, "" if answered else say("Answer both to see your step."))),)


def found(answer: IncomeRelated) -> Sections:
    """Which step it is and what decided; or what we lack."""
    return (Paragraphs(_found_sentences(answer)),)


def _found_sentences(answer: IncomeRelated) -> tuple[str, ...]:
    if answer.missing:
        lack = say(
            "We don't have the income limits of {year} yet. Look for the amount in your letter from Social Security.", year=answer.year
        )
        return (lack,)
    if answer.bracket is None:
        return ()
    if answer.bracket == 0:
        return (say("You pay no extra premium in {year}. It starts above {limit}.", year=answer.year, limit=_limit(answer.tiers[1])),)
    return (_step_sentence(answer, answer.bracket), _start_sentence(next(tier for tier in answer.tiers if tier.bracket == answer.bracket)))


def _step_sentence(answer: IncomeRelated, step: int) -> str:
    if answer.amount is None:
        return say("You are on step {step} in {year}. We don't have its amount.", step=step, year=answer.year)
    return say("You are on step {step}: {amount} more each month in {year}.", step=step, amount=shown(answer.amount), year=answer.year)


def _start_sentence(tier: IncomeTier) -> str:
    limit = _limit(tier)
    return say("This step starts at {limit}.", limit=limit) if tier.at_least else say("This step starts above {limit}.", limit=limit)


def steps(answer: IncomeRelated) -> Sections:
    """Every step of the year for that way of filing; nothing where we lack the limits."""
    if not answer.tiers:
        return ()
    columns = (
        Column(say("Step")),
        Column(say("Income of {tax_year}", tax_year=answer.tax_year), True),
        Column(say("More each month"), True),
    )
    rows = tuple((_step_name(tier), _income_words(tier, answer), _amount_words(tier.amount)) for tier in answer.tiers)
    strong = frozenset(place for place, tier in enumerate(answer.tiers) if tier.bracket == answer.bracket)
    return (Table(say("The extra premium of {year}", year=answer.year), columns, rows, strong),)


def _step_name(tier: IncomeTier) -> str:
    return say("Step {step}", step=tier.bracket) if tier.bracket else say("No extra premium")


def _income_words(tier: IncomeTier, answer: IncomeRelated) -> str:
    if tier.begins is None:
        return say("up to {limit}", limit=_limit(answer.tiers[1]))
    return say("from {limit}", limit=_limit(tier)) if tier.at_least else say("above {limit}", limit=_limit(tier))


def _amount_words(amount: Cents | None) -> str:
    return say(UNKNOWN) if amount is None else shown(amount)


def _limit(tier: IncomeTier) -> str:
    return shown(tier.begins or 0).removesuffix(".00")


def lower_amount(days: int) -> Sections:
    """What to do where income fell, or the tax numbers are wrong. ``days`` to appeal."""
    lead = say(
        "Did your income fall because of one of these? Then ask Social Security to use a newer year. Fill in Form SSA-44 and show proof. "
        "Call 1-800-772-1213 (TTY 1-800-325-0778)."
    )
    appeal = say("Are the tax numbers wrong? Then you may appeal. Do it within {days} days of the letter.", days=days)
    return (Paragraphs((lead,)), Bullets(tuple(say(event) for event in EVENTS.values())), Paragraphs((appeal,)))
