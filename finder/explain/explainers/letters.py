"""What is said of a letter: what it must say, what is missing, the dates, what to do, who may help. Grade 6."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from finder.domain.letters import LetterKind, LetterPart, LetterRead
from finder.domain.rights import Actor, Clock, ClockDate
from finder.explain.explainers.law import how_sure, law_sections, rule_words
from finder.explain.explainers.rights import date_table, dues_of, first_of, line_of_time, when_and_what
from finder.explain.kit.date_charts import Due
from finder.explain.kit.section import Bullets, Check, Checklist, Column, Fold, Heading, Headline, Paragraphs, Sections, Table, Warning
from finder.explain.messages import mark, say
from finder.explain.words import day
from finder.questions.explainers.letters import LETTERS_DUE, representative

TITLE = mark("Read my letter")
INTRO = mark("Got a letter about your drug plan? Choose what it is about and give its date. Tick what you find in it, if you like.")
EMPTY = mark("Fill in the date on the letter, and press Read my letter.")
WHICH = mark("What is the letter about?")
KINDS: dict[str, LetterKind] = {
    mark("The plan says no to a drug or to paying me back"): LetterKind.DENIAL,
    mark("The plan says no to my appeal"): LetterKind.APPEAL_DENIED,
    mark("A drug of mine leaves the list or costs more"): LetterKind.DRUG_CHANGE,
    mark("What changes in my plan next year"): LetterKind.YEARLY_CHANGES,
    mark("My plan ends"): LetterKind.PLAN_ENDS,
    mark("I did not pay a premium"): LetterKind.UNPAID_PREMIUM,
    mark("I owe a late fee"): LetterKind.LATE_FEE,
    mark("Medicare moves me to another plan"): LetterKind.MOVED,
    mark("My plan broke the rules or did badly"): LetterKind.PROBLEMS,
}
DATE = mark("Date on the letter")
RECEIVED = mark("Day you got the letter (leave empty if not sure)")
UNPAID_MONTH = mark("First day of the month you did not pay")
IS_MONEY = mark("It is about money for a drug I bought")
TICK = mark("Tick what you find in the letter")
READ = mark("Read my letter")
MISSING_DAY = mark("Please fill in the date first.")
MISSING_MONTH = mark("Please fill in the month that you did not pay.")
SEE_ALSO: dict[LetterKind, str] = {
    LetterKind.DENIAL: "rights",
    LetterKind.APPEAL_DENIED: "rights",
    LetterKind.DRUG_CHANGE: "rights",
    LetterKind.YEARLY_CHANGES: "annual_change",
    LetterKind.PLAN_ENDS: "losing_coverage",
    LetterKind.UNPAID_PREMIUM: "losing_coverage",
    LetterKind.LATE_FEE: "late_enrollment",
    LetterKind.MOVED: "annual_change",
    LetterKind.PROBLEMS: "find_plans",
}
"""The page that answers what a person asks next, by its name."""
_PARTS: dict[LetterPart, str] = {
    LetterPart.REASON: mark("Why, in words you can follow"),
    LetterPart.RIGHT_TO_APPEAL: mark("That you may ask the plan to look again"),
    LetterPart.HOW_TO_APPEAL: mark("How to ask the plan, and by when"),
    LetterPart.FAST_APPEAL: mark("How to get a fast answer if a wait could harm you"),
    LetterPart.LATER_STEPS: mark("What comes next if the answer is no again"),
    LetterPart.RIGHT_TO_REVIEWER: mark("That you may ask the independent reviewer"),
    LetterPart.HOW_TO_REVIEWER: mark("How to ask the reviewer, and by when"),
    LetterPart.FAST_REVIEW: mark("How to get a fast review if a wait could harm you"),
    LetterPart.DRUG_NAME: mark("The name of the drug"),
    LetterPart.KIND_OF_CHANGE: mark("If the drug leaves the list, or costs more"),
    LetterPart.OTHER_DRUGS: mark("Other drugs that may do, and what they cost"),
    LetterPart.HOW_TO_EXCEPTION: mark("How to ask for an exception"),
    LetterPart.NEW_COSTS: mark("The new premium and what you pay for drugs"),
    LetterPart.NEW_DRUG_LIST: mark("Changes in the list of drugs"),
    LetterPart.NEW_STORES: mark("Changes in the drug stores you can use"),
    LetterPart.END_DATE: mark("The last day of your plan"),
    LetterPart.OTHER_PLANS: mark("Your other plans, in a list or by phone"),
    LetterPart.RIGHT_TO_COMPLAIN: mark("That you may complain to the plan"),
    LetterPart.FEE_AMOUNT: mark("How much the fee is"),
    LetterPart.RIGHT_TO_FEE_REVIEW: mark("That you may ask for a review of the fee"),
    LetterPart.LIST_DIFFERENCES: mark("How the new plan's list differs for your drugs"),
    LetterPart.RIGHT_TO_ASK: mark("That you may ask for a decision, an exception and an appeal"),
}
_MEANS: dict[LetterKind, tuple[str, ...]] = {
    LetterKind.DENIAL: (
        mark("The plan will not pay. This is not the end: you can ask it to look again (appeal)."),
        mark("Ask your doctor for a note on why you need the drug, and send it along."),
    ),
    LetterKind.APPEAL_DENIED: (
        mark("The plan looked again and still says no. Now someone who does not work for the plan can decide."),
        mark("Send the reviewer this letter and your doctor's note."),
    ),
    LetterKind.DRUG_CHANGE: (
        mark("Ask your doctor if one of the other drugs would do."),
        mark("If not, ask the plan for an exception before the change starts."),
    ),
    LetterKind.YEARLY_CHANGES: (
        mark("Look up each of your drugs in the new list, and your store."),
        mark("If you do nothing, you stay in this plan, as it will be next year."),
    ),
    LetterKind.PLAN_ENDS: (mark("You need a new plan, or you have no drug coverage in January. Some people are moved: ask Medicare."),),
    LetterKind.UNPAID_PREMIUM: (
        mark("You can still keep the plan if you pay in time. Pay in a way that leaves proof."),
        mark("If you paid already, call the plan and send the proof."),
    ),
    LetterKind.LATE_FEE: (
        mark("Medicare counts months in which you had no good drug coverage. If you had it, ask for a review and send proof."),
        mark("Pay the fee while you wait. You get it back if you win."),
    ),
    LetterKind.MOVED: (
        mark("Medicare picked a plan for you. It did not look at your drugs. Look up each of them in the new plan's list."),
        mark("You may pick another plan yourself."),
    ),
    LetterKind.PROBLEMS: (
        mark("Medicare made the plan write this. Keep the letter, and see how the plan's stars stand beside others."),
        mark("The letter alone does not end your coverage."),
    ),
}
_RULES = {
    "denial": mark("letters that say no"),
    "appeal_denied": mark("answers to an appeal"),
    "drug_change": mark("changes in the list of drugs"),
    "yearly_changes": mark("the yearly letter"),
    "standard_text": mark("fixed texts"),
    "nonrenewal_notice": mark("the letter of a plan that ends"),
    "disenrollment": mark("the letter before a plan puts you out"),
    "notice": mark("the letter on the late fee"),
    "reconsideration": mark("the review of the late fee"),
    "moved": mark("the letter to those who are moved"),
    "reassignment_letter": mark("the blue letter"),
    "problems": mark("letters on a plan's faults"),
}
"""The rules that early years lack, by id."""
_OTHER_RULE = mark("part of this")
_HELPER = (
    mark("Write on a sheet of paper, or on form CMS-1696: your name, address, phone and Medicare number."),
    mark("Add the name, address and phone of the person who helps you."),
    mark("Write: I name this person to act for me in this matter. The plan may give this person what it knows of me."),
    mark("Both of you sign, with the day. The helper writes: I accept."),
    mark("Send it with what you ask for, and keep a copy. Your doctor can ask for a drug decision without it."),
)
_MARKS = (
    mark("Limits by Medicare (sanctions): My answer shows them with each plan, if the plan files have them. We don't suggest such a plan."),
    mark("Stars: My answer shows them with each plan, and says so if a plan has fewer than three."),
    mark("Letters that Medicare made a plan send on its faults: they are in no file that we have. Ask 1-800-MEDICARE."),
    mark("All are as of the day of the plan files, which stands at the foot of each page. Later news is not in them."),
)


class _Mark(NamedTuple):
    """How a part of a letter stands: met or not (None: not checked), in a word."""

    met: bool | None
    word: str


_LOOK, _FOUND, _MISSING = _Mark(None, mark("Look for it")), _Mark(True, mark("Found")), _Mark(False, mark("Not found"))


def part_words(part: LetterPart) -> str:
    """A part of a letter in words."""
    return say(_PARTS[part])


def meaning(kind: LetterKind) -> tuple[str, ...]:
    """What a letter means, and what to do."""
    return tuple(map(say, _MEANS[kind]))


def helper_steps() -> tuple[str, ...]:
    """The form that names a representative, in words."""
    return tuple(map(say, _HELPER))


def what_is_known_of_plans() -> tuple[str, ...]:
    """Where sanctions, stars and faults of plans stand, and what is not known."""
    return tuple(map(say, _MARKS))


def dues(answer: LetterRead) -> tuple[Due, ...]:
    """The dates for a calendar file."""
    return dues_of(answer.dates)


def unknown_sentences(answer: LetterRead) -> tuple[str, ...]:
    """The rules that the letter's year lacks."""
    year = answer.letter.on.year
    return tuple(
        say("The rule on {rule} of {year} is not among the texts that were read.", rule=say(_RULES.get(name, _OTHER_RULE)), year=year)
        for name in answer.unknown
    )


def answer_sections(answer: LetterRead, today: date) -> Sections:
    """What to do by when, the line of time, what is wrong with the letter, and what it must say."""
    known = [entry for entry in answer.dates if entry.day]
    picture = (line_of_time(answer.letter.on, answer.dates, today),) if known else ()
    return (
        Heading(say("Your letter")),
        Headline(_headline(known)),
        *picture,
        *faults(answer, today),
        Paragraphs(meaning(answer.letter.kind)),
        *_must_say(answer),
        *((date_table(answer.dates),) if known else ()),
    )


def _headline(known: list[ClockDate]) -> str:
    entry = _acts(known)
    return when_and_what(entry) if entry else say("This letter sets no date by which you must act.")


def _acts(known: list[ClockDate]) -> ClockDate | None:
    """The last day on which the person may act, else the first on which something changes; a letter that is due changes nothing."""
    mine = [entry for entry in known if entry.clock.who is Actor.YOU and entry.clock is not Clock.CHOOSE_FROM]
    changes = [entry for entry in known if entry.clock not in LETTERS_DUE]
    return first_of(mine or changes or known)


def faults(answer: LetterRead, today: date) -> Sections:
    """A day that is past, a letter that came late, and what is missing from it."""
    return tuple(Warning(text) for text in fault_sentences(answer, today))


def fault_sentences(answer: LetterRead, today: date | None = None) -> tuple[str, ...]:
    """The same in sentences."""
    found = []
    entry = _acts([entry for entry in answer.dates if entry.day])
    if entry and entry.day and today and entry.clock.who is Actor.YOU and entry.day < today:
        found.append(say("This day is past. Call your plan at once, and ask what you can still do."))
    if answer.late and answer.due:
        found.append(
            say("The letter is late: it should have come by {day}. Ask the plan why, or call 1-800-MEDICARE.", day=day(answer.due))
        )
    if answer.missing:
        found.append(say("Something is missing. Ask the plan for a full letter. Don't wait for it: your dates run all the same."))
    return tuple(found)


def _must_say(answer: LetterRead) -> Sections:
    if not answer.parts:
        return ()
    checks = tuple(Check(mark_.met, say(mark_.word), part_words(part)) for part in answer.parts for mark_ in (_mark(answer, part),))
    return (Heading(say("What the letter must say")), Checklist(checks))


def _mark(answer: LetterRead, part: LetterPart) -> _Mark:
    if answer.letter.found is None:
        return _LOOK
    return _FOUND if part in answer.letter.found else _MISSING


def details(answer: LetterRead) -> Sections:
    """Who may help, what is known of plans, what is not known, and the law."""
    rules = representative(answer.letter.on)
    columns = (Column(say("Rule")), Column(say("Where it stands")), Column(say("How sure we are")))
    table = Table(say("The rules"), columns, tuple((rule_words(rule), rule.citation, how_sure(rule)) for rule in rules))
    return (
        Fold(say("Let someone act for you"), (Bullets(helper_steps()), *((table,) if rules else ()))),
        Fold(say("What Medicare says about plans"), (Bullets(what_is_known_of_plans()),)),
        Bullets(unknown_sentences(answer)),
        *(law_sections(answer.rules) if answer.rules else ()),
    )
