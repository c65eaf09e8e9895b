"""What is said of Extra Help with a drug list in hand: the saving at each plan, and random placement against the best fit."""

from __future__ import annotations

from datetime import date

from finder.domain.helped_plans import HelpedPlan, HelpedPlans
from finder.domain.market import PlanKind
from finder.domain.money import Cents, shown
from finder.domain.plan_cost import PlanCost, PremiumSubsidy
from finder.explain.kit.drawing import Tone, lanes, stacked
from finder.explain.kit.section import Bullets, Column, Drawing, Fold, Heading, Paragraphs, Sections, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.plan_cell import plan_cell
from finder.explain.source_words import STATUSES
from finder.explain.words import UNKNOWN, in_whole_dollars, joined, plan_name, spelled

TO_FIND_PLANS = mark("Go to Find plans")
_PICKS = {True: mark("Yes"), False: mark("No"), None: mark("Not known")}


def no_drugs() -> Sections:
    """Where there is no comparison yet."""
    return (Paragraphs((say("With your drug list we can show what Extra Help saves you at each plan."),)),)


def sections(helped: HelpedPlans) -> Sections:
    """What Extra Help saves at each plan, and what random placement would cost."""
    drug_plans, health_plans = (savings_table(helped, drug_plans=kind) for kind in (True, False))
    drawn = default_figure(helped)
    return (
        Heading(say("What Extra Help would save you")),
        Bullets(savings_sentences(helped)),
        *((drug_plans,) if drug_plans.rows else ()),
        *((Fold(health_plans.caption, (health_plans,)),) if health_plans.rows else ()),
        Heading(say("The plan that Medicare picks, or the one that fits")),
        Bullets(default_sentences(helped)),
        *((drawn,) if drawn else ()),
        default_table(helped),
    )


def savings_sentences(helped: HelpedPlans) -> tuple[str, ...]:
    """What the best fit costs with help and without, and what is not known of premiums."""
    left = any(plan.left_out for plan in helped.plans)
    said = (
        *_best_fit_costs(helped),
        *benchmark_sentences(helped),
        say("A drug that a plan does not pay for is counted at its full price, as on Find plans.") if left else "",
        say("These are example designs. No real plan is shown.") if helped.info.example else "",
    )
    return tuple(filter(None, said))


def _best_fit_costs(helped: HelpedPlans) -> tuple[str, ...]:
    best = helped.best_fit
    if best is None or best.without.premium is None:
        return ()
    return (
        say(_with_help(best.helped), cost=in_whole_dollars(best.helped.all_in), plan=plan_name(best.plan), year=helped.info.plan_year),
        say("Without it you would pay about {cost} there.", cost=in_whole_dollars(best.without.all_in)),
    )


def _with_help(cost: PlanCost) -> str:
    if cost.at_least:
        return mark("With Extra Help you would pay at least {cost} at {plan} in {year}.")
    if cost.uncertain:
        return mark("With Extra Help you would pay at most {cost} at {plan} in {year}.")
    return mark("With Extra Help you would pay about {cost} at {plan} in {year}.")


def benchmark_sentences(helped: HelpedPlans) -> tuple[str, ...]:
    """What Extra Help pays of a premium here, or that we don't know it and what is known instead."""
    if helped.benchmark is not None:
        paid = say("Here Extra Help pays up to {benchmark} of a plan's premium each month.", benchmark=shown(helped.benchmark))
        known = helped.benchmark_status in STATUSES
        source = say(STATUSES[helped.benchmark_status]) if known else say("Medicare's plan file says so")
        return (" ".join((paid, say("{source}.", source=source))),)
    unknown = say("We don't know the most that Extra Help pays of a premium here in {year}.", year=helped.info.plan_year)
    if helped.lowest_basic is None:
        return (unknown,)
    lowest = say(
        "By law it pays at least the lowest premium of a basic drug plan. That is {amount} a month.", amount=shown(helped.lowest_basic)
    )
    return (" ".join((unknown, lowest)),)


def savings_table(helped: HelpedPlans, *, drug_plans: bool) -> Table:
    """Each plan without and with Extra Help, drug plans or health plans. Where a premium is not known, the bound that is known says so."""
    columns = (
        Column(say("Plan")),
        Column(say("Without Extra Help"), True),
        Column(say("With Extra Help"), True),
        Column(say("You save"), True),
        Column(say("Drugs left out"), True),
        Column(say("May Medicare pick it?")),
    )
    rows = tuple(_row(plan, helped.info.as_of) for plan in helped.plans if (plan.plan.kind is PlanKind.PDP) is drug_plans)
    year = helped.info.plan_year
    if drug_plans:
        return Table(say("What Extra Help would save you at each drug plan in {year}", year=year), columns, rows)
    caption = say("What Extra Help would save you at each health plan with drugs (Medicare Advantage) in {year}", year=year)
    return Table(caption, columns, rows)


def _row(plan: HelpedPlan, as_of: date) -> tuple[str, ...]:
    costs = (cost_words(plan.without), cost_words(plan.helped), _saving(plan))
    return (plan_cell(plan.plan, as_of), *costs, str(plan.left_out), say(_PICKS[plan.default]))


def cost_words(cost: PlanCost) -> str:
    """The all-in cost of a plan as the comparison has it: a bound where it is one, an estimate where it rests on one."""
    if cost.premium is None:
        return say(UNKNOWN)
    if cost.at_least:
        return say("at least {amount}", amount=shown(cost.all_in_low))
    amount = _estimated(cost.all_in, cost.premium_subsidy is PremiumSubsidy.ESTIMATED)
    return say("at most {amount}", amount=amount) if cost.uncertain else amount


def _saving(plan: HelpedPlan) -> str:
    if plan.saving is not None:
        return _estimated(plan.saving, plan.estimated)
    return say(UNKNOWN) if plan.saving_at_least is None else say("at least {amount}", amount=shown(plan.saving_at_least))


def _estimated(amount: Cents, estimate: bool) -> str:
    return say("{amount} (estimate)", amount=shown(amount)) if estimate else shown(amount)


def default_sentences(helped: HelpedPlans) -> tuple[str, ...]:
    """What random placement would cost at best, at worst and on the mean, against the plan that fits best."""
    if not helped.candidates:
        return (say("We find no basic drug plan here that Medicare could put you in."),)
    first, last, mean = helped.candidates[0], helped.candidates[-1], helped.mean_default
    several = len(helped.candidates) > 1
    said = (
        say("If you do not choose, Medicare picks a basic drug plan for you at random. It does not look at your drugs."),
        _picked_from(helped),
        _placed(mark("At best: {plan}, {cost} for drugs."), first),
        _placed(mark("At worst: {plan}, {cost} for drugs."), last) if several else "",
        say("The average is {amount}.", amount=shown(mean)) if mean is not None and several else "",
        say("We can't give an average, since we don't know all the plans that Medicare may pick.") if helped.possible_defaults else "",
        _fit(helped),
    )
    return tuple(filter(None, said))


def _picked_from(helped: HelpedPlans) -> str:
    """From which plans Medicare picks, or may pick."""
    certain, possible = helped.defaults, len(helped.possible_defaults)
    if not possible:
        return say_count("Here it picks from {count} plan.", "Here it picks from {count} plans.", len(certain))
    number = spelled(possible)
    if not certain:
        return say_count("One plan is possible.", "{number} plans are possible.", possible, number=number)
    named = say("Medicare may pick {plans}.", plans=joined(plan_name(plan.plan) for plan in certain))
    return " ".join((named, say_count("One other is possible.", "{number} others are possible.", possible, number=number)))


def _placed(message: str, plan: HelpedPlan) -> str:
    """The cost at a plan, and how many drugs it leaves out."""
    cost = say(message, plan=plan_name(plan.plan), cost=shown(plan.total_if_default))
    if not plan.left_out:
        return cost
    return f"{cost} {say_count('{count} drug is at full price.', '{count} drugs are at full price.', plan.left_out)}"


def _fit(helped: HelpedPlans) -> str:
    best = helped.best_fit
    if best is None:
        return ""
    return say("The best fit for your drugs is {plan}: {cost} in all.", plan=plan_name(best.plan), cost=cost_words(best.helped))


def default_figure(helped: HelpedPlans) -> Drawing | None:
    """The cost at each plan that Medicare may pick, and at the best fit; None where it can pick none."""
    if not helped.candidates:
        return None
    bars = [(_candidate_name(plan), plan.total_if_default) for plan in helped.candidates]
    best = helped.best_fit
    if best is not None and best.default is False:
        bars.append((_best_fit_name(best), best.helped.all_in))
    low, high = helped.candidates[0], helped.candidates[-1]
    alt = say_count(
        "Drugs with Extra Help cost {least} at {cheapest}, the one plan that Medicare may pick.",
        "Drugs with Extra Help cost from {least} at {cheapest} to {most} at {dearest}, of {count} plans that Medicare may pick.",
        len(helped.candidates),
        least=shown(low.total_if_default),
        cheapest=plan_name(low.plan),
        most=shown(high.total_if_default),
        dearest=plan_name(high.plan),
    )
    most = max(cost for _, cost in bars) or 1
    return lanes([stacked(name, shown(cost), [(Tone.YOU, cost)], most) for name, cost in bars], (), alt)


def _candidate_name(plan: HelpedPlan) -> str:
    return say("{plan} (not known)", plan=plan_name(plan.plan)) if plan.default is None else plan_name(plan.plan)


def _best_fit_name(plan: HelpedPlan) -> str:
    return say("Best fit: {plan}", plan=plan_name(plan.plan))


def default_table(helped: HelpedPlans) -> Table:
    """The figure's numbers."""
    rows: list[tuple[str, ...]] = [
        (plan_cell(plan.plan, helped.info.as_of), say(_PICKS[plan.default]), shown(plan.total_if_default), str(plan.left_out))
        for plan in helped.candidates
    ]
    best = helped.best_fit
    if best is not None:
        named = say("Best fit: {plan}", plan=plan_cell(best.plan, helped.info.as_of))
        rows.append((named, say("You choose it"), cost_words(best.helped), str(best.left_out)))
    columns = (
        Column(say("Plan")),
        Column(say("May Medicare pick it?")),
        Column(say("Your cost if Medicare picks it"), True),
        Column(say("Drugs left out"), True),
    )
    strong = frozenset({len(rows) - 1} if best else ())
    return Table(say("Random placement and the best fit"), columns, tuple(rows), strong)
