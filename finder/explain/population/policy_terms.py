"""What a policy changes, and what an answer about it takes for granted. Grade 8."""

from __future__ import annotations

from finder.domain.law import Kind, kind_of
from finder.domain.money import Cents, shown
from finder.domain.policy import ChangedNumber, Policy
from finder.domain.policy_effect import PolicyAnswer
from finder.explain.kit.section import Column, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.source_words import parameter_name, parameter_value

NOT_THE_LAW = mark("This is a what-if. It is not the law.")


def policy_name(policy: Policy) -> str:
    """A policy by its name; one that changes nothing is the law of its year."""
    return say("The law of {year}", year=policy.plan_year) if policy.changes_nothing else policy.name


def changes_table(answer: PolicyAnswer) -> Table:
    """Every number that is another, and what it replaces."""
    columns = (Column(say("Number")), Column(policy_name(answer.policy), True), Column(policy_name(answer.baseline), True))
    rows = tuple((parameter_name(one.name), number_value(one.value, one), number_value(one.replaces, one)) for one in answer.changes)
    return Table(say("Changed numbers"), columns, rows or ((say("None"), "", ""),))


def number_value(value: str, one: ChangedNumber, *, per: bool = True) -> str:
    """A value of a number with its unit, as people read it. ``per``: with the time that it counts for."""
    if value == "none":
        return say("No limit") if one.name.endswith(("threshold", "limit", "cap")) else say("None")
    printed = f"{float(value):g}" if kind_of(one.unit) == Kind.RATE else value
    return parameter_value(one._replace(value=printed, unit=one.unit if per else one.unit.split("/")[0]))


def price_sentences(policy: Policy) -> tuple[str, ...]:
    """What a policy does to prices."""
    spread = f"{policy.lock_in_spread / 100:g}"
    lock_in = say("What counts is the price of the drug manager, {percent}% above what the pharmacy gets.", percent=spread)
    changed = say_count("{count} change of drug prices.", "{count} changes of drug prices.", len(policy.prices))
    return (*((lock_in,) if policy.lock_in_spread else ()), *((changed,) if policy.prices else ()))


def assumptions(answer: PolicyAnswer) -> tuple[str, ...]:
    """What the answer takes for granted, a sentence each."""
    return (
        say("People take the same drugs and fill them as often, whatever they cost."),
        say("Each plan keeps its list of drugs, its copays and its premium."),
        *_of_the_numbers(answer),
        _premiums(answer),
        say("Groups of fewer than 11 people aren't shown, and no sum that would tell them."),
    )


def _of_the_numbers(answer: PolicyAnswer) -> tuple[str, ...]:
    policy, names = answer.policy, {one.name for one in answer.changes}
    follow = say(
        "A plan with the standard deductible, or with the standard share of a price, follows the standard. No plan's deductible is above"
        " the standard."
    )
    gap = say(
        "Every plan has the gap of {year} with its limits. No plan adds coverage of its own in it. The rebate of 2010 isn't counted.",
        year=policy.gap_of,
    )
    income = say(
        "Savings aren't looked at. Who has an income between the old and the new limit gets or loses Extra Help. Who has Medicaid keeps it."
    )
    fees = say("Pharmacies get the same. The drug manager keeps the difference. What plans pay it in fees isn't counted.")
    said = (
        (follow, bool(names & {"deductible", "initial_coverage_coinsurance"})),
        (gap, policy.gap_of is not None),
        (income, any(name.startswith("lis_income_limit_pct") for name in names)),
        (fees, bool(policy.lock_in_spread)),
    )
    return tuple(sentence for sentence, applies in said if applies)


def _premiums(answer: PolicyAnswer) -> str:
    part = answer.policy.premium_pass_through
    if not part:
        return say("Premiums don't follow what plans pay. A policy can say which part of the change they follow.")
    return say(
        "Premiums follow {percent}% of the average change in what plans pay: {amount} a month for those without Extra Help.",
        percent=f"{part / 100:g}",
        amount=signed(answer.premium_change),
    )


def in_dollars(amount: Cents) -> str:
    """An amount without cents where it has none."""
    return shown(amount).removesuffix(".00")


def signed(amount: Cents) -> str:
    """A change with its sign."""
    return f"+{in_dollars(amount)}" if amount > 0 else in_dollars(amount)
