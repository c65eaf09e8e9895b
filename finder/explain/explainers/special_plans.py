"""What is said of kinds of plans: who may join, what is wrong with the plan at hand, a savings account plan, the two limits. Grade 8."""

from __future__ import annotations

from finder.domain.choosing import MayJoin
from finder.domain.money import shown
from finder.domain.special_plans import CoverageNow, Joins, PlanType, SavingsAccount, SpecialPlans, TwoLimits, WrongPlan
from finder.explain.explainers.law import law_sections
from finder.explain.kit.drawing import Lane, Span, Tick, Tone, lanes, legend_of
from finder.explain.kit.section import Check, Checklist, Column, Drawing, Heading, Headline, Paragraphs, Sections, Table, Warning
from finder.explain.messages import mark, say
from finder.explain.words import month

TITLE = mark("Kinds of plans")
YEAR = mark("Year")
NOT_SURE, YES, NO = mark("Not sure"), mark("Yes"), mark("No")
ANSWERS = {NOT_SURE: None, YES: True, NO: False}
PART_A, PART_B = mark("Has Medicare Part A (hospital)?"), mark("Has Medicare Part B (doctors)?")
IN_AREA, IN_JAIL = mark("Lives in the plan's area?"), mark("Is in jail or prison?")
NOW, DRUGS = mark("What health coverage is there now?"), mark("Does it cover drugs?")
EXTRA_HELP, MEDICAID = mark("Gets Extra Help?"), mark("Has Medicaid?")
ILLNESS, DAYS = mark("Has a serious illness that lasts?"), mark("Days that a nursing home is needed (0: none)")
COVERAGES = {
    CoverageNow.ORIGINAL: mark("Original Medicare"),
    CoverageNow.HEALTH_PLAN: mark("A health plan (HMO or PPO)"),
    CoverageNow.FEE_PLAN: mark("A private fee-for-service plan"),
    CoverageNow.SAVINGS_ACCOUNT: mark("A medical savings account plan"),
    CoverageNow.COST_PLAN: mark("A cost plan"),
    CoverageNow.PACE: mark("PACE"),
    CoverageNow.EMPLOYER_PLAN: mark("A plan of an employer or union"),
}
JOINED, DEPOSIT, DEDUCTIBLE = (
    mark("Joins on the first of"),
    mark("What the plan pays in for a whole year, in dollars"),
    mark("Its deductible for a whole year, in dollars"),
)
MEDICAL_LIMIT, MEDICAL_PAID, DRUG_PAID = (
    mark("The plan's yearly limit for doctors and hospitals, in dollars"),
    mark("Paid so far for doctors and hospitals"),
    mark("Counted so far toward the limit for drugs"),
)
TYPES = {
    PlanType.DRUG_PLAN: mark("Drug plan"),
    PlanType.HEALTH_PLAN: mark("Health plan with drugs"),
    PlanType.FEE_PLAN: mark("Private fee-for-service plan"),
    PlanType.SAVINGS_ACCOUNT: mark("Medical savings account plan (MSA)"),
    PlanType.MEDICAID_PLAN: mark("Plan for people with Medicaid (D-SNP)"),
    PlanType.ILLNESS_PLAN: mark("Plan for a long illness (C-SNP)"),
    PlanType.NURSING_HOME_PLAN: mark("Plan for a nursing home (I-SNP)"),
    PlanType.PACE: mark("PACE"),
    PlanType.EMPLOYER_PLAN: mark("Plan of an employer or union"),
}
_MAY = {MayJoin.YES: mark("May join"), MayJoin.NO: mark("May not join"), MayJoin.ASK: mark("Ask the plan")}
_NOT_YET = mark("Not known yet")
_THEIRS_TO_SAY = ("employer", "pace", "savings_account")
"""Reasons that no answer here can settle."""
_MET = {MayJoin.YES: True, MayJoin.NO: False, MayJoin.ASK: None}
_WHY = {
    "employer": mark("It is only for the employer's or union's own people."),
    "pace": mark("PACE is for older people who need the care of a nursing home and live at home. It covers all drugs."),
    "in_jail": mark("A person in jail lives in no plan's area."),
    "not_in_area": mark("The person must live in the plan's area."),
    "one_part": mark("It needs Part A or Part B, and a home in the plan's area."),
    "one_plan": mark("What the person has now can't have a drug plan beside it if it covers drugs, or is an HMO or PPO."),
    "both_parts": mark("It needs both Part A and Part B, and a home in the plan's area."),
    "savings_account": mark("It has no drugs, so a drug plan may stand beside it. Not everyone may join. Ask the plan."),
    "medicaid": mark("It is for people who also have Medicaid."),
    "chronic_condition": mark("It is for people with the illness that the plan names. The plan asks a doctor."),
    "institution": mark("It is for people who need a nursing home for {days} days or more, or are expected to."),
}
_WRONG = {
    WrongPlan.DRUG_PLAN_ENDS_IT: mark("Joining a drug plan would end the health coverage that the person has now."),
    WrongPlan.MEDICARE_ENROLLS: mark(
        "With Extra Help and no drugs in the plan, Medicare puts the person in a drug plan unless they choose one. It is better to choose."
    ),
    WrongPlan.NO_DRUGS: mark(
        "This plan has no drugs, and a drug plan can't stand beside it. To have drugs covered, change to a health plan with drugs, or to "
        "Original Medicare with a drug plan. Until then a late fee may grow."
    ),
    WrongPlan.DRUG_PLAN_BESIDE: mark("This coverage has no drugs. A drug plan may stand beside it. Without one a late fee may grow."),
    WrongPlan.DRUG_PLAN_NOT_NEEDED: mark("PACE covers all drugs. Joining a drug plan would end PACE."),
    WrongPlan.EMPLOYER_MAY_END: mark(
        "Joining a drug plan may end what the employer gives, for the whole family, and for doctors too. Ask the employer before joining."
    ),
}


def intro() -> Sections:
    """What the page shows."""
    return (Paragraphs((say("Some plans are only for some people, and some can't stand beside each other. Tell what you know."),)),)


def sections(found: SpecialPlans) -> Sections:
    """Who may join which kind, and what is wrong with the plan at hand."""
    days = next(rule.number("days") for rule in found.rules if rule.id == "special_needs")
    return (
        Headline(_headline(found)),
        Checklist(tuple(_check(one, days) for one in found.joins)),
        *(Warning(say(_WRONG[wrong])) for wrong in found.wrong),
    )


def _headline(found: SpecialPlans) -> str:
    if all(one.may_join is MayJoin.ASK for one in found.joins):
        return say("Answer what you know to see which of {all} kinds of plan are open.", all=len(TYPES))
    may, ask = (sum(one.may_join is answer for one in found.joins) for answer in (MayJoin.YES, MayJoin.ASK))
    if found.joins[0].may_join is MayJoin.NO:
        return say(
            "A drug plan can't be joined now. {may} of {all} kinds of plan are open, {ask} to ask about.", may=may, ask=ask, all=len(TYPES)
        )
    return say("{may} of {all} kinds of plan are open to this person, {ask} to ask about.", may=may, ask=ask, all=len(TYPES))


def _check(one: Joins, days: int) -> Check:
    open_still = one.may_join is MayJoin.ASK and one.why not in _THEIRS_TO_SAY
    return Check(
        _MET[one.may_join],
        say(_NOT_YET) if open_still else say(_MAY[one.may_join]),
        say(TYPES[one.plan_type]),
        say(_WHY[one.why], days=days),
    )


def savings_heading() -> Sections:
    """What a savings account plan is."""
    text = say(
        "A medical savings account plan (MSA) has a high deductible. Medicare's money for it is paid into an account of the person's own. "
        "A person who joins during the year gets a part."
    )
    return (Heading(say("A medical savings account plan")), Paragraphs((text,)))


def savings_sections(savings: SavingsAccount) -> Sections:
    """What is paid in for the months that are left."""
    amount, since = shown(savings.deposit_left), month(savings.joined)
    return (
        Headline(say("From {month} on, {amount} is paid in.", month=since, amount=amount)),
        _savings_figure(savings),
        _savings_table(savings),
    )


def _savings_figure(savings: SavingsAccount) -> Drawing:
    begins = (savings.joined - 1) / 12
    spans = (Span(0, begins, Tone.QUIET, savings.joined - 1), Span(begins, 1, Tone.GOOD, savings.months))
    row = Lane(say("The year"), say("{months} of 12 months", months=savings.months), spans)
    finding = say("{months} of 12 months are left. {amount} is paid in.", months=savings.months, amount=shown(savings.deposit_left))
    legend = legend_of(((Tone.QUIET, say("Before joining")), (Tone.GOOD, say("Paid for"))))
    return lanes((row,), (Tick(begins, month(savings.joined)),), finding, legend=legend)


def _savings_table(savings: SavingsAccount) -> Table:
    columns = (Column(say("What")), Column(say("Whole year"), True), Column(say("Months left"), True))
    rows = [(say("Paid in"), shown(savings.deposit), shown(savings.deposit_left))]
    if savings.deductible is not None and savings.deductible_left is not None:
        name = say("Deductible (divided too, as proposed in 2009)")
        rows.append((name, shown(savings.deductible), shown(savings.deductible_left)))
    return Table(say("The savings account plan"), columns, tuple(rows))


def limits_heading() -> Sections:
    """That there are two limits."""
    text = say("A health plan with drugs has two yearly limits. What counts toward one never counts toward the other.")
    return (Heading(say("Two yearly limits")), Paragraphs((text,)))


def limits_sections(limits: TwoLimits) -> Sections:
    """Both limits on one scale, and what is left of each."""
    left = say("{amount} more must count before the yearly limit for drugs is reached.", amount=shown(limits.drug_left))
    medical = limits.medical_left
    if medical is None:
        other = say("Type the plan's limit for doctors and hospitals to see it beside the one for drugs. The plan's booklet has it.")
    else:
        other = say("{amount} more must be paid before the limit for doctors and hospitals is reached.", amount=shown(medical))
    return (Paragraphs((left, other)), _limits_figure(limits), _limits_table(limits))


def _limits_figure(limits: TwoLimits) -> Drawing:
    most = max(limits.drug_limit, limits.medical_limit or 0, 1)
    rows = [_limit_lane(say("Drugs"), limits.drug_paid, limits.drug_limit, most)]
    if limits.medical_limit is not None:
        rows.append(_limit_lane(say("Doctors and hospitals"), limits.medical_paid, limits.medical_limit, most))
    finding = say("The limit for drugs is {limit}, and {paid} counts so far.", limit=shown(limits.drug_limit), paid=shown(limits.drug_paid))
    return lanes(rows, (), finding, legend=legend_of(((Tone.YOU, say("Counts so far")), (Tone.QUIET, say("Left to the limit")))))


def _limit_lane(name: str, paid: int, limit: int, most: int) -> Lane:
    reached = min(paid, limit)
    spans = (Span(0, reached / most, Tone.YOU), Span(reached / most, limit / most, Tone.QUIET))
    return Lane(name, say("limit {amount}", amount=shown(limit)), spans)


def _limits_table(limits: TwoLimits) -> Table:
    columns = (Column(say("Limit")), Column(say("Amount"), True), Column(say("Counts so far"), True), Column(say("Left"), True))
    rows = [(say("Drugs"), *map(shown, (limits.drug_limit, limits.drug_paid, limits.drug_left)))]
    if limits.medical_limit is not None and limits.medical_left is not None:
        rows.append((say("Doctors and hospitals"), *map(shown, (limits.medical_limit, limits.medical_paid, limits.medical_left))))
    return Table(say("The two limits"), columns, tuple(rows))


def law(found: SpecialPlans) -> Sections:
    """The rules behind the page."""
    return law_sections(found.rules)
