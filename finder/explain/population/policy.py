"""What is said of a policy: who gains, who pays instead, what was assumed. Grade 8."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.claim import PAYERS
from finder.domain.money import Cents, ratio_half_up, whole_dollars
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
_DRUGS, _OWN = "gross_drug_cost", "own_cost"
_LINES = {
    **_PAYERS,
    _DRUGS: mark("All that the drugs cost"),
    "premiums": mark("People's premiums"),
    "left_out": mark("Drugs that their plan doesn't cover"),
    _OWN: mark("All that people pay"),
}
"""What a year costs, line by line."""
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
        *_said(answer, first),
        *effect_sections(first),
        *other,
        Fold(say("The numbers that are changed"), (changes_table(answer), Paragraphs(price_sentences(answer.policy)))),
        Fold(say("What was assumed"), (Paragraphs(assumptions(answer)),)),
    )


def _said(answer: PolicyAnswer, effect: Effect) -> Sections:
    """The answer in sentences; of the law itself, that nothing is changed yet."""
    if answer.policy.changes_nothing:
        return (
            Headline(say("This is the law of {year}. Change it to see who would gain and who would pay.", year=answer.policy.plan_year)),
        )
    return Headline(headline(answer, effect)), Warning(say(NOT_THE_LAW)), Paragraphs(tuple(sentences(answer, effect)))


def headline(answer: PolicyAnswer, effect: Effect) -> str:
    """Who pays less and who pays more, in a sentence."""
    outcomes, name = effect.everyone.outcomes, policy_name(answer.policy)
    if outcomes is None or effect.everyone.people is None:
        return say("Too few people to tell what “{policy}” would do.", policy=name)
    gain, lose = outcomes.gain, outcomes.lose
    if gain is None and lose is None:
        return say("“{policy}” would change the cost of too few people to say how many.", policy=name)
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
    if people is None or everyone.outcomes is None:
        return
    yield _on_average(_mean_change(everyone), policy_name(answer.baseline))
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
    if answer.at_least is None or answer.at_least > 0:
        yield say("Of {count} people a price or a premium isn't known, so their costs are at least these.", count=_count(answer.at_least))
    if effect.not_compared:
        yield say_count(
            "{count} person is left out: no such plan, or a premium that we don't know.",
            "{count} people are left out: no such plan, or a premium that we don't know.",
            effect.not_compared,
        )


def _on_average(change: Cents, baseline: str) -> str:
    amounts = {"amount": in_dollars(abs(change)), "baseline": baseline}
    if not change:
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
        Fold(say("Every group in numbers"), tuple(tables)),
    )


def payers_figure(people: int, before: Paid, after: Paid) -> Drawing:
    """Who pays a person's drugs on average, before and after, on one scale."""
    means = [_per_person(paid, people) for paid in (before, after)]
    paying = [payer for payer in PAYERS if any(mean[payer] for mean in means)]
    most = max(mean[_DRUGS] for mean in means) or 1
    rows = [
        stacked(label, in_dollars(mean[_DRUGS]), [(PAYER_TONES[payer], mean[payer]) for payer in paying], most)
        for label, mean in zip((say("Before"), say("After")), means, strict=True)
    ]
    shown = [in_dollars(mean["patient_pay"]) for mean in means]
    finding = say("Of a person's drugs, people pay {before} a year before and {after} after, on average.", before=shown[0], after=shown[1])
    return lanes(rows, (), finding, legend=legend_of((PAYER_TONES[payer], say(_PAYERS[payer])) for payer in paying))


def payers_table(people: int, before: Paid, after: Paid) -> Table:
    """The picture's numbers: a person's year on average."""
    columns = (Column(say("For a person a year")), Column(say("Before"), True), Column(say("After"), True), Column(say("Change"), True))
    one, other = _per_person(before, people), _per_person(after, people)
    lines = [(say(words), name) for name, words in _LINES.items() if name not in _PAYERS or one[name] or other[name]]
    rows = tuple((label, in_dollars(one[name]), in_dollars(other[name]), signed(other[name] - one[name])) for label, name in lines)
    strong = frozenset(place for place, (_, name) in enumerate(lines) if name in (_DRUGS, _OWN))
    return Table(say("Who pays, before and after"), columns, rows, strong)


def _per_person(paid: Paid, people: int) -> dict[str, Cents]:
    """Averages in whole dollars, by what is paid, of which each sum is that of the figures shown."""
    payers = paid.payers._asdict()
    own = in_whole({"patient_pay": payers["patient_pay"], "premiums": paid.premiums, "left_out": paid.left_out}, people)
    others = {payer: payers[payer] for payer in PAYERS if payer != "patient_pay"}
    drugs = whole_dollars(ratio_half_up(payers[_DRUGS], people))
    return {**own, **in_whole(others, people, drugs - own["patient_pay"]), _DRUGS: drugs, _OWN: sum(own.values())}


def in_whole(amounts: Mapping[str, Cents], people: int, total: Cents | None = None) -> dict[str, Cents]:
    """Averages in whole dollars that add up to their total (None: to their sum, rounded): the largest rests are rounded up."""
    unit = 100 * people
    whole = {name: amount // unit for name, amount in amounts.items()}
    wanted = ratio_half_up(sum(amounts.values()), unit) if total is None else total // 100
    missing = wanted - sum(whole.values())
    rounded_up = sorted(whole, key=lambda name: -(amounts[name] % unit))[: max(missing, 0)]
    lowered = sorted(whole, key=lambda name: -amounts[name])[: max(-missing, 0)]
    for name in whole:
        whole[name] += (name in rounded_up) - (name in lowered)
    return {name: dollars * 100 for name, dollars in whole.items()}


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
    """The groups of one kind: how many people, how many pay less and more where that can be shown, and the average change."""
    groups = effect.by(grouping)
    told = any(group.outcomes and group.outcomes[:2] != (None, None) for group in groups)
    outcomes = (Column(say("Pay less"), True), Column(say("Pay more"), True)) if told else ()
    columns = (Column(say("Group")), Column(say("People"), True), *outcomes, Column(say("Change for a person a year"), True))
    return Table(say(_GROUPINGS[grouping]), columns, tuple(_group_row(group, told=told) for group in groups))


def _group_row(group: GroupEffect, *, told: bool) -> tuple[str, ...]:
    gain, lose = (group.outcomes.gain, group.outcomes.lose) if group.outcomes else (None, None)
    people, change = (say(TOO_FEW),) * 2 if group.people is None else (f"{group.people:,}", signed(_mean_change(group)))
    return _group(group), people, *((_shown(gain), _shown(lose)) if told else ()), change


def _group(group: GroupEffect) -> str:
    return say(_GROUPS[group.group])


def _mean_change(group: GroupEffect) -> Cents:
    """What a person of the group pays more, as the difference of the figures shown."""
    if group.people is None or group.before is None or group.after is None:
        return 0
    return _per_person(group.after, group.people)[_OWN] - _per_person(group.before, group.people)[_OWN]


def _mean(amount: Cents, people: int) -> str:
    return in_dollars(whole_dollars(ratio_half_up(amount, people)))


def _round(amount: Cents) -> str:
    return in_dollars(whole_dollars(amount))


def _count(count: int | None) -> str:
    return say("fewer than 11") if count is None else f"{count:,}"


def _shown(count: int | None) -> str:
    return say(TOO_FEW) if count is None else f"{count:,}"
