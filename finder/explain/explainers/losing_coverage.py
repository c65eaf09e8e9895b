"""What is said of losing a drug plan: the form, what to do first, the line of time, when to join again, what a gap costs, what to say."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from finder.domain.losing_coverage import Cause, Door, LosingCoverage, WayIn
from finder.domain.money import shown
from finder.domain.months import DAY
from finder.domain.rights import Actor, Clock, ClockDate, Whom
from finder.domain.using_the_plan import Moment
from finder.explain.explainers.law import law_sections
from finder.explain.explainers.rights import date_table, meaning_of, say_table, title_of
from finder.explain.explainers.using_the_plan import folded
from finder.explain.explainers.ways_in import door_words, fee_sentence, ways_table, window_words
from finder.explain.kit.date_charts import Due
from finder.explain.kit.drawing import Lane, Scale, Span, Tick, Tone, lanes, legend_of
from finder.explain.kit.section import Bullets, Drawing, Fold, Heading, Headline, Paragraphs, Sections
from finder.explain.messages import mark, say
from finder.explain.words import day, short_day

TITLE = mark("I may lose my plan")
INTRO = mark("Did you miss a bill? Do you move? Does your plan end? See how long you are covered, and when you can join a plan again.")
EMPTY = mark("Choose what happened and the day, and press Show my dates.")
WHAT_HAPPENED = mark("What happened?")
CAUSES: dict[str, Cause] = {
    mark("I missed a premium of my plan"): Cause.UNPAID_PREMIUM,
    mark("I did not pay Medicare's bill for a higher income"): Cause.UNPAID_INCOME_AMOUNT,
    mark("I move out of my plan's area"): Cause.MOVE,
    mark("My plan ends next year"): Cause.PLAN_ENDS,
    mark("My Extra Help ends"): Cause.EXTRA_HELP_ENDS,
}
"""Why a plan may be lost, in words that people use."""
ON: dict[Cause, str] = {
    Cause.UNPAID_PREMIUM: mark("First month that you did not pay (any day of it)"),
    Cause.UNPAID_INCOME_AMOUNT: mark("Month of the bill that you did not pay (any day of it)"),
    Cause.MOVE: mark("Day of the move"),
    Cause.PLAN_ENDS: mark("January 1 of the year without the plan"),
    Cause.EXTRA_HELP_ENDS: mark("Last day with Extra Help"),
}


class OtherDay(NamedTuple):
    """A further day: the field that it fills, and what is asked."""

    field: str
    label: str


OTHER_DAYS: dict[Cause, OtherDay] = {
    Cause.UNPAID_PREMIUM: OtherDay("billed_on", mark("Day of the bill (leave empty if not sure)")),
    Cause.MOVE: OtherDay("told_on", mark("Day you told the plan (leave empty if not yet)")),
    Cause.EXTRA_HELP_ENDS: OtherDay("told_on", mark("Day of the letter that told you (leave empty if none)")),
}
HELPED = mark("Do you get Extra Help?")
HELPED_ANSWERS: dict[str, bool] = {mark("No, or not sure"): False, mark("Yes"): True}
COUNTED = mark("Months that a late fee counts already (0 if you have none)")
SHOW = mark("Show my dates")
LETTER = mark("A letter that asks to be let back in")
MISSING_DAY = mark("Please fill in the day first.")
_FIRST = 3
"""How many things to do stand first; the rest is folded."""
_TO_DO: dict[Cause, tuple[str, ...]] = {
    Cause.UNPAID_PREMIUM: (
        mark("Call your plan. Ask how much you owe, and by what day it must have the money."),
        mark("Is the premium taken out of your Social Security check? Then the plan may not put you out for it. Call both."),
        mark("Hard to pay? Ask about Extra Help, and about state help with Medicare costs."),
        mark(
            "Were you ill, or was it a flood or a death in the family? That can be a good cause. Ask to be let back in, and say why. "
            "A reason that came later, or that you forgot, is not enough."
        ),
        mark("If you are out, the plan may refuse you later until you have paid what you owe."),
        mark("In a health plan (Medicare Advantage) you lose its doctors too. Original Medicare then covers you, without drugs."),
    ),
    Cause.UNPAID_INCOME_AMOUNT: (
        mark("This bill is from Medicare, not from your plan. Pay it to Medicare, and your plan's premium to your plan."),
        mark("Did you stop work, or did your husband or wife die? Ask Social Security to count your income anew."),
        mark("Out for a reason beyond your control? Ask Medicare to let you back in, and pay all you owe."),
    ),
    Cause.MOVE: (
        mark("Tell your plan before you move. Then your time to choose starts the month before."),
        mark("Tell Social Security your new address too."),
        mark("Look for plans with your new ZIP code on Find plans. Ask for a first supply of drugs that the new plan does not list."),
    ),
    Cause.PLAN_ENDS: (
        mark("Keep the letter. It is your proof that the plan ends."),
        mark("Pick a new plan on Find plans. If you pick none, you have none on January 1. With Extra Help, Medicare picks one."),
    ),
    Cause.EXTRA_HELP_ENDS: (
        mark("Ask for Extra Help again at Social Security. The letter says why it ends. You may still fit."),
        mark("Your plan goes on. You pay its full premium, and more for your drugs. See what that costs on My answer, without Extra Help."),
        mark("Look for a plan that costs less now. You may change once."),
    ),
}
_TO_SAY: dict[Cause, tuple[tuple[Whom, str], ...]] = {
    Cause.UNPAID_PREMIUM: (
        (Whom.PLAN, mark("I missed a premium. How much must I pay, and by what day, to keep my plan? How many months do you give?")),
        (
            Whom.PLAN,
            mark(
                "You ended my coverage. I could not pay in time because of something that I could not control: ____. I ask to be let "
                "back in for good cause. I will pay all I owe within three months."
            ),
        ),
        (Whom.SHIP, mark("I may lose my drug plan. Can I get help with the premium?")),
    ),
    Cause.UNPAID_INCOME_AMOUNT: (
        (Whom.MEDICARE, mark("I owe the Part D amount for a higher income. How much, and by what day, so that I keep my drug plan?")),
        (Whom.SHIP, mark("Medicare may end my drug plan over the income amount. Can you help me ask for a lower one?")),
    ),
    Cause.MOVE: (
        (Whom.PLAN, mark("I move on ____ to ZIP code ____. Is that in your area? If not, on what day does my coverage end?")),
        (Whom.MEDICARE, mark("I move out of my plan's area. I want to use my special time to join a new drug plan.")),
    ),
    Cause.PLAN_ENDS: (
        (Whom.SHIP, mark("My plan ends on December 31. Please help me choose a new one that covers my drugs.")),
        (Whom.MEDICARE, mark("My plan ends. I want to join a new drug plan that starts on January 1.")),
    ),
    Cause.EXTRA_HELP_ENDS: (
        (Whom.SHIP, mark("My Extra Help ends. Can you help me ask for it again, and find a plan that costs less?")),
        (Whom.MEDICARE, mark("My Extra Help changed. I want to use my special time to change my drug plan.")),
    ),
}
_RULES = {
    "late_premium_notice": mark("The plan's letter"),
    "who_stays": mark("Who stays"),
    "no_second_chance": mark("No special time"),
    "reinstatement": mark("How to be let back in"),
    "income_amount_unpaid": mark("The income amount"),
    "nonrenewal_notice": mark("The letter of a plan that ends"),
    "moved": mark("The special time after a move"),
    "plan_ended": mark("The special time when a plan ends"),
}
"""The rules that early years lack, by id."""


def answer_sections(answer: LosingCoverage) -> Sections:
    """What to do first and by when, the line of time, and what it costs to wait."""
    first, *rest = headline(answer)
    return (
        Heading(say("Your answer")),
        Headline(first),
        Paragraphs(tuple(rest)),
        Bullets(to_do(answer)[:_FIRST]),
        timeline(answer),
        *((Heading(say("If you wait")), Paragraphs(wait)) if (wait := cost_sentences(answer)) else ()),
    )


def details(answer: LosingCoverage) -> Sections:
    """Folded: what to say to whom and what else to know, the times to join, every date, and the law behind it."""
    paying = folded(Moment.PAYING_THE_PREMIUM, answer.losing.on) if answer.losing.cause is Cause.UNPAID_PREMIUM else ()
    more = to_do(answer)[_FIRST:]
    return (
        *((Bullets(unknown_sentences(answer)),) if answer.unknown else ()),
        Fold(say("What to say"), (say_table(what_to_say(answer)),)),
        *((Fold(say("More to know"), (Bullets(more),)),) if more else ()),
        Fold(say("When you can join a plan again"), (ways_table(answer.ways),)),
        Fold(say("All your dates"), (date_table(answer.dates),)),
        *paying,
        *law_sections(answer.rules),
    )


def to_do(answer: LosingCoverage) -> tuple[str, ...]:
    """What to do, the most pressing first."""
    return tuple(map(say, _TO_DO[answer.losing.cause]))


def what_to_say(answer: LosingCoverage) -> tuple[tuple[Whom, str], ...]:
    """To whom, and what to say."""
    return tuple((to, say(words)) for to, words in _TO_SAY[answer.losing.cause])


def unknown_sentences(answer: LosingCoverage) -> tuple[str, ...]:
    """The rules that the year lacks."""
    year = answer.losing.on.year
    return tuple(say("{rule}: we have not read the rule of {year}.", rule=say(_RULES[name]), year=year) for name in answer.unknown)


def headline(answer: LosingCoverage) -> tuple[str, ...]:
    """The next day on which the person can act, and what it decides."""
    first = _keep_it(answer) or _without_gap(answer) or _let_back_in(answer) or _next_way(answer)
    ends = say("If nothing is done, your last day with this plan is {day}.", day=day(answer.ends)) if answer.ends else ""
    past = answer.ends is not None and answer.ends < answer.losing.today
    over = say("Your last day with this plan was {day}, unless the plan gave you longer.", day=day(answer.ends)) if answer.ends else ""
    return tuple(filter(None, (first, over if past else ends, _fee_again(answer))))


def _keep_it(answer: LosingCoverage) -> str:
    pay = _day_of(answer, Clock.PAY_BY)
    return say("{day}: pay all you owe by then to keep your plan.", day=day(pay)) if pay else ""


def _let_back_in(answer: LosingCoverage) -> str:
    ask = _day_of(answer, Clock.ASK_BACK)
    return say("{day}: ask by then to be let back in.", day=day(ask)) if ask else ""


def _day_of(answer: LosingCoverage, clock: Clock) -> date | None:
    """The day of a clock, where it is not past."""
    return next((entry.day for entry in answer.dates if entry.clock is clock and entry.day and entry.day >= answer.losing.today), None)


def _without_gap(answer: LosingCoverage) -> str:
    by = answer.no_gap_by
    return say("{day}: choose a new plan by then, and you have no gap.", day=day(by)) if by and by >= answer.losing.today else ""


def _next_way(answer: LosingCoverage) -> str:
    way = answer.special or next(iter(answer.ways))
    if way.last is None:
        return say("You can join a plan now. It would start on {day}.", day=day(way.soonest.starts))
    if answer.ends is None and way.door is not Door.OPEN_ENROLLMENT:
        return say("{day}: you may change your plan once until then.", day=day(way.last))
    if way.first <= answer.losing.today:
        return say("{day}: choose a new plan by then. Each month you wait is a month without one.", day=day(way.last))
    return say("You can join a plan again from {first} to {last}.", first=day(way.first), last=day(way.last))


def cost_sentences(answer: LosingCoverage) -> tuple[str, ...]:
    """Whether there is a special time, and what a gap adds to the late fee."""
    losing, missed = answer.losing, answer.missed
    unpaid = losing.cause in (Cause.UNPAID_PREMIUM, Cause.UNPAID_INCOME_AMOUNT)
    none = say("Losing a plan this way gives you no special time to join another one.") if unpaid else ""
    only = say("Another reason, such as a move or new Extra Help, may still give you one.") if unpaid and not answer.special else ""
    return tuple(filter(None, (" ".join(filter(None, (none, only))), _in_time(answer), _gap_sentence(missed) if missed else "")))


def _fee_again(answer: LosingCoverage) -> str:
    """The late fee that comes back with the end of Extra Help."""
    if answer.losing.cause is not Cause.EXTRA_HELP_ENDS:
        return ""
    back = answer.fee_back
    if back is None:
        return say("If you have a late fee from before, it may come back.")
    return say("Your late fee comes back: {fee} a month in {year}.", fee=shown(back.a_month), year=back.year)


def _in_time(answer: LosingCoverage) -> str:
    """An open enrollment that leaves no gap, where the plan ends; the special times are told by the headline."""
    way = next((way for way in answer.ways if way.door is Door.OPEN_ENROLLMENT and not way.soonest.days_without), None)
    if way is None or way.last is None or answer.ends is None:
        return ""
    return say(
        "A plan that you choose from {first} to {last} starts on {day}. Then you have no gap.",
        first=day(way.first),
        last=day(way.last),
        day=day(way.soonest.starts),
    )


def _gap_sentence(way: WayIn) -> str:
    """What it means to wait for the open enrollment that leaves a gap."""
    back, fee = way.soonest, way.soonest.fee
    wait = say(
        "If you join only in the open enrollment of {year}, your plan starts on {day}. "
        "You pay the full price of your drugs for {count} days.",
        year=way.first.year,
        day=day(back.starts),
        count=f"{back.days_without:,}",
    )
    return " ".join((wait, fee_sentence(back), say("We took the fee of the last year that we know.") if fee.projected else ""))


def timeline(answer: LosingCoverage) -> Drawing:
    """The plan and the gap after it, each day on which the person can act, and each time to choose, on one line of time."""
    days = list(_all_days(answer))
    scale = Scale(min(days).toordinal(), max(days).toordinal() + 1)
    now = scale.at(answer.losing.today.toordinal())
    mine = [entry for entry in answer.dates if entry.clock.who is Actor.YOU and entry.day]
    rows = [_plan_lane(answer, scale, now), *(_act_lane(entry, answer, scale, now) for entry in mine)]
    rows += [_way_lane(way, answer, scale, now) for way in answer.ways]
    ticks = (Tick(0, short_day(min(days), with_year=True)), Tick(1, short_day(max(days), with_year=True)))
    gap = bool(answer.missed)
    tones = [(Tone.PLAN, say("Your plan")), *([(Tone.BAD, say("No plan, if you wait"))] if gap else [])]
    tones += [(Tone.YOU, say("You can act"))] if mine else []
    tones += [(Tone.GOOD, say("You can choose a plan")), (Tone.PIN, say("Today"))]
    told = "; ".join(say("{day}, {what}", day=day(due.day), what=due.title) for due in dues(answer))
    return lanes(rows, ticks, say("Your dates: {dates}.", dates=told), legend=legend_of(tones))


def _all_days(answer: LosingCoverage) -> list[date]:
    """The days that the line of time must hold; a date long past does not stretch it."""
    starts = [way.soonest.starts for way in answer.ways]
    lasts = [way.last for way in answer.ways if way.last]
    acts = [entry.day for entry in answer.dates if entry.day and entry.clock.who is Actor.YOU]
    return [answer.losing.on, answer.losing.today, *starts, *lasts, *acts, *([answer.ends] if answer.ends else [])]


def _plan_lane(answer: LosingCoverage, scale: Scale, now: float) -> Lane:
    ends, missed = answer.ends, answer.missed
    end = scale.at((ends + DAY).toordinal()) if ends else 1.0
    spans = [Span(0, end, Tone.PLAN)]
    if missed:
        spans.append(Span(end, scale.at(missed.soonest.starts.toordinal()), Tone.BAD))
    note = say("through {day}", day=day(ends)) if ends else say("goes on")
    return Lane(say("Your plan"), note, tuple(spans), marker=now)


def _act_lane(entry: ClockDate, answer: LosingCoverage, scale: Scale, now: float) -> Lane:
    last = entry.day or answer.losing.on
    first = answer.losing.on if entry.clock is Clock.PAY_BY or answer.ends is None else answer.ends + DAY
    return Lane(title_of(entry.clock), day(last), (_box(first, last, scale, Tone.YOU),), marker=now, strong=last >= answer.losing.today)


def _way_lane(way: WayIn, answer: LosingCoverage, scale: Scale, now: float) -> Lane:
    last = way.last or max(_all_days(answer))
    return Lane(door_words(way.door), window_words(way), (_box(way.first, last, scale, Tone.GOOD),), marker=now)


def _box(first: date, last: date, scale: Scale, tone: Tone) -> Span:
    return Span(scale.at(first.toordinal()), scale.at((last + DAY).toordinal()), tone)


def dues(answer: LosingCoverage) -> tuple[Due, ...]:
    """The dates for a calendar: those of the rights, and the last day of each time to choose."""
    dates = [Due(entry.day, title_of(entry.clock), meaning_of(entry)) for entry in answer.dates if entry.day]
    ways = [Due(way.last, say("Last day to choose a plan"), door_words(way.door)) for way in answer.ways if way.last]
    return tuple(sorted([*dates, *ways], key=lambda due: due.day))
