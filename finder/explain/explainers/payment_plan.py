"""What is said of the payment plan: the questions, what the bills do, the months as a figure and a table, Medicare's test, what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from finder.domain.errors import Problem, Refusal
from finder.domain.market import Plan
from finder.domain.money import Cents, dollars, shown
from finder.domain.months import YEAR_MONTHS
from finder.domain.payment_plan import Bill, Effect, How, OwnCosts, PaymentPlan
from finder.explain.explainers.law import law_sections, rule_words
from finder.explain.kit.drawing import Tone, columns, legend_of, months_as_bars, panels
from finder.explain.kit.section import Bullets, Column, Drawing, Fold, Heading, Headline, Paragraphs, Sections, Table
from finder.explain.messages import mark, say
from finder.explain.source_words import problem_sentence
from finder.explain.words import month, plan_name
from finder.parameters import parameter_set
from finder.rules.registry import rule_text

TITLE = mark("Payment plan")
WHICH_COSTS = mark("Which costs?")
MY_PLAN, MY_COSTS = mark("Use a plan from Find plans"), mark("Type my costs")
JOINING = mark("When would you join?")
YEAR = mark("Year")
COSTS = mark("What do your drugs cost you at the drug store each month?")
FILL = mark("The most that one fill of a drug costs you. Leave empty if you don't know.")
BEFORE = mark("What you paid for drugs this year before you joined, if more than above")
PRIOR_YEAR = mark("What you paid for drugs in January to September of the year before. Leave empty if you don't know.")
HELPED = mark("I get Extra Help with drug costs")
MORE = mark("More, if you know it")
SHOW = mark("Show my bills")
NO_COSTS = mark("Please type what your drugs cost you in at least one month.")
_COUNTER, _PLAN = mark("At the drug store"), mark("With the payment plan")
_NEED_NOT_JOIN = mark("Next step: you don't have to join now. You can join later if a large cost comes up.")
_NEXT = {
    Effect.SPREADS: mark(
        "Next step: call your drug plan, at the number on your card, and ask to join the Medicare Prescription Payment Plan."
    ),
    Effect.MOVES: mark("Next step: look at the later bills. Join only if you can pay them. To join, call the number on your plan card."),
    Effect.NONE: _NEED_NOT_JOIN,
    Effect.NOTHING_OWED: _NEED_NOT_JOIN,
}
_BECAUSE = {
    "nothing_owed": mark("From the month of joining on you owe nothing for drugs, so there is nothing to spread."),
    "fill_reaches_notice": mark("One fill costs you {dearest}, which is {notice} or more. The pharmacy must tell you of the payment plan."),
    "month_reaches_notice": mark("One month costs you {dearest}. If one fill costs {notice} or more, the pharmacy must tell you of this."),
    "below_notice": mark("No fill from the month of joining on costs you {notice} or more."),
    "prior_year_reaches_notice": mark("Your drugs cost you {prior_notice} or more in the first {months} months of the year before."),
    "prior_year_below_notice": mark("Your drugs cost you less than {prior_notice} in the first {months} months of the year before."),
    "late_in_the_year": mark("You would join late in the year, so few bills are left to spread it over."),
}
"""Why a person is likely to benefit, or not, by Medicare's test."""
_COMMAND_HOW = {
    How.FIRST: mark("cap ({threshold} - {paid}) / {months} = {cap}; owed {new}"),
    How.LEVEL: mark("cap ({threshold} - {paid}) / {months} = {cap}; owed {new}; no cost follows, so {new} / {months} = {bill}"),
    How.DIVIDED: mark("({carried} + {new}) / {months} = {bill}"),
    How.SAME: mark("no new cost: the bill stays the same"),
    How.EXACT: mark("{owed} / {months}, by the unrounded balance {bill}"),
}
_PAGE_HOW = {
    How.FIRST: mark("most: ({threshold} - {paid}) / {months} = {cap}; you owe {new}"),
    How.LEVEL: mark("most: ({threshold} - {paid}) / {months} = {cap}; you owe {new}; no cost follows, so {new} / {months} = {bill}"),
    How.DIVIDED: mark("({carried} + {new}) / {months} = {bill}"),
    How.SAME: mark("no new cost: the bill stays the same"),
    How.EXACT: mark("{owed} / {months}, by the exact balance {bill}"),
}


def intro() -> Sections:
    """What the payment plan is."""
    text = say(
        "The Medicare Prescription Payment Plan lets you pay for drugs month by month. It costs nothing, and it does not lower what you "
        "owe. It started in 2025."
    )
    return (Paragraphs((text,)),)


def empty() -> Sections:
    """What is shown before there is an answer."""
    return (Paragraphs((say("Tell us what your drugs cost you each month, or find plans first. Then you see your bills here."),)),)


def about(plan: Plan) -> Sections:
    """Whose costs these are."""
    return (Paragraphs((say("These are your drugs at {plan}.", plan=plan_name(plan)),)),)


def sections(plan: PaymentPlan) -> Sections:
    """What the bills do in a sentence and a picture, what to do, each month, Medicare's test, what to know, and the law."""
    first, *more = headline(plan)
    return (
        Heading(say("Your answer")),
        Headline(first),
        months_figure(plan),
        Paragraphs((*more, *bills_sentences(plan), next_step(plan))),
        Fold(say("Each month, and how its bill is made"), (months_table(plan),)),
        Heading(say("Medicare's own test")),
        Bullets(notice_sentences(plan)),
        Heading(say("What to know and do")),
        Bullets(step_sentences(plan)),
        *law(plan),
    )


def headline(plan: PaymentPlan) -> tuple[str, ...]:
    """What the bills do to the highest month from joining on, and what is owed in all."""
    joining = month(plan.opt_in_month)
    if plan.effect is Effect.NOTHING_OWED:
        return (say("You owe nothing for drugs from then on, so there is nothing to spread."),)
    total = say("You owe {amount} from {month} on, with or without it.", amount=shown(plan.owed), month=joining)
    return (_effect_sentence(plan, joining), total)


def _effect_sentence(plan: PaymentPlan, joining: str) -> str:
    counter, bill = max(plan.counted), plan.highest_bill
    if plan.effect is Effect.NONE:
        return say(
            "If you join in {month}, the payment plan changes nothing. Each month's bill is what its drugs cost you.",
            month=joining,
        )
    if plan.effect is Effect.SPREADS:
        return say("Your highest month falls from {before} to {after}.", before=shown(counter), after=shown(bill))
    if bill > counter:
        return say(
            "You pay less at first and more later. Your highest month rises from {before} to {after}.",
            before=shown(counter),
            after=shown(bill),
        )
    return say("You pay less at first and more later. Your highest month stays at {amount}.", amount=shown(counter))


def capped_sentence(plan: PaymentPlan, costs: OwnCosts) -> str:
    """What is said where the months typed sum to more than anyone can owe in a year; empty where they do not."""
    told, counted = sum(costs.monthly), sum(plan.at_the_counter)
    if told <= counted:
        return ""
    return say(
        "No one owes more than {most} for covered drugs in {year}. You typed {told} in all. We count {counted} of it.",
        most=shown(plan.threshold),
        year=plan.year,
        told=shown(told),
        counted=shown(counted),
    )


def bills_sentences(plan: PaymentPlan) -> tuple[str, ...]:
    """What the bills do for this person, apart from Medicare's test."""
    helped = say(
        "You have Extra Help. Your own costs are small, so there is little to spread. You are not billed for what Extra Help pays."
    )
    return (_bills_sentence(plan), helped if plan.extra_help else "")


def _bills_sentence(plan: PaymentPlan) -> str:
    if plan.effect is Effect.NOTHING_OWED:
        return say("There is nothing to bill.")
    if plan.effect is Effect.NONE:
        return say("So joining then does not help you.")
    left = say("Costs move to later months. The most you would owe at any time is {amount}.", amount=shown(plan.most_left))
    return left + " " + say("Be sure you can pay the later bills before you join.") if plan.effect is Effect.MOVES else left


def next_step(plan: PaymentPlan) -> str:
    """One plain thing to do now, by what the bills do."""
    return say(_NEXT[plan.effect])


def notice_sentences(plan: PaymentPlan) -> tuple[str, ...]:
    """Medicare's own test, both its parts: one costly fill, and the year before."""
    test = plan.notice
    first = {
        True: say("By Medicare's test you are likely to gain from it."),
        False: say("By Medicare's test you are not likely to gain from it. You may still join."),
        None: say("We can't tell by Medicare's test. It needs more than you told us."),
    }[test.met]
    prior = say(
        "Your plan must also write to you if you paid {amount} or more in the first {months} months of last year.",
        amount=shown(test.prior_amount),
        months=test.prior_months,
    )
    return (first, *because_sentences(plan), prior if test.prior_met is None else "")


def because_sentences(plan: PaymentPlan) -> tuple[str, ...]:
    """Why the test says so; the command says the same."""
    test = plan.notice
    words = {"dearest": shown(test.dearest), "notice": shown(test.amount), "prior_notice": shown(test.prior_amount)}
    return tuple(say(_BECAUSE[code], **words, months=test.prior_months) for code in plan.because)


def refusal_sentences(refusal: Refusal) -> tuple[str, ...]:
    """What is wrong with the form, in its own words."""
    return tuple(_refused(problem) for problem in refusal.problems)


def _refused(problem: Problem) -> str:
    amounts = [shown(amount) for amount in problem.numbers]
    if problem.reason == "paid_before":
        return say(
            "What you paid before you joined must be {least} to {most}. The months before you join add up to {least}. "
            "{most} is the most you can owe in a year.",
            least=amounts[0],
            most=amounts[1],
        )
    if problem.reason == "fill_above_the_month":
        return say("One fill can't cost you more than your highest month, {most}. You said {said}.", most=amounts[0], said=amounts[1])
    return problem_sentence(problem)


def months_figure(plan: PaymentPlan) -> Drawing:
    """The year at the store beside the year with the payment plan, both to the same height."""
    (most, at), (most_with, at_with) = _highest(plan.at_the_counter), _highest(plan.with_the_plan)
    finding = say(
        "At the drug store your highest month is {most} in {at}. With the payment plan it is {most_with} in {at_with}.",
        most=most,
        at=at,
        most_with=most_with,
        at_with=at_with,
    )
    before = plan.opt_in_month - 1
    top = max(*plan.at_the_counter, *plan.with_the_plan)
    store = months_as_bars(plan.at_the_counter, [Tone.MARK] * YEAR_MONTHS)
    bills = months_as_bars(plan.with_the_plan, [Tone.MARK] * before + [Tone.YOU] * (YEAR_MONTHS - before))
    legend = legend_of([(Tone.MARK, say("Paid at the store")), (Tone.YOU, say("Paid by a monthly bill"))])
    return panels([columns(say(_COUNTER), store, top), columns(say(_PLAN), bills, top)], finding, legend=legend)


def _highest(amounts: tuple[Cents, ...]) -> tuple[str, str]:
    """The highest amount and its month."""
    return shown(max(amounts)), month(amounts.index(max(amounts)) + 1)


def months_table(plan: PaymentPlan) -> Table:
    """The figure's numbers, what is left to bill, and the arithmetic of each bill."""
    columns = (
        Column(say("Month")),
        Column(say(_COUNTER), True),
        Column(say(_PLAN), True),
        Column(say("Left to bill"), True),
        Column(say("How the bill is made")),
    )
    before = [
        (month(number), shown(cost), shown(cost), say("not joined yet"), say("paid at the store"))
        for number, cost in enumerate(plan.at_the_counter[: plan.opt_in_month - 1], start=1)
    ]
    billed = [
        (month(bill.month), shown(bill.new_cost), shown(bill.bill), shown(bill.unbilled), page_arithmetic(plan, bill))
        for bill in plan.bills
    ]
    total = (say("All"), shown(sum(plan.at_the_counter)), shown(sum(plan.with_the_plan)), say("nothing"), "")
    caption = say("Your months in {year}, if you join in {month}", year=plan.year, month=month(plan.opt_in_month))
    return Table(caption, columns, (*before, *billed, total), frozenset({YEAR_MONTHS}))


def command_arithmetic(plan: PaymentPlan, bill: Bill) -> str:
    """The division behind a bill, in the words of the law: ``cap (2000.00 - 0.00) / 12 = 166.67; owed 500.00``."""
    return _arithmetic(_COMMAND_HOW, dollars, plan, bill)


def page_arithmetic(plan: PaymentPlan, bill: Bill) -> str:
    """The division behind a bill, as a page says it: ``most: ($2,000.00 - $0.00) / 12 = $166.67; you owe $500.00``."""
    return _arithmetic(_PAGE_HOW, shown, plan, bill)


def _arithmetic(words: Mapping[How, str], written: Callable[[Cents], str], plan: PaymentPlan, bill: Bill) -> str:
    amounts = {
        "threshold": plan.threshold,
        "paid": plan.paid_before,
        "cap": bill.cap,
        "new": bill.new_cost,
        "carried": bill.carried,
        "owed": bill.carried + bill.new_cost,
        "bill": bill.bill,
    }
    return say(words[bill.how], **{name: written(amount) for name, amount in amounts.items()}, months=bill.months_left)


def step_sentences(plan: PaymentPlan) -> tuple[str, ...]:
    """What to know and do, in order, with whether it renews itself. Medicare's test tells of the notice of the year before."""
    told = (rule_words(rule) for rule in plan.steps if rule.id != "prior_year_notice")
    if plan.renews:
        return (*told, say("You stay in it the year after, if you stay in the plan."))
    return (*told, say("You must join again for the year after."))


def law(plan: PaymentPlan) -> Sections:
    """The rules behind the answer: the steps, and those that the bills were made by; and the numbers, without those that are formulas."""
    year = parameter_set(plan.year)
    numbers = [year.get(name)._replace(description="") for name in plan.parameters if "formula" not in name]  # so its plain name is said
    return law_sections(plan.steps, numbers, map(rule_text, plan.made_by))
