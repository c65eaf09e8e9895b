"""What is asked and said of help that pays after the drug plan: state programs, ADAP, the Indian Health Service, charities. Grade 6."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.claim import OtherPayerKind
from finder.domain.money import shown
from finder.domain.other_help import OtherHelp, StateProgram
from finder.domain.plan_cost import Comparison
from finder.explain.explainers.payer_order import COUNTS, COUNTS_NOT
from finder.explain.kit.section import Bullets, Sections
from finder.explain.messages import mark, say

NOBODY = mark("No, or I’m not sure")
ASKED = mark("Does anyone else help pay for your drugs?")
GENERIC = mark("With this help, the most you pay for 30 days of a generic drug")
BRAND = mark("With this help, the most you pay for 30 days of a brand-name drug")
PREMIUM = mark("How much of your monthly drug plan premium does it pay?")
HELPERS: dict[str, OtherPayerKind | None] = {
    NOBODY: None,
    mark("A state drug program"): OtherPayerKind.SPAP,
    mark("AIDS drug help (ADAP)"): OtherPayerKind.ADAP,
    mark("The Indian Health Service or a tribe"): OtherPayerKind.IHS,
    mark("A charity, family or friends"): OtherPayerKind.CHARITY,
    mark("Other health insurance"): OtherPayerKind.EMPLOYER,
    mark("The VA"): OtherPayerKind.VA,
    mark("Workers’ compensation, or insurance after an accident"): OtherPayerKind.WORKERS_COMPENSATION,
}
"""The answers. None: nobody helps."""
_NOT_COUNTED = {
    OtherPayerKind.VA: mark("The VA pays without your drug plan. Don’t put drugs that you get from the VA on your list here."),
    OtherPayerKind.WORKERS_COMPENSATION: mark(
        "That insurance pays first, before your drug plan. Don’t put the drugs for your injury on your list here."
    ),
}
"""Those whose help changes no amount here."""
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


def answer_of(kind: OtherPayerKind | None) -> str:
    """The answer for a kind of help."""
    return next(answer for answer, of in HELPERS.items() if of is kind)


def missing_sentence() -> str:
    """That the copays are still to be typed."""
    return say(_MISSING)


def not_counted_sentence(kind: OtherPayerKind) -> str:
    """Why that payer changes no amount here; empty for one that does."""
    return say(_NOT_COUNTED[kind]) if kind in _NOT_COUNTED else ""


def about(kind: OtherPayerKind, plan_year: int, counts: bool, programs: Sequence[StateProgram]) -> Sections:
    """Who pays first, what counts, and the state's programs. ``counts``: it counts toward the limit of the year."""
    limit = say(COUNTS if counts else COUNTS_NOT)
    state = _of_state(programs, plan_year) if kind is OtherPayerKind.SPAP else ()
    return (Bullets((say("Your drug plan pays first. Then this help pays."), limit, *map(say, _MORE.get(kind, ())), *state)),)


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


def _premium(helper: OtherHelp) -> tuple[str, ...]:
    if not helper.premium:
        return ()
    return (say("It also pays up to {amount} of the drug plan premium each month.", amount=shown(helper.premium)),)
