"""What is said of the income-related amount: what it is, which step an income is on and why, and how to ask for a lower one."""

from __future__ import annotations

from finder.domain.income_related import FilingStatus, IncomeRelated, IncomeTier, LifeEvent
from finder.domain.money import shown
from finder.explain.tables import Column, Table
from finder.explain.words import UNKNOWN

FILINGS: dict[str, FilingStatus] = {
    "Alone, or I lived apart all that year": FilingStatus.SINGLE,
    "Together with my husband or wife": FilingStatus.JOINT,
    "Apart from my husband or wife, and we lived together": FilingStatus.SEPARATE,
}
"""How people say that they filed."""

NO_EXTRA = "No, or I'm not sure"
EVENTS: dict[LifeEvent, str] = {
    LifeEvent.MARRIAGE: "You got married.",
    LifeEvent.DIVORCE_OR_ANNULMENT: "Your marriage ended.",
    LifeEvent.DEATH_OF_SPOUSE: "Your husband or wife died.",
    LifeEvent.WORK_STOPPAGE: "You or your husband or wife stopped work.",
    LifeEvent.WORK_REDUCTION: "You or your husband or wife cut your hours.",
    LifeEvent.LOSS_OF_INCOME_PRODUCING_PROPERTY: "You lost land or a house that paid you, and it was not your choice.",
    LifeEvent.LOSS_OF_PENSION_INCOME: "Your pension ended or got smaller.",
    LifeEvent.EMPLOYER_SETTLEMENT_PAYMENT: "An old job paid you a sum because the firm closed or went broke.",
}
"""The events for which Social Security looks at a newer year."""


def intro(year: int, tax_year: int) -> str:
    """What the amount is, and which income counts."""
    return (
        f"People with a high income pay Medicare an extra premium (income-related amount). For {year} the income of {tax_year} counts. "
        "It is the same at each plan. Your letter from Social Security names it."
    )


def step_words(tier: IncomeTier) -> str:
    """A bracket as a choice: ``Step 2: $37.50 a month``."""
    if tier.bracket == 0:
        return NO_EXTRA
    amount = "we don't have the amount" if tier.amount is None else f"{shown(tier.amount)} a month"
    return f"Step {tier.bracket}: {amount}"


def income_label(tax_year: int) -> str:
    """The question about the income."""
    return f"What was your income in {tax_year}, in dollars? (The tax form calls it adjusted gross income.)"


def found_sentences(answer: IncomeRelated) -> tuple[str, ...]:
    """Which step it is and what decided; or what we lack."""
    if answer.missing:
        return (f"We don't have the income limits of {answer.year} yet. Look for the amount in your letter from Social Security.",)
    if answer.bracket is None:
        return ()
    tier = next(tier for tier in answer.tiers if tier.bracket == answer.bracket)
    if answer.bracket == 0:
        return (f"You pay no extra premium in {answer.year}. It starts above {_bound(answer.tiers[1])}.",)
    amount = UNKNOWN if answer.amount is None else f"{shown(answer.amount)} more each month"
    return (f"You are on step {answer.bracket}: {amount} in {answer.year}.", f"This step starts {_lead(tier)} {_bound(tier)}.")


def _lead(tier: IncomeTier) -> str:
    return "at" if tier.at_least else "above"


def _bound(tier: IncomeTier) -> str:
    return shown(tier.begins or 0).removesuffix(".00")


def steps_table(answer: IncomeRelated) -> Table | None:
    """Every step of the year for that way of filing; None where we lack the limits."""
    if not answer.tiers:
        return None
    rows = tuple(
        (
            f"Step {tier.bracket}" if tier.bracket else "No extra premium",
            f"{'from' if tier.at_least else 'above'} {_bound(tier)}" if tier.begins is not None else f"up to {_bound(answer.tiers[1])}",
            UNKNOWN if tier.amount is None else shown(tier.amount),
        )
        for tier in answer.tiers
    )
    strong = frozenset(index for index, tier in enumerate(answer.tiers) if answer.bracket is not None and tier.bracket == answer.bracket)
    columns = (Column("Step"), Column(f"Income of {answer.tax_year}", True), Column("More each month", True))
    return Table(f"The extra premium of {answer.year}", columns, rows, strong)


def life_change_lead() -> str:
    """What to do where income fell."""
    return (
        "Did your income fall because of one of these? Then ask Social Security to use a newer year. Fill in Form SSA-44 and show proof. "
        "Call 1-800-772-1213 (TTY 1-800-325-0778)."
    )


def appeal_sentence(days: int) -> str:
    """What to do where the tax numbers are wrong."""
    return f"Are the tax numbers wrong? Then you may appeal. Do it within {days} days of the letter."
