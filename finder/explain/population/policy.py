"""What is said of a policy: who gains, who pays instead, what was assumed. Grade 8."""

from __future__ import annotations

from collections.abc import Iterator

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.claim import PAYERS
from finder.domain.money import Cents, whole_dollars
from finder.domain.policy_effect import Effect, GroupEffect, Grouping, Paid, PolicyAnswer, Standing
from finder.explain.kit.drawing import PAYER_TONES, Tone, lanes, legend_of, stacked
from finder.explain.kit.section import Column, Drawing, Fold, Heading, Headline, Paragraphs, Sections, Table, Warning
from finder.explain.messages import mark, say, say_count
from finder.explain.population.policy_terms import NOT_THE_LAW, assumptions, changes_table, in_dollars, policy_name, price_sentences, signed
from finder.explain.words import SUBSIDIES

PEOPLE_PAY = mark("People")
_PAYERS = {
    "patient_pay": PEOPLE_PAY,
    "low_income_cost_sharing_subsidy": mark("Extra Help"),
    "manufacturer": mark("Drug makers"),
    "plan": mark("Drug plans"),
    "medicare_reinsurance": mark("Medicare"),
    "other_payer": mark("Other help"),
}
_GROUPINGS = {
    Grouping.HELP_LEVEL: mark("By Extra Help"),
    Grouping.DRUGS: mark("By number of drugs"),
    Grouping.SPENDING: mark("By what the drugs cost in a year"),
    Grouping.BRANDS: mark("By kind of drugs"),
}
_GROUPS = {
    "everyone": mark("Everyone"),
    **{level.key: SUBSIDIES[level] for level in LowIncomeSubsidy},
    "1_to_2": mark("1 or 2 drugs"),
    "3_to_5": mark("3 to 5 drugs"),
    "6_to_9": mark("6 to 9 drugs"),
    "10_or_more": mark("10 drugs or more"),
    "below_1000": mark("Below $1,000"),
    "1000_to_2999": mark("$1,000 to $2,999"),
    "3000_to_9999": mark("$3,000 to $9,999"),
    "10000_or_more": mark("$10,000 or more"),
    "generics_alone": mark("Generics alone"),
    "brands": mark("A brand among them"),
}
TOO_FEW = mark("Not shown")
_AT = {
    Standing.CURRENT: mark("If everyone keeps the plan they have"),
    Standing.BEST: mark("If everyone has the plan that costs them least"),
}


def sections(answer: PolicyAnswer) -> Sections:
    """The answer: in a sentence, who pays, who gains, the other plan, the numbers that are changed, and what was assumed."""
    current = answer.current
    first = current if current.compared else answer.best
    other = (Fold(say(_AT[Standing.BEST]), effect_sections(answer.best)),) if current.compared else ()
    return (
        Headline(headline(answer, first)),
        Warning(say(NOT_THE_LAW)),
        Paragraphs(tuple(sentences(answer, first))),
        *effect_sections(first),
        *other,
        Fold(say("The numbers that are changed"), (changes_table(answer), Paragraphs(price_sentences(answer.policy)))),
        Fold(say("What was assumed"), (Paragraphs(assumptions(answer)),)),
    )


def headline(answer: PolicyAnswer, effect: Effect) -> str:
    """Who pays less and who pays more, in a sentence."""
    outcomes, name = effect.everyone.outcomes, policy_name(answer.policy)
    if outcomes is None or effect.everyone.people is None:
        return say("Too few people to tell what “{policy}” would do.", policy=name)
    gain, lose = outcomes.gain, outcomes.lose
    if gain == 0 and lose == 0:
        return say("“{policy}” would change nobody's cost.", policy=name)
    amounts = {"policy": name, "people": f"{effect.compared:,}", "gain": _count(gain), "lose": _count(lose)}
    if lose == 0:
        return say("“{policy}” would save money for {gain} of {people} people, and cost nobody more.", **amounts)
    if gain == 0:
        return say("“{policy}” would cost {lose} of {people} people more, and save nobody money.", **amounts)
    return say("“{policy}” would save money for {gain} of {people} people and cost {lose} more.", **amounts)


def sentences(answer: PolicyAnswer, effect: Effect) -> Iterator[str]:
    """How much, on average, and who pays instead."""
    everyone, people = effect.everyone, effect.everyone.people
    if people is None or everyone.before is None or everyone.after is None or everyone.outcomes is None:
        return
    yield _on_average(everyone.after.own_cost - everyone.before.own_cost, people, policy_name(answer.baseline))
    outcomes = everyone.outcomes
    if outcomes.lose and outcomes.lost is not None:
        yield say("Those who pay more pay {amount} more a year on average.", amount=_mean(outcomes.lost, outcomes.lose))
    if outcomes.gain and outcomes.gained is not None:
        yield say("Those who pay less pay {amount} less a year on average.", amount=_mean(outcomes.gained, outcomes.gain))
    if answer.gets_help is None or answer.gets_help > 0:
        yield say("{count} people get Extra Help by it.", count=_count(answer.gets_help))
    if answer.loses_help is None or answer.loses_help > 0:
        yield say("{count} people lose Extra Help by it.", count=_count(answer.loses_help))
    if answer.income_unknown is None or answer.income_unknown > 0:
        yield say(
            "Of {count} people we don't know if they get Extra Help by it, so they stay as they are.", count=_count(answer.income_unknown)
        )
    if answer.kept_by_managers:
        yield say("Drug managers keep about {amount} of what the drugs cost.", amount=_round(answer.kept_by_managers))
    if effect.not_compared:
        yield say_count(
            "{count} person is left out: no such plan, or a premium that we don't know.",
            "{count} people are left out: no such plan, or a premium that we don't know.",
            effect.not_compared,
        )


def _on_average(change: Cents, people: int, baseline: str) -> str:
    amounts = {"amount": _mean(abs(change), people), "baseline": baseline}
    if abs(change) < 100 * people:
        return say("On average, people pay the same to the dollar as under “{baseline}”.", baseline=baseline)
    if change > 0:
        return say("On average, a person pays {amount} a year more than under “{baseline}”, premium and drugs together.", **amounts)
    return say("On average, a person pays {amount} a year less than under “{baseline}”, premium and drugs together.", **amounts)


def effect_sections(effect: Effect) -> Sections:
    """Who pays, in a picture and a table, and who gains, group by group."""
    everyone = effect.everyone
    if everyone.people is None or everyone.before is None or everyone.after is None:
        return (Paragraphs((say("Groups of fewer than 11 people aren't shown."),)),)
    tables = [groups_table(grouping, effect) for grouping in _GROUPINGS]
    return (
        Heading(say("Who pays for the drugs")),
        payers_figure(everyone.people, everyone.before, everyone.after),
        payers_table(everyone.people, everyone.before, everyone.after),
        Heading(say("Who gains and who loses")),
        groups_figure(effect),
        *tables,
    )


def payers_figure(people: int, before: Paid, after: Paid) -> Drawing:
    """Who pays a person's drugs on average, before and after, on one scale."""
    paying = [payer for payer in PAYERS if getattr(before.payers, payer) or getattr(after.payers, payer)]
    most = max(before.payers.gross_drug_cost, after.payers.gross_drug_cost) or 1
    rows = [
        stacked(
            say(label),
            _mean(paid.payers.gross_drug_cost, people),
            [(PAYER_TONES[payer], getattr(paid.payers, payer)) for payer in paying],
            most,
        )
        for label, paid in ((mark("Before"), before), (mark("After"), after))
    ]
    finding = say(
        "Of a person's drugs, people pay {before} a year before and {after} after, on average.",
        before=_mean(before.payers.patient_pay, people),
        after=_mean(after.payers.patient_pay, people),
    )
    return lanes(rows, (), finding, legend=legend_of((PAYER_TONES[payer], say(_PAYERS[payer])) for payer in paying))


def payers_table(people: int, before: Paid, after: Paid) -> Table:
    """The picture's numbers: a person's year on average."""
    columns = (
        Column(say("Who pays, for a person a year")),
        Column(say("Before"), True),
        Column(say("After"), True),
        Column(say("Change"), True),
    )
    rows = [
        _row(say(words), getattr(before.payers, payer), getattr(after.payers, payer), people)
        for payer, words in _PAYERS.items()
        if getattr(before.payers, payer) or getattr(after.payers, payer)
    ]
    rows += [
        _row(say("All that the drugs cost"), before.payers.gross_drug_cost, after.payers.gross_drug_cost, people),
        _row(say("People's premiums"), before.premiums, after.premiums, people),
        _row(say("Drugs that no plan of theirs covers"), before.left_out, after.left_out, people),
        _row(say("All that people pay"), before.own_cost, after.own_cost, people),
    ]
    return Table(say("Who pays, before and after"), columns, tuple(rows), frozenset({len(rows) - 4, len(rows) - 1}))


def _row(label: str, before: Cents, after: Cents, people: int) -> tuple[str, str, str, str]:
    one, other = _per_person(before, people), _per_person(after, people)
    return label, in_dollars(one), in_dollars(other), signed(other - one)


def groups_figure(effect: Effect) -> Drawing:
    """What a person of each group pays more or less on average."""
    groups = [group for group in effect.groups if group.by in (Grouping.HELP_LEVEL, Grouping.SPENDING) and group.people]
    means = [_mean_change(group) for group in groups]
    most = max((abs(mean) for mean in means), default=0) or 1
    rows = [
        stacked(_group(group), signed(mean), [(Tone.BAD if mean > 0 else Tone.GOOD, abs(mean))], most)
        for group, mean in zip(groups, means, strict=True)
    ]
    worst = max(zip(means, groups, strict=True), key=lambda one: abs(one[0]), default=None)
    finding = (
        say("The largest change is for “{group}”: {change} a year on average.", group=_group(worst[1]), change=signed(worst[0]))
        if worst
        else say("Groups of fewer than 11 people aren't shown.")
    )
    legend = legend_of(((Tone.BAD, say("Pay more")), (Tone.GOOD, say("Pay less"))))
    return lanes(rows, (), finding, legend=legend)


def groups_table(grouping: Grouping, effect: Effect) -> Table:
    """The groups of one kind: how many people, how many pay less and more, and the average change."""
    columns = (
        Column(say("Group")),
        Column(say("People"), True),
        Column(say("Pay less"), True),
        Column(say("Pay more"), True),
        Column(say("Change for a person a year"), True),
    )
    return Table(say(_GROUPINGS[grouping]), columns, tuple(_group_row(group) for group in effect.by(grouping)))


def _group_row(group: GroupEffect) -> tuple[str, ...]:
    if group.people is None:
        return _group(group), *(say(TOO_FEW) for _ in range(4))
    gain, lose = (group.outcomes.gain, group.outcomes.lose) if group.outcomes else (None, None)
    return _group(group), f"{group.people:,}", _shown(gain), _shown(lose), signed(_mean_change(group))


def _group(group: GroupEffect) -> str:
    return say(_GROUPS[group.group])


def _mean_change(group: GroupEffect) -> Cents:
    if group.people is None or group.before is None or group.after is None:
        return 0
    return _per_person(group.after.own_cost, group.people) - _per_person(group.before.own_cost, group.people)


def _per_person(amount: Cents, people: int) -> Cents:
    """An average to the whole dollar, so that a difference in words is that of the figures shown."""
    return whole_dollars(round(amount / people))


def _mean(amount: Cents, people: int) -> str:
    return in_dollars(_per_person(amount, people))


def _round(amount: Cents) -> str:
    return in_dollars(whole_dollars(amount))


def _count(count: int | None) -> str:
    return say("fewer than 11") if count is None else f"{count:,}"


def _shown(count: int | None) -> str:
    return say(TOO_FEW) if count is None else f"{count:,}"
