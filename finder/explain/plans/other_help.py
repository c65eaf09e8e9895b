"""What is asked and said of help that pays after the drug plan: state programs, ADAP, the Indian Health Service, charities. Grade 6."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.claim import OtherPayerKind
from finder.domain.money import shown
from finder.domain.other_help import OtherHelp, StateProgram
from finder.domain.payer_order import PAYERS, Cover, OnALedger
from finder.domain.plan_cost import Comparison
from finder.explain.explainers.payer_order import COUNTS, COUNTS_NOT, example_sentence
from finder.explain.kit.section import Bullets, Sections
from finder.explain.messages import mark, say

NOBODY = mark("No, or I’m not sure")
ASKED = mark("Does anyone else help pay for your drugs?")
GENERIC = mark("With this help, the most you pay for 30 days of a generic drug")
BRAND = mark("With this help, the most you pay for 30 days of a brand-name drug")
PREMIUM = mark("How much of your monthly drug plan premium does it pay?")
HELPERS: dict[str, Cover | None] = {
    NOBODY: None,
    mark("A state drug program"): Cover.SPAP,
    mark("AIDS drug help (ADAP)"): Cover.ADAP,
    mark("The Indian Health Service or a tribe"): Cover.IHS,
    mark("A charity, family or friends"): Cover.CHARITY,
    mark("Other health insurance"): Cover.JOB,
    mark("The VA"): Cover.VA,
    mark("Workers’ compensation"): Cover.WORKERS_COMPENSATION,
    mark("Car or accident insurance"): Cover.ACCIDENT,
}
"""The answers. None: nobody helps. Of a job or of a past one: asked next."""
_MORE = {
    OtherPayerKind.SPAP: (
        mark("A state program must help you the same in every plan."),
        mark("It may not move many people to another plan during the year. You can still switch on your own."),
    ),
    OtherPayerKind.CHARITY: (mark("If this help stops at an amount for the year, you may pay more than we show."),),
}
_NAMED = {
    OtherPayerKind.SPAP: mark("your state drug program"),
    OtherPayerKind.ADAP: mark("ADAP"),
    OtherPayerKind.IHS: mark("the Indian Health Service or a tribe"),
    OtherPayerKind.CHARITY: mark("a charity, family or friends"),
    OtherPayerKind.EMPLOYER: mark("other health insurance"),
}
_MISSING = mark(
    "Type the most you pay with this help, for a generic and for a brand. Type 0 if you pay nothing. If you don’t know, ask the program."
)


def answer_of(kind: OtherPayerKind) -> str:
    """The answer for a kind of help."""
    return next(answer for answer, cover in HELPERS.items() if cover is not None and PAYERS.get(cover) is kind)


def missing_sentence() -> str:
    """That the copays are still to be typed."""
    return say(_MISSING)


def about(kind: OtherPayerKind, plan_year: int, example: OnALedger, programs: Sequence[StateProgram]) -> Sections:
    """Who pays first, what counts, with an example, and the state's programs."""
    state = _of_state(programs, plan_year) if kind is OtherPayerKind.SPAP else ()
    first = (
        say("Your drug plan pays first. Then this help pays."),
        say(COUNTS if example.counts else COUNTS_NOT),
        example_sentence(example),
    )
    return (Bullets((*first, *map(say, _MORE.get(kind, ())), *state)),)


def _of_state(programs: Sequence[StateProgram], plan_year: int) -> tuple[str, ...]:
    """Each program that we know by name, with its amounts or that we lack them; whom to ask for any other."""
    if not programs:
        return (say("We don’t have your program’s copays. Ask the program, or a free counselor: 1-877-839-2675."),)
    return tuple(" ".join(filter(None, (_copays(program, plan_year), _limits(program, plan_year)))) for program in programs)


def _copays(program: StateProgram, plan_year: int) -> str:
    if program.generic is None or program.brand is None:
        return say(
            "We don’t have the copays of {program} for {year}. Ask the program, or a free counselor: 1-877-839-2675.",
            program=program.name,
            year=plan_year,
        )
    return say(
        "{program} in {year}: {generic} for 30 days of a generic, {brand} for a brand.",
        program=program.name,
        year=plan_year,
        generic=shown(program.generic),
        brand=shown(program.brand),
    )


def _limits(program: StateProgram, plan_year: int) -> str:
    if program.single is None or program.couple is None:
        return ""
    return say(
        "Its income limit in {year} was {single} a year for one person and {couple} for a couple.",
        year=plan_year,
        single=shown(program.single),
        couple=shown(program.couple),
    )


def counted_sentences(comparison: Comparison) -> tuple[str, ...]:
    """That the amounts are after the person's other help; empty without any."""
    helper = comparison.other_help
    if helper is None:
        return ()
    said = say(
        "All costs here count your other help: {helper}. It pays after the plan. You pay at most {generic} for 30 days of a generic and "
        "{brand} for a brand.",
        helper=say(_NAMED[helper.kind]),
        generic=shown(helper.generic),
        brand=shown(helper.brand),
    )
    return (said, *_premium(helper), *map(say, _MORE[helper.kind] if helper.kind is OtherPayerKind.CHARITY else ()))


def same_help_sentence(comparison: Comparison) -> str:
    """That next year is counted with the same help; empty without any."""
    return say("We count the same help in both years. Ask if it stays the same.") if comparison.other_help else ""


def without_help_sentence() -> str:
    """For a page that checks what was paid, and knows of no other help."""
    return say("This check does not count your other help. If you paid more than that help lets you pay, ask the program.")


def _premium(helper: OtherHelp) -> tuple[str, ...]:
    if not helper.premium:
        return ()
    return (say("It also pays up to {amount} of the drug plan premium each month.", amount=shown(helper.premium)),)
