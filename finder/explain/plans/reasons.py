"""Why a plan is among the best, what to watch, and what could change the real cost: short sentences, the most telling first."""

from __future__ import annotations

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.choosing import MayJoin
from finder.domain.plan_cost import Comparison, DrugCost, PlanCost, PremiumSubsidy, RestrictionKind
from finder.explain.messages import say, say_count
from finder.explain.plans.choosing import joining_sentence, warning_sentence
from finder.explain.plans.costs import apart
from finder.explain.plans.drugs import not_covered_sentence, unpriced_sentence
from finder.explain.plans.headline import is_range
from finder.explain.plans.notes import note_sentence, premium_subsidy_sentence
from finder.explain.plans.other_help import counted_sentences
from finder.explain.words import CHANNELS, drug_name, in_whole_dollars, joined
from finder.questions.plans.ranking import only_drug_plans


def reasons(comparison: Comparison, cost: PlanCost) -> tuple[str, ...]:
    """What to know first, then why the plan is among the best."""
    said = [*cautions(cost), _total(comparison, cost), cover_sentence(comparison, cost), rules_sentence(cost)]
    said += [premium_reason(cost), deductible_reason(cost), _at_the_store(comparison.best, cost)]
    return tuple(filter(None, said))


def cautions(cost: PlanCost) -> tuple[str, ...]:
    """What to know before anything else: who may join, what Medicare warns of, and what our figures lack."""
    joins = cost.plan.example or cost.joining.may_join is MayJoin.YES
    return tuple(
        filter(
            None,
            (
                note_sentence("example_design") if cost.plan.example else "",
                *(note_sentence(code) for code in ("standard_shares", "gap_some_drugs") if code in cost.notes),
                "" if joins else joining_sentence(cost.joining),
                *(warning_sentence(code, cost.plan) for code in cost.warnings),
                unpriced_sentence(cost),
                _store(cost),
                note_sentence("premium_unknown") if cost.premium is None else "",
            ),
        )
    )


def _total(comparison: Comparison, cost: PlanCost) -> str:
    first = comparison.best[0]
    if cost.plan.plan_id == first.plan.plan_id:
        return _of_the_first(comparison, cost)
    if is_range(first) or is_range(cost) or cost.premium is None or first.premium is None:
        return ""
    more = apart(comparison.figure(cost), comparison.figure(first))
    if not more:
        return say("Costs the same.")
    amount = in_whole_dollars(abs(more))
    return _more(amount) if more > 0 else _less(amount)


def difference(comparison: Comparison, cost: PlanCost, other: PlanCost) -> str:
    """How a plan's cost compares with the one that the person has, or with the first; empty where one of them is not sure."""
    if any(is_range(one) or one.premium is None or one.unpriced for one in (cost, other)):
        return ""
    more = apart(comparison.figure(cost), comparison.figure(other))
    now = comparison.current is other
    amount = in_whole_dollars(abs(more))
    if not more:
        return say("Costs the same as now.") if now else say("Costs the same.")
    if more > 0:
        return say("Costs about {amount} more than now.", amount=amount) if now else _more(amount)
    return say("Costs about {amount} less than now.", amount=amount) if now else _less(amount)


def _more(amount: str) -> str:
    return say("Costs about {amount} more than the first.", amount=amount)


def _less(amount: str) -> str:
    return say("Costs about {amount} less than the first.", amount=amount)


def _of_the_first(comparison: Comparison, cost: PlanCost) -> str:
    """That the plan ranks first, and whether it costs least."""
    least = min(comparison.figure(other) for other in comparison.leaders or comparison.plans)
    drug_plans = only_drug_plans(comparison.leaders)
    if comparison.figure(cost) != least or is_range(cost) or cost.at_least:
        ranked = comparison.plan_cost(cost.plan.plan_id)
        if ranked is None or ranked.rank == 1:
            return say("Ranks first.")
        return say("Ranks first of the drug plans.") if drug_plans else say("Ranks first of the plans that you can join.")
    if all(comparison.figure(other) >= least for other in comparison.plans):
        return say("Lowest cost.")
    return say("Lowest cost of the drug plans.") if drug_plans else say("Lowest cost of the plans that you can join.")


def cover_sentence(comparison: Comparison, cost: PlanCost) -> str:
    """How many drugs of the list the plan covers, and which ones it leaves out."""
    if cost.not_covered:
        return not_covered_sentence(cost, counted_in=not comparison.skip_uncovered)
    if comparison.not_counted:
        return say(
            "Covers {covered} of your {listed} drugs. Not counted: {names}.",
            covered=cost.asked,
            listed=comparison.listed,
            names=joined(comparison.not_counted),
        )
    if cost.asked == 2:
        return say("Covers both.")
    return say_count("Covers your drug.", "Covers all {count} of your drugs.", cost.asked)


def premium_reason(cost: PlanCost) -> str:
    """That there is no premium to pay; empty where there is one."""
    if cost.premium != 0:
        return ""
    helped = cost.premium_subsidy in (PremiumSubsidy.KNOWN, PremiumSubsidy.ESTIMATED)
    return say("Extra Help pays the premium.") if helped and cost.plan.premium else say("No premium.")


def deductible_reason(cost: PlanCost) -> str:
    """That this person has no deductible; empty where there is one."""
    if cost.deductible:
        return ""
    return say("With Extra Help you have no deductible.") if cost.plan.design.deductible else say("No deductible.")


def _at_the_store(best: tuple[PlanCost, ...], cost: PlanCost) -> str:
    others = [other for other in best if other is not cost]
    least = 0 < len(others) < len(best) and all(other.drug_cost > cost.drug_cost for other in others)
    return say("Of these, you pay least at the drug store.") if least else ""


def rules_sentence(cost: PlanCost) -> str:
    """What the plan asks before it pays, each with its drugs; that it asks nothing, unless it leaves a drug out."""
    approval = [drug_name(drug.drug) for drug in cost.drugs if asks(drug, RestrictionKind.PRIOR_AUTHORIZATION)]
    step = [drug_name(drug.drug) for drug in cost.drugs if asks(drug, RestrictionKind.STEP_THERAPY)]
    over = [drug_name(drug.drug) for drug in cost.drugs if any(restriction.exceeded for restriction in drug.restrictions)]
    said = [say("Plan approval first (prior authorization): {drugs}.", drugs=joined(approval)) if approval else ""]
    said.append(say("Try another drug first (step therapy): {drugs}.", drugs=joined(step)) if step else "")
    said.append(say("Your amount is above the plan's limit (quantity limit): {drugs}.", drugs=joined(over)) if over else "")
    none = "" if cost.not_covered else say("No extra steps before you get your drugs.")
    return " ".join(filter(None, said)) or none


def asks(drug: DrugCost, kind: RestrictionKind) -> bool:
    """Whether the plan asks that before it pays for the drug."""
    return any(restriction.kind is kind for restriction in drug.restrictions)


def _store(cost: PlanCost) -> str:
    """At which stores the drugs are priced, where the plan has no price at those that were chosen."""
    used = sorted({drug.channel for drug in cost.drugs if drug.covered and not drug.channel_offered})
    if not used:
        return ""
    stores = joined(say(CHANNELS[channel]) for channel in used)
    return say("We don't have its prices at the stores you chose. These are for {stores}.", stores=stores)


_NOTES = ("pharmacies_out_of_network", "quantity_above_limit", "split_into_months", "a_share_a_month")


def what_could_change(comparison: Comparison, *, unsure_of_help: bool = False) -> tuple[str, ...]:
    """What could move the cost of the best plan, or put another one first."""
    best = comparison.best[0]
    unsure = unsure_of_help and comparison.low_income_subsidy is LowIncomeSubsidy.NONE
    said = (
        "" if comparison.info.example else say("Drug prices move during the year. A plan can change its prices."),
        say("A new drug, or a new dose, can change which plan is best."),
        _unsure_of_help() if unsure else "",
        premium_subsidy_sentence(comparison),
        *counted_sentences(comparison),
        _stores(best),
        say("If the plan says no to an approval, it does not pay for that drug.") if _needs_approval(best) else "",
        *(note_sentence(code) for code in _NOTES if code in best.notes),
        _late_fee(best),
    )
    return tuple(filter(None, said))


def _unsure_of_help() -> str:
    return say(
        "You are not sure about Extra Help, so we counted none. With it you would pay less for drugs and premiums. "
        "To ask, call Social Security: 1-800-772-1213."
    )


def store_kinds(cost: PlanCost) -> str:
    """The kinds of store at which the drugs are priced; empty where none is covered."""
    return joined((say(CHANNELS[store]) for store in sorted({drug.channel for drug in cost.drugs if drug.covered})), "or")


def _stores(cost: PlanCost) -> str:
    stores = store_kinds(cost)
    if not stores:
        return ""
    return say("The drug costs are for {stores}. Other stores may cost more.", stores=stores)


def _needs_approval(cost: PlanCost) -> bool:
    return any(asks(drug, RestrictionKind.PRIOR_AUTHORIZATION) for drug in cost.drugs)


def _late_fee(cost: PlanCost) -> str:
    if not cost.late_enrollment_penalty:
        return ""
    return say(
        "The totals include a late fee (late enrollment penalty) of about {amount} for these months.",
        amount=in_whole_dollars(cost.late_enrollment_penalty),
    )
