"""What is said of medication therapy management: the form, the answer, the picture and table of its tests, dates, the sheet to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from finder.domain.errors import Problem, Refusal
from finder.domain.medication_therapy import (
    Asks,
    Criterion,
    Met,
    Range,
    Review,
    Talk,
    Test,
    Therapy,
    TherapyCase,
    TherapyNote,
)
from finder.domain.money import shown
from finder.domain.prescription import Prescription
from finder.explain.explainers.law import how_sure, rule_words
from finder.explain.kit.date_charts import Due
from finder.explain.kit.drawing import Lane, Scale, Span, Tone, lanes, legend_of
from finder.explain.kit.escapes import in_html
from finder.explain.kit.section import (
    Bullets,
    Check,
    Checklist,
    Column,
    Drawing,
    Fold,
    Heading,
    Headline,
    Paragraphs,
    Sections,
    Table,
)
from finder.explain.messages import language, mark, say, say_count
from finder.explain.plans.drugs import prescription_words
from finder.explain.source_words import STATUSES, problem_sentence
from finder.explain.words import UNKNOWN, day, joined
from finder.parameters import FIRST_YEAR, LAST_YEAR

TITLE = mark("Drug review program")
INTRO = mark(
    "Some people take many drugs for long-term illnesses. Their plan must then offer free help. A pharmacist goes over all the drugs with "
    "them. Plans call this medication therapy management (MTM)."
)
EMPTY = mark("Fill in the form and press Show my answer.")
YEAR = mark("Year")
YEARS = tuple(range(LAST_YEAR, FIRST_YEAR - 1, -1))
WHICH_ILLNESSES = mark("Which long-term illnesses do you have?")
CHOOSE = mark("Choose")
CONDITIONS = {
    mark("Alzheimer's disease"): "alzheimers_disease",
    mark("Arthritis or weak bones"): "bone_disease_arthritis",
    mark("Asthma, COPD or other lung disease"): "respiratory_disease",
    mark("Depression or other mental illness"): "mental_health",
    mark("Diabetes"): "diabetes",
    mark("Heart failure"): "heart_failure",
    mark("High blood pressure"): "hypertension",
    mark("High cholesterol"): "dyslipidemia",
    mark("HIV or AIDS"): "hiv_aids",
    mark("Kidney failure (dialysis)"): "end_stage_renal_disease",
}
OTHER_ILLNESSES = mark("How many other long-term illnesses?")
HOW_MANY_DRUGS = mark("How many drugs do you take for a long time?")
YEARLY_COST = mark("What do your drugs cost in a year, your part and the plan's? Leave empty if you don't know.")
NURSING_HOME = mark("I live in a nursing home (long-term care)")
AT_RISK = mark("My plan limits opioids or another risky drug for me")
PLAN_ILLNESSES = mark("How many illnesses does your plan ask for?")
PLAN_DRUGS = mark("How many drugs does your plan ask for?")
SHOW = mark("Show my answer")
NO_ILLNESS = mark("Please choose your long-term illnesses. If you have none, type 0 for how many others.")
NO_DRUGS = mark("Please say how many drugs you take for a long time. If you take none, type 0.")
NOTHING_TOLD = mark(
    "This program is for people with long-term illnesses and many drugs. You told us of none. "
    "Tell us of an illness, how many drugs you take, or what they cost in a year."
)
SHEET_BUTTON = mark("Sheet for your review (to print)")
_TOO_MUCH = {
    Test.CONDITIONS: mark(
        "In {year} a plan may ask for {least} to {most} long-term illnesses. You said {number}. Please check with your plan."
    ),
    Test.DRUGS: mark("In {year} a plan may ask for {least} to {most} drugs. You said {number}. Please check with your plan."),
}
_ELIGIBLE = {
    Met.YES: mark("Yes. Your plan must offer you this program."),
    Met.NO: mark("No. A plan does not have to offer you this program."),
    Met.PLAN_DECIDES: mark("Maybe. It depends on what your plan asks for."),
}
_NEXT = {
    Met.YES: mark("Call your plan. Say: I would like my yearly review of all my drugs. When can I have it?"),
    Met.NO: mark("You can still ask your drug store or doctor to go over all your drugs with you."),
    Met.PLAN_DECIDES: mark(
        "Call your plan. Ask: Do I qualify for medication therapy management? How many illnesses and drugs do you ask for?"
    ),
}
_MET = {Met.YES: mark("Met"), Met.NO: mark("Not met"), Met.PLAN_DECIDES: mark("Your plan decides")}
_NOT_KNOWN = mark("Not known")
_CHECKED = {Met.YES: True, Met.NO: False, Met.PLAN_DECIDES: None}
_TESTS = {
    Test.CONDITIONS: mark("Long-term illnesses"),
    Test.DRUGS: mark("Part D drugs"),
    Test.COST: mark("Yearly cost of the drugs"),
}
_TESTS_LISTED = {
    Test.CONDITIONS: mark("long-term illnesses"),
    Test.DRUGS: mark("Part D drugs"),
    Test.COST: mark("yearly cost of the drugs"),
}
"""The tests inside a sentence."""
_ASKED = {
    Asks.SPONSOR: mark("{least} or more"),
    Asks.SPONSOR_FREE: mark("the plan's own number, {least} or more"),
    Asks.RANGE: mark("the plan's own number, {least} to {most}"),
    Asks.ABOVE: mark("more than {least}"),
    Asks.AT_LEAST: mark("{least} or more"),
}
_REVIEWS: dict[Review, tuple[str, str]] = {
    Review.OFFER: (
        mark("The full review should be offered"),
        mark("The plan should have offered you a full review of your drugs. If it has not, call and ask."),
    ),
    Review.TARGETED_REVIEW: (
        mark("The plan checks your drugs"),
        mark("The plan must have checked your drugs for this quarter. You need not do anything."),
    ),
    Review.COMPREHENSIVE_REVIEW: (
        mark("Have your yearly full review"),
        mark("The plan owes you a full review of your drugs this year. Have it by this day."),
    ),
}
"""A date of the program in a few words, and in a sentence."""
_NOTES: dict[TherapyNote, str] = {
    TherapyNote.PLANS_CHOSE: mark("Each plan chose in {year} which illnesses it looks for, and how many."),
    TherapyNote.NO_LIST: mark("The rule of {year} had no list of illnesses. A plan could choose which ones it looks for, so ask it."),
    TherapyNote.AMOUNT_UNCONFIRMED: mark("The yearly amount of {year} is not confirmed by two sources."),
    TherapyNote.LONG_TERM_ASSUMED: mark("Drugs are counted as drugs for long-term use."),
    TherapyNote.PROGRAM_UNKNOWN: mark("What the program gave in {year} is not among the texts that were read."),
    TherapyNote.AT_RISK_UNKNOWN: mark("At-risk people are not named in the texts for {year}."),
    TherapyNote.COST_UNKNOWN: mark("Your yearly drug cost is not known, so the answer is open."),
}
_ROOM = 1.15
"""How much longer a line is than what it shows."""


def refusal_sentences(refusal: Refusal, case: TherapyCase, limits: Mapping[Test, Range]) -> tuple[str, ...]:
    """What is wrong with the form, in a person's words. ``limits`` are what a plan may ask for that year."""
    return tuple(_refused(problem, case, limits) for problem in refusal.problems)


def _refused(problem: Problem, case: TherapyCase, limits: Mapping[Test, Range]) -> str:
    if problem.where == "$":
        return say(NOTHING_TOLD)
    given = {Test.CONDITIONS: case.sponsor.minimum_conditions, Test.DRUGS: case.sponsor.minimum_drugs}
    for test, number in given.items():
        if problem.where == f"$.sponsor.minimum_{test.key}":
            return say(_TOO_MUCH[test], year=case.year, number=number, **limits[test]._asdict())
    return problem_sentence(problem)


def notes(answer: Therapy) -> tuple[str, ...]:
    """What is not sure about the answer, to be read beside it."""
    return tuple(_note(note, answer) for note in answer.notes)


def _note(note: TherapyNote, answer: Therapy) -> str:
    if note is TherapyNote.UNLISTED:
        return say_count(
            "{count} of your illnesses is not on Medicare's list of today. A plan need not count such an illness.",
            "{count} of your illnesses are not on Medicare's list of today. A plan need not count such an illness.",
            answer.unlisted,
        )
    return say(_NOTES[note], year=answer.case.year)


def review_words(review: Review) -> tuple[str, str]:
    """A date of the program in a few words, and in a sentence."""
    title, says = _REVIEWS[review]
    return say(title), say(says)


def dues(answer: Therapy) -> tuple[Due, ...]:
    """The dates of the program, for a calendar file."""
    return tuple(Due(entry.by, *review_words(entry.review)) for entry in answer.schedule)


def answer_sections(answer: Therapy) -> Sections:
    """Yes, no or maybe, the tests as a checklist and a picture, what to do, and what the program gives when."""
    first, second = headline(answer)
    return (
        Heading(say("Your answer")),
        Headline(first),
        Paragraphs((second,)),
        checklist(answer),
        criteria_figure(answer),
        Paragraphs((next_step(answer),)),
        Bullets(notes(answer)),
        Fold(say("The tests in numbers, and how sure we are"), (criteria_table(answer),)),
        Heading(say("What the program gives")),
        Bullets((*map(rule_words, answer.services), _talk_sentence(answer))),
        *((_schedule_table(answer),) if answer.schedule else ()),
    )


def checklist(answer: Therapy) -> Checklist:
    """Each test: met, not met, or open, with what the person has and what is asked."""
    return Checklist(tuple(_check(criterion) for criterion in answer.criteria))


def _check(criterion: Criterion) -> Check:
    return Check(_CHECKED[criterion.met], _met_words(criterion), say(_TESTS[criterion.test]), _beside(criterion))


def _met_words(criterion: Criterion) -> str:
    return say(_NOT_KNOWN) if criterion.yours is None else say(_MET[criterion.met])


def _beside(criterion: Criterion) -> str:
    asked = _asked(criterion)
    if criterion.yours is None:
        return say("Asked: {asked}. Yours is not known.", asked=asked)
    return say("You: {yours}. Asked: {asked}.", yours=_yours(criterion), asked=asked)


def headline(answer: Therapy) -> tuple[str, str]:
    """Yes, no or maybe, and the tests that decided."""
    return say(_ELIGIBLE[answer.eligible]), _deciding_sentence(answer)


def _deciding_sentence(answer: Therapy) -> str:
    if answer.at_risk:
        return say("Your plan limits a risky drug for you. That alone is enough.")
    if answer.eligible is Met.YES:
        return say("You meet all three tests.")
    tests = joined(say(_TESTS_LISTED[test]) for test in answer.decided_by)
    if answer.eligible is Met.PLAN_DECIDES:
        return say("Left to the plan: {tests}.", tests=tests)
    if len(answer.decided_by) > 1:
        return say("These tests are not met: {tests}.", tests=tests)
    return say("This test is not met: {tests}.", tests=tests)


def next_step(answer: Therapy) -> str:
    """A plain next step."""
    return say(_NEXT[answer.eligible])


def criteria_table(answer: Therapy) -> Table:
    """The three tests: what the person has, what is asked, how it stands, how sure we are."""
    columns = (
        Column(say("Test")),
        Column(say("You"), True),
        Column(say("Asked for"), True),
        Column(say("Met?")),
        Column(say("How sure we are")),
    )
    caption = say("The tests of {year}", year=answer.case.year)
    return Table(caption, columns, tuple(_criterion_row(criterion) for criterion in answer.criteria))


def _criterion_row(criterion: Criterion) -> tuple[str, ...]:
    sure = how_sure(criterion.rule)
    if criterion.amount_status:
        sure = f"{sure} {say('The amount: {status}.', status=say(STATUSES[criterion.amount_status]))}"
    return (say(_TESTS[criterion.test]), _yours(criterion), _asked(criterion), _met_words(criterion), sure)


def _number(test: Test, number: int) -> str:
    return shown(number) if test is Test.COST else str(number)


def _yours(criterion: Criterion) -> str:
    yours = criterion.yours
    if yours is None:
        return say(UNKNOWN)
    if yours.least == yours.most:
        return _number(criterion.test, yours.least)
    return say("{possibly}, of which {surely} count in every plan", possibly=yours.most, surely=yours.least)


def _asked(criterion: Criterion) -> str:
    return say(_ASKED[criterion.asks], least=_number(criterion.test, criterion.asked.least), most=criterion.asked.most)


def _talk_sentence(answer: Therapy) -> str:
    """What is special in a nursing home; empty where nothing is."""
    if answer.services and answer.talk is Talk.NOT_REQUIRED:
        return say("In a nursing home the plan may leave out the talk.")
    if answer.services and answer.talk is Talk.UNKNOWN:
        return say("In a nursing home plans could once leave out the talk. We have not read this year's rule on that.")
    return ""


def _schedule_table(answer: Therapy) -> Table:
    rows = tuple((day(due.day), due.title, due.says) for due in dues(answer))
    caption = say("What happens in {year}, if you are in", year=answer.case.year)
    return Table(caption, (Column(say("By")), Column(say("What")), Column(say("What it means"))), rows)


def criteria_figure(answer: Therapy) -> Drawing:
    """Yours against what is asked, a line a test, each on its own scale. What is not known has no line."""
    known = [criterion for criterion in answer.criteria if criterion.yours is not None]
    entries = [(Tone.PIN, say("You")), (Tone.GOOD, say("Enough in each plan"))]
    if any(criterion.asked.most is None or criterion.asked.most > criterion.asked.least for criterion in known):
        entries.append((Tone.MARK, say("Enough in some plans")))
    return lanes([_lane(criterion) for criterion in known], (), " ".join(map(_finding, answer.criteria)), legend=legend_of(entries))


def _lane(criterion: Criterion) -> Lane:
    """The asked number behind, yours as a pin: past the first number some plans say yes, past the last all do."""
    least, most = criterion.asked
    yours = (criterion.yours or Range(0, 0)).most or 0
    sure = most is not None or criterion.asks in (Asks.ABOVE, Asks.AT_LEAST, Asks.SPONSOR)
    last = least if most is None else most
    scale = Scale(0, max(yours, last) * _ROOM)
    open_to = scale.at(last) if sure else 1.0
    spans = (Span(0, scale.at(least), Tone.QUIET), Span(scale.at(least), open_to, Tone.MARK), Span(open_to, 1.0, Tone.GOOD))
    words = say("{test}: {number}", test=say(_TESTS[criterion.test]), number=_number(criterion.test, yours))
    return Lane(words, "", spans, marker=scale.at(yours))


def _finding(criterion: Criterion) -> str:
    test, asked, met = say(_TESTS[criterion.test]), _asked(criterion), _met_words(criterion)
    if criterion.yours is None:
        return say("{test}: yours is not known, asked {asked}.", test=test, asked=asked)
    return say("{test}: you {yours}, asked {asked}. {met}.", test=test, yours=_yours(criterion), asked=asked, met=met)


def sheet_html(answer: Therapy, prescriptions: Iterable[Prescription]) -> str:
    """The sheet for the review, a page that prints by itself: what is known is filled in, the rest has room to write. Escaped."""
    drugs = [prescription_words(prescription) for prescription in prescriptions]
    rows = "".join(f"<tr><td>{in_html(name)}</td><td></td><td></td><td></td></tr>" for name in [*drugs, *[""] * max(12 - len(drugs), 3)])
    dates = [say("{day}: {what}", day=day(due.day), what=due.title) for due in dues(answer)] or [say("Ask your plan")]
    words = {
        "title": say("My drug review"),
        "heading": say("My drug review, {year}", year=answer.case.year),
        "bring": say("Bring this sheet and all your bottles. Ask for a written summary."),
        "drugs": say("My drugs"),
        "drug": say("Drug"),
        "purpose": say("What it is for"),
        "how": say("How I take it"),
        "trouble": say("Trouble with it"),
        "before": say("Before the review"),
        "dates": say("Dates"),
        "private": say("This sheet was sent to nobody. It has no name on it. Write yours if you like."),
    }
    questions = "".join(f"<li>{in_html(say(question))}<div class='line'></div></li>" for question in _QUESTIONS)
    when = "".join(f"<li>{in_html(one)}</li>" for one in dates)
    said = {name: in_html(text) for name, text in words.items()}
    return _SHEET.format(language=language(), rows=rows, questions=questions, when=when, **said)


_QUESTIONS = (
    mark("Which drugs without a prescription, herbs or vitamins do I take?"),
    mark("What am I allergic to?"),
    mark("Which drug makes me feel unwell? How?"),
    mark("Which drug do I skip or split? Why?"),
    mark("Does any drug do the same as another? Can one stop?"),
    mark("Is there a drug that works as well and costs less?"),
    mark("What do I want to ask?"),
)
_SHEET = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title><style>
body {{font: 18px/1.4 sans-serif; margin: 2rem; color: black;}} h1 {{font-size: 1.6rem;}} h2 {{font-size: 1.2rem;}}
table {{border-collapse: collapse; width: 100%;}} th, td {{border: 1px solid; padding: .4rem; text-align: left; height: 2rem;}}
.line {{border-bottom: 1px solid; height: 2.2rem;}} li {{margin: .5rem 0; break-inside: avoid;}}
@media print {{body {{margin: 0;}}}}
</style></head><body><h1>{heading}</h1><p>{bring}</p>
<h2>{drugs}</h2><table><thead><tr><th scope="col">{drug}</th><th scope="col">{purpose}</th><th scope="col">{how}</th>
<th scope="col">{trouble}</th></tr></thead><tbody>{rows}</tbody></table>
<h2>{before}</h2><ol>{questions}</ol><h2>{dates}</h2><ul>{when}</ul><p>{private}</p></body></html>"""
