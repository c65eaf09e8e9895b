"""Who pays a drug plan, in words, pictures and tables: the money, where it goes, how losses are shared, what was assumed. Grade 8."""

from __future__ import annotations

from collections.abc import Iterator

from finder.domain.market import Plan
from finder.domain.money import WHOLE, BasisPoints, Cents, share_of, shown
from finder.domain.plan_payments import NoCorridor, PlanPayments, PlanUnknown, RiskCorridor
from finder.explain.explainers.law import law_sections
from finder.explain.kit.drawing import PAYER_TONES, Lane, Span, Tick, Tone, lanes, legend_of, stacked
from finder.explain.kit.section import Bullets, Column, Drawing, Fold, Heading, Headline, Paragraphs, Sections, Table, Warning
from finder.explain.messages import mark, say
from finder.explain.words import PAYERS as PAYER_WORDS
from finder.explain.words import plan_name
from finder.parameters import parameter_set

TITLE = mark("Who pays the plan")
YEAR = mark("Year")
DRUG_COST = mark("What the drugs cost in the year, in dollars")
BRAND_PART = mark("How much of that is for brand drugs")
PREMIUM = mark("The plan's monthly premium, in dollars")
RISK = mark("How costly the members are to cover, beside the average of 100")
RUNNING = mark("What the plan keeps to run itself and as gain")
REBATES = mark("Rebates that drug makers pay back later, of the drug costs")
ASSUMED = mark("What no file tells")
_PLAN_GETS, _LEFT, _LOSS = mark("The plan gets for its part"), mark("Left for the plan"), mark("The plan's loss")
_MEDICARE = mark("Medicare")
_UNKNOWN = {
    PlanUnknown.HEALTH_PLAN: mark(
        "{plan} is a health plan. It gets one sum from Medicare for doctors, hospitals and drugs, and may use some of it to lower its drug "
        "premium. So its premium does not tell what it is paid for drugs. Choose a drug plan."
    ),
    PlanUnknown.HELP_NOT_KNOWN: mark(
        "We don't know what Extra Help pays of the premium of {plan}. Without it we can't tell who pays what."
    ),
    PlanUnknown.NO_PREMIUM: mark("The files don't have the basic premium of {plan}. Without it we can't tell what Medicare pays it."),
}


def intro() -> Sections:
    """What the page shows."""
    text = say(
        "A drug plan is paid from many sides: your premium, your copays, Medicare, Extra Help and the drug makers. Here you see how much "
        "comes from each, and where it goes."
    )
    return (Paragraphs((text,)),)


def example_words() -> Sections:
    """That the page shows an example."""
    return (Paragraphs((say("This is an example at the standard benefit. Find plans first to see your own plan and your own drugs."),)),)


def percent_words(rate: BasisPoints) -> str:
    """A part of the whole, as a choice shows it."""
    return say("{percent}%", percent=f"{rate / 100:g}")


def risk_words(risk: BasisPoints) -> str:
    """How costly members are, beside 100."""
    return f"{risk * 100 // WHOLE}"


def unknown_sections(plan: Plan, why: PlanUnknown) -> Sections:
    """Why nothing can be said of a plan, and what to do."""
    return (Warning(say(_UNKNOWN[why], plan=plan_name(plan))),)


def sections(found: PlanPayments, plan: Plan | None = None) -> Sections:
    """The whole answer: where the money comes from and goes, the bid, how losses are shared, what was assumed, the law."""
    return (
        Headline(_headline(found, plan)),
        money_figure(found),
        money_table(found, own=plan is not None),
        Paragraphs((_left_sentence(found), _bid_sentence(found))),
        Heading(say("How Medicare shares a gain or a loss")),
        *corridor_sections(found),
        Fold(say("What we assumed"), (Bullets(tuple(_assumptions(found))),)),
        *law_sections(found.rules, [parameter_set(found.year).get(name) for name in found.parameters]),
    )


def _headline(found: PlanPayments, plan: Plan | None) -> str:
    amounts = {"year": found.year, "medicare": shown(found.medicare + found.extra_help), "person": shown(found.person)}
    if plan is None:
        return say("In {year} Medicare pays {medicare} for this person's drug plan and drugs. The person pays {person}.", **amounts)
    return say("In {year} Medicare pays {medicare} for you in {plan}. You pay {person}.", plan=plan_name(plan), **amounts)


def _sources(found: PlanPayments) -> list[tuple[str, Cents]]:
    """Who gives, by the name of the payer in pictures; rebates are the drug makers'."""
    drugs = found.drugs
    return [
        ("patient_pay", found.person),
        ("medicare_reinsurance", found.medicare),
        ("low_income_cost_sharing_subsidy", found.extra_help),
        ("manufacturer", drugs["manufacturer"] + found.rebates),
        ("other_payer", drugs["other_payer"]),
    ]


def money_figure(found: PlanPayments) -> Drawing:
    """All the money on one scale: who gives it, what the stores get and from whom, what the plan gets, spends and keeps."""
    sources = _sources(found)
    most = max(sum(amount for _, amount in sources if amount > 0) + max(-found.left, 0), found.drug_costs, 1)
    stores = [(PAYER_TONES[payer], amount) for payer, amount in found.drugs.items() if amount > 0]
    paid = [(Tone.YOU, found.premiums - found.premium_help), (Tone.HELP, found.premium_help), (Tone.MEDICARE, max(found.direct_subsidy, 0))]
    given, loss = [(PAYER_TONES[payer], amount) for payer, amount in sources if amount > 0], max(-found.left, 0)
    rows = [
        stacked(say("All the money"), shown(sum(amount for _, amount in sources)), [*given, (Tone.BAD, loss)], most),
        stacked(say("The drug stores get"), shown(found.drug_costs), stores, most),
        stacked(say(_PLAN_GETS), shown(found.income), paid, most),
        stacked(say("It spends on these drugs"), shown(found.own_cost), [(Tone.PLAN, max(found.own_cost, 0))], most),
        _left_lane(found, most),
    ]
    names = [(PAYER_TONES[payer], say(PAYER_WORDS[payer])) for payer, amount in sources if amount > 0]
    last = [(Tone.BAD, say(_LOSS))] if loss else []
    legend = legend_of([*names, (Tone.PLAN, say(PAYER_WORDS["plan"])), *last])
    return lanes(rows, (), _finding(found), legend=legend)


def _left_lane(found: PlanPayments, most: Cents) -> Lane:
    if found.left < 0:
        return stacked(say(_LOSS), shown(-found.left), [(Tone.BAD, min(-found.left, most))], most, strong=True)
    return stacked(say(_LEFT), shown(found.left), [(Tone.GOOD, found.left)], most, strong=True)


def _finding(found: PlanPayments) -> str:
    return say(
        "Of all the money, the person gives {person}, Medicare {medicare} and Extra Help {help}. The stores get {stores}. The plan gets "
        "{income} for its part and spends {cost} of it on drugs.",
        person=shown(found.person),
        medicare=shown(found.medicare),
        help=shown(found.extra_help),
        stores=shown(found.drug_costs),
        income=shown(found.income),
        cost=shown(found.own_cost),
    )


def money_table(found: PlanPayments, *, own: bool = False) -> Table:
    """Every payment with its name in the law, and sums that agree with the picture. ``own``: it is the reader's own plan."""
    drugs, premiums = found.drugs, found.premiums - found.premium_help
    below = ((say("Medicare, for drugs with a deal or a cap"), found.medicare_below),) if found.medicare_below else ()
    rebates = ((say("Drug makers, as rebates later"), found.rebates),) if found.rebates else ()
    other = ((say("Other help, at the store"), drugs["other_payer"]),) if drugs["other_payer"] else ()
    rows = (
        (say("You, at the store") if own else say("The person, at the store"), drugs["patient_pay"]),
        (say("You, in premiums") if own else say("The person, in premiums"), premiums),
        (say("Extra Help, for copays"), drugs["low_income_cost_sharing_subsidy"]),
        (say("Extra Help, for premiums (estimate)") if found.help_estimated else say("Extra Help, for premiums"), found.premium_help),
        (say("Medicare, each month (direct subsidy)"), found.direct_subsidy),
        (say("Medicare, past the yearly limit (reinsurance)"), found.reinsurance),
        *below,
        (say("Drug makers, as discounts"), drugs["manufacturer"]),
        *rebates,
        *other,
        (say("All the money"), sum(amount for _, amount in _sources(found))),
        (say("The drug stores get"), found.drug_costs),
        (say(_LEFT) if found.left >= 0 else say(_LOSS), abs(found.left)),
    )
    strong = frozenset({len(rows) - 3})
    return Table(
        say("Each payment in the year"),
        (Column(say("Who pays")), Column(say("Amount"), True)),
        tuple((name, shown(amount)) for name, amount in rows),
        strong,
    )


def _left_sentence(found: PlanPayments) -> str:
    if found.left < 0:
        return say(
            "For this person the plan spends {amount} more than it gets. It hopes to gain as much from members who need fewer drugs.",
            amount=shown(-found.left),
        )
    return say(
        "{amount} is left. From it the plan runs itself, pays for members who need more drugs, and makes its gain.",
        amount=shown(found.left),
    )


def _bid_sentence(found: PlanPayments) -> str:
    amounts = {"bid": shown(found.bid), "average": shown(found.average_bid), "base": shown(found.base_premium)}
    amounts["premium"] = shown(found.facts.basic_premium)
    message = (
        mark("Its premium of $0 means that it bid {bid} a month or less to cover an average person. The average bid is {average}.")
        if found.bid_at_most
        else mark(
            "Its basic premium of {premium} a month means that it bid {bid} to cover an average person. The average bid is {average}, and "
            "a plan with that bid asks {base}."
        )
    )
    said = say(message, **amounts)
    if not found.demonstration:
        return said
    more = say("If it was in a test of lower premiums that year, it bid up to {amount} more.", amount=shown(found.demonstration))
    return f"{said} {more}"


def corridor_sections(found: PlanPayments) -> Sections:
    """How a gain or loss would be shared if all members were like these, or why no amount is given."""
    corridor = found.corridor
    if corridor is NoCorridor.RUNNING_NOT_TOLD:
        return (Paragraphs((say("Tell what the plan keeps to run itself, above, to see the amount."),)),)
    if not isinstance(corridor, RiskCorridor):
        text = say(
            "In {year} Medicare shared more of the losses of drug plans that were in a test of lower premiums. We don't have the exact "
            "terms, so we give no amount.",
            year=found.year,
        )
        return (Paragraphs((text,)),)
    return (Paragraphs((_corridor_sentence(corridor),)), corridor_figure(corridor), corridor_table(corridor))


def _corridor_sentence(corridor: RiskCorridor) -> str:
    if not corridor.payment:
        return say("If all members were like this, Medicare would share nothing: the plan's costs are near its target.")
    amount = shown(abs(corridor.payment))
    if corridor.payment > 0:
        loss = mark("If all members were like this, Medicare would pay the plan {amount} of its loss on each.")
        least = mark("If all members were like this, Medicare would pay the plan at most {amount} of its loss on each.")
        return say(least if corridor.at_most else loss, amount=amount)
    gain = mark("If all members were like this, the plan would pay back {amount} of its gain on each.")
    least = mark("If all members were like this, the plan would pay back at most {amount} of its gain on each.")
    return say(least if corridor.at_most else gain, amount=amount)


def corridor_figure(corridor: RiskCorridor) -> Drawing:
    """The target with the bands around it, and a pin where the costs are."""
    low, high = min(corridor.costs, _edge(corridor, -corridor.second)), max(corridor.costs, _edge(corridor, corridor.second))
    margin = max((high - low) // 10, 1)
    low, high = max(low - margin, 0), high + margin
    places = [_edge(corridor, rate) for rate in (-corridor.second, -corridor.first, corridor.first, corridor.second)]
    edges = [low, *places, high]
    tones = (Tone.MEDICARE, Tone.HELP, Tone.QUIET, Tone.HELP, Tone.MEDICARE)
    spans = tuple(
        Span((begin - low) / (high - low), (end - low) / (high - low), tone)
        for begin, end, tone in zip(edges, edges[1:], tones, strict=False)
    )
    row = Lane(say("The plan's drug costs"), shown(corridor.costs), spans, (corridor.costs - low) / (high - low))
    ticks = (Tick((corridor.target - low) / (high - low), say("target {amount}", amount=shown(corridor.target))),)
    legend = legend_of(
        (
            (Tone.QUIET, say("The plan's alone")),
            (Tone.HELP, say("Medicare shares {percent}%", percent=f"{corridor.between / 100:g}")),
            (Tone.MEDICARE, say("Medicare shares {percent}%", percent=f"{corridor.beyond / 100:g}")),
        )
    )
    finding = say("The plan's drug costs are {costs}. Its target is {target}.", costs=shown(corridor.costs), target=shown(corridor.target))
    return lanes((row,), ticks, finding, legend=legend)


def _edge(corridor: RiskCorridor, rate: BasisPoints) -> Cents:
    return corridor.target + share_of(corridor.target, rate)


def corridor_table(corridor: RiskCorridor) -> Table:
    """The bands in dollars."""
    first, second = (f"{rate / 100:g}" for rate in (corridor.first, corridor.second))
    rows = (
        (say("Target: what the plan is paid for basic drug costs"), shown(corridor.target)),
        (say("Its drug costs"), shown(corridor.costs)),
        (say("Alone up to {percent}% from the target", percent=first), shown(share_of(corridor.target, corridor.first))),
        (say("Most is shared past {percent}%", percent=second), shown(share_of(corridor.target, corridor.second))),
        (say("Medicare pays the plan") if corridor.payment >= 0 else say("The plan pays back"), shown(abs(corridor.payment))),
    )
    return Table(say("The bands around the target"), (Column(say("What")), Column(say("Amount"), True)), rows, frozenset({4}))


def _assumptions(found: PlanPayments) -> Iterator[str]:
    yield say(
        "The members are {risk}% as costly as the average. Medicare pays more for sicker people and less for others.",
        risk=risk_words(found.facts.risk),
    )
    if found.facts.running is not None:
        yield say(
            "The plan keeps {percent}% to run itself and as gain. No file tells this for a plan.", percent=f"{found.facts.running / 100:g}"
        )
    if found.facts.rebates:
        yield say("{percent}% of drug costs come back as rebates. Plans don't publish this.", percent=f"{found.facts.rebates / 100:g}")
    else:
        yield say("No rebates. Plans don't publish them. Real costs of the plan and of Medicare are lower.")
    if found.supplemental_cost or found.facts.supplemental_premium:
        yield say(
            "The plan adds to the basic benefit. What it spends beyond the standard benefit, {amount}, is paid by its members' extra "
            "premium and is not shared.",
            amount=shown(found.supplemental_cost),
        )
    if found.not_covered:
        yield say("The person's part has {amount} for drugs that the plan does not cover.", amount=shown(found.not_covered))
    if found.demonstration:
        yield say(
            "In {year} Medicare ran a test of lower premiums. A drug plan in it got up to {amount} more a month from Medicare. The files "
            "don't say which plans were in it, so it is not counted.",
            year=found.year,
            amount=shown(found.demonstration),
        )
    yield say("A late fee and the extra amount for higher incomes are not counted. Medicare sets which part of a late fee the plan keeps.")
