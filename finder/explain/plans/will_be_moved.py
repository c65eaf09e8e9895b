"""What is said of being moved: what Medicare does if a person with Extra Help does nothing, and what the best choice saves."""

from __future__ import annotations

from datetime import date

from finder.domain.helped_plans import HelpedPlan
from finder.domain.market import PlanKind
from finder.domain.money import Cents, shown
from finder.domain.will_be_moved import Fate, MovedByLetter, WillBeMoved
from finder.explain.explainers.law import law_sections, rule_words
from finder.explain.kit.drawing import Lane, Tone, lanes, legend_of, stacked
from finder.explain.kit.section import Bullets, Column, Drawing, Heading, Headline, Paragraphs, Sections, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.helped_plans import benchmark_sentences, cost_words
from finder.explain.plans.plan_cell import plan_cell
from finder.explain.source_words import STATUSES
from finder.explain.words import money, plan_name, spelled

TITLE = mark("Will Medicare move me?")
WHO_PICKED = mark("Who picked the plan that you have now?")
PICKED: dict[str, bool | None] = {mark("I'm not sure"): None, mark("I did"): True, mark("Medicare did"): False}
_FATES = {
    Fate.STAYS: mark("You stay in {plan}. In {year} Extra Help pays its whole premium."),
    Fate.STAYS_AND_PAYS: mark("You stay in {plan}, and pay {left} of its premium each month in {year}."),
    Fate.MOVED: mark("Medicare may move you out of {plan}: in {year} it costs {left} a month more than Extra Help pays."),
    Fate.GONE: mark("{plan} is not here in {year}. If you pick none, Medicare may pick a plan for you."),
    Fate.ASK: mark(
        "In {year} {plan} costs {left} a month more than Extra Help pays. If Medicare picked it for you, it may move you. "
        "If you picked it, you stay and pay that."
    ),
    Fate.UNKNOWN: mark("We can't tell if you would be moved out of {plan}: we don't know what Extra Help pays of its premium in {year}."),
}


def sections(answer: WillBeMoved) -> Sections:
    """What Medicare does by default, the premium against the most that Extra Help pays, and the best choice."""
    return (
        Heading(say(TITLE)),
        Paragraphs((headline(answer), *benchmark_sentences(answer.helped))),
        *premium_figure(answer),
        Bullets(advice(answer)),
        costs_table(answer),
        *law_sections(answer.rules),
    )


LETTER_INTRO = mark(
    "Your plan's letter of September (Annual Notice of Change) has its new premium. With Extra Help you get one more page. It says what "
    "you pay (LIS rider). Copy both here."
)
LETTER_PREMIUM = mark("Premium a month next year, by the letter, in dollars (leave empty if not sure)")
LETTER_LEFT = mark("What you pay of it with Extra Help, by the letter, in dollars (leave empty if it does not say)")
_BY_LETTER = {
    Fate.STAYS: mark("In {year} Extra Help pays the whole premium. You stay in your plan."),
    Fate.STAYS_AND_PAYS: mark("You stay in your plan, and pay {left} of its premium each month in {year}."),
    Fate.MOVED: mark("Medicare may move you: in {year} your plan costs {left} a month more than Extra Help pays."),
    Fate.ASK: mark("In {year} your plan costs {left} a month more than Extra Help pays."),
    Fate.UNKNOWN: mark("We can't tell yet if you would be moved. Look for the page that says what you pay with Extra Help."),
}


def letter_sections(answer: MovedByLetter) -> Sections:
    """What the plan's letter means, before next year's plans are at hand."""
    first, *rest = letter_sentences(answer)
    known = answer.benchmark is not None and answer.letter.left is None and answer.left is not None
    benchmark = say("Here Extra Help pays up to {benchmark} of a basic plan's premium.", benchmark=money(answer.benchmark)) if known else ""
    basic = say("This holds for a basic plan. Of another plan you pay more yourself.") if known else ""
    sure = say("{status}.", status=say(STATUSES[answer.benchmark_status])) if known else ""
    return (
        Heading(say(TITLE)),
        Headline(first),
        Paragraphs((*rest, " ".join(filter(None, (benchmark, sure, basic))))),
        *_letter_figure(answer),
        *law_sections(answer.rules),
    )


def letter_sentences(answer: MovedByLetter) -> tuple[str, ...]:
    """What becomes of a person who does nothing, by the letter; the first sentence is the one that counts."""
    said = say(_BY_LETTER[answer.fate], year=answer.year, left=money(answer.left))
    picked = say("If Medicare picked it for you, it may move you. If you picked it, you stay and pay that.")
    estimate = say("That rests on an estimate.") if answer.left is not None and answer.left_estimated else ""
    return tuple(filter(None, (said, picked if answer.fate is Fate.ASK else "", estimate)))


def _letter_figure(answer: MovedByLetter) -> tuple[Drawing, ...]:
    if not answer.letter.premium or answer.left is None:
        return ()
    return _premium_figure(answer.year, answer.letter.premium, answer.left, answer.benchmark)


def headline(answer: WillBeMoved) -> str:
    """What becomes of a person who does nothing."""
    said = say(_FATES[answer.fate], plan=plan_name(answer.plan), year=answer.year, left=money(answer.left))
    return " ".join((said, say("That rests on an estimate."))) if answer.left is not None and answer.left_estimated else said


def advice(answer: WillBeMoved) -> tuple[str, ...]:
    """What the letter looks like, from how many plans Medicare picks, what the best choice saves, and until when to choose."""
    moved, known = answer.may_be_moved, {rule.id for rule in answer.rules}
    blue = say("If Medicare moves you, you get a blue letter by early November. You can pick another plan until December 31.")
    tan = say("If you picked your plan, you get a tan letter instead. You stay.")
    waive = say("A plan may drop a small rest of the premium. Then Medicare leaves you there. Ask the plan.")
    enhanced = say("Medicare puts people in basic plans only. So you likely picked this plan. Ask it what you will pay.")
    helped = say("Your other help pays {amount} of that each month.", amount=shown(answer.help_pays)) if answer.help_pays else ""
    said = (
        helped,
        waive if answer.left and answer.fate is not Fate.STAYS else "",
        enhanced if answer.fate is Fate.UNKNOWN and answer.stay is not None and answer.stay.default is False else "",
        blue if moved and "reassignment_letter" in known else "",
        tan if answer.fate is Fate.ASK and "chosen_yourself" in known else "",
        _picks(answer) if moved else "",
        _best(answer),
        say("With Extra Help you may also change later in the year. See the rules below."),
        *(rule_words(rule) for rule in answer.rules if rule.id == "no_mass_moves"),
    )
    return tuple(filter(None, said))


def _picks(answer: WillBeMoved) -> str:
    certain, possible = len(answer.helped.defaults), len(answer.helped.possible_defaults)
    if possible or not certain:
        return say("Medicare picks at random. It does not look at your drugs. We don't know all the plans that it picks from.")
    return say_count(
        "Medicare picks the {number} plan whose premium Extra Help pays. It does not look at your drugs.",
        "Medicare picks at random from {number} plans. It does not look at your drugs.",
        certain,
        number=spelled(certain).lower(),
    )


def _best(answer: WillBeMoved) -> str:
    """The best choice, and what it saves against staying and against being moved, as far as each may happen."""
    best = answer.best
    if best is None:
        return say("We have no drug plan of {year} to suggest.", year=answer.year)
    if answer.stay is not None and best.plan.plan_id == answer.stay.plan.plan_id:
        again = say("If Medicare moves you, choose it again.") if answer.may_be_moved else ""
        return " ".join(filter(None, (say("Your own plan is the best drug plan for your drugs."), again)))
    words = {"plan": plan_name(best.plan), "cost": cost_words(best.helped), "year": answer.year}
    choice = say("The best drug plan for your drugs is {plan}: {cost} in {year}.", **words)
    other = say("It is another kind of plan: your doctors and hospitals would change too.") if answer.plan.kind is not PlanKind.PDP else ""
    return " ".join(filter(None, (choice, *_savings(answer), other)))


def _savings(answer: WillBeMoved) -> tuple[str, ...]:
    stay = answer.saving_against_staying if answer.fate not in (Fate.MOVED, Fate.GONE) else None
    pick = answer.saving_against_a_pick if answer.may_be_moved else None
    against_stay = say("That is {amount} less than staying.", amount=shown(stay)) if stay and stay > 0 else ""
    against_pick = mark("That is {amount} less than the average of the plans that Medicare picks from.")
    return against_stay, say(against_pick, amount=shown(pick)) if pick and pick > 0 else ""


def premium_figure(answer: WillBeMoved) -> tuple[Drawing, ...]:
    """The premium of a month next year, by who pays it, beside the most that Extra Help pays; nothing where one is not known."""
    if not answer.premium or answer.left is None:
        return ()
    return _premium_figure(answer.year, answer.premium, answer.left, answer.helped.benchmark)


def _premium_figure(year: int, premium: Cents, left: Cents, benchmark: Cents | None) -> tuple[Drawing, ...]:
    parts = [(Tone.HELP, premium - left), (Tone.YOU, left)]
    most = max(premium, benchmark or 0)
    rows: list[Lane] = [stacked(say("The premium of your plan in {year}", year=year), shown(premium), parts, most, strong=True)]
    if benchmark is not None:
        rows.append(stacked(say("The most that Extra Help pays here"), shown(benchmark), [(Tone.QUIET, benchmark)], most))
    legend = legend_of([(Tone.HELP, say("Extra Help pays")), (Tone.YOU, say("You pay"))])
    amounts = {"premium": shown(premium), "paid": shown(premium - left), "left": shown(left)}
    alt = say("Of {premium} a month, Extra Help pays {paid} and you pay {left}.", **amounts)
    return (lanes(rows, (), alt, legend=legend),)


def costs_table(answer: WillBeMoved) -> Table:
    """The year's cost of staying, of each end of what Medicare may pick, and of the best choice."""
    columns = (Column(say("What you do")), Column(say("Plan")), Column(say("Cost of {year}, drugs and premium", year=answer.year), True))
    rows: list[tuple[str, ...]] = []
    as_of = answer.helped.info.as_of
    if answer.stay is not None:
        rows.append((say("You stay"), plan_cell(answer.plan, as_of), cost_words(answer.stay.helped)))
    if answer.may_be_moved and answer.helped.candidates:
        rows.extend(_placed(answer.helped.candidates, as_of))
    if answer.best is not None:
        rows.append((say("You choose the best"), plan_cell(answer.best.plan, as_of), cost_words(answer.best.helped)))
    return Table(say("Stay, be moved, or choose"), columns, tuple(rows), frozenset({len(rows) - 1}) if answer.best else frozenset())


def _placed(candidates: tuple[HelpedPlan, ...], as_of: date) -> list[tuple[str, ...]]:
    first, last = candidates[0], candidates[-1]
    if first.total_if_default == last.total_if_default:
        plans = say_count("{plan}", "any of {count} plans", len(candidates), plan=plan_cell(first.plan, as_of))
        return [(say("Medicare picks"), plans, shown(first.total_if_default))]
    return [
        (say("Medicare picks, at best"), plan_cell(first.plan, as_of), shown(first.total_if_default)),
        (say("Medicare picks, at worst"), plan_cell(last.plan, as_of), shown(last.total_if_default)),
    ]
