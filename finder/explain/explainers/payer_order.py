"""What is said of who pays first: the order, what is not known, and what it does to the person's costs. Grade 6."""

from __future__ import annotations

from finder.domain.money import shown
from finder.domain.payer_order import Because, Cover, OnALedger, PartDPays, PayerOrder
from finder.explain.messages import mark, say

WHO_FIRST = mark("Which one pays first?")
FIRST: dict[str, PartDPays | None] = {
    mark("Help me find out"): None,
    mark("My drug plan"): PartDPays.FIRST,
    mark("That insurance"): PartDPays.SECOND,
}
"""The answers. None: to be found out."""
WHERE_FROM = mark("Where is that insurance from?")
WHERE = {
    mark("A job that I, my husband or my wife have now"): Cover.JOB,
    mark("A past job, a union or COBRA"): Cover.RETIREE,
}
WHY_MEDICARE = mark("Why do you have Medicare?")
WHY = {
    mark("I’m 65 or older"): Because.AGE,
    mark("A disability"): Because.DISABILITY,
    mark("Kidney failure"): Because.KIDNEY_FAILURE,
}
HOW_MANY = mark("How many people work for that employer?")
SIZES: dict[str, int | None] = {mark("Fewer than 20"): 19, mark("20 to 99"): 20, mark("100 or more"): 100, mark("I’m not sure"): None}
"""Each answer with a number of people that stands for it."""
KIDNEY_MONTH = mark("How many months have you had Medicare for kidney failure? Count this month too.")
COUNTS = mark("What it pays counts toward your yearly limit.")
COUNTS_NOT = mark("What it pays does not count toward your yearly limit.")
_ORDERS = {
    PartDPays.FIRST: mark("Your drug plan pays first."),
    PartDPays.SECOND: mark("The other coverage pays first, then your drug plan."),
    PartDPays.APART: mark("The other payer pays on its own. Your drug plan has no part in it."),
    PartDPays.ASK: mark("We can’t tell yet who pays first. Answer each question, or ask that insurance."),
}
_OPEN = mark(
    "We can’t tell yet who pays first. Answer each question, or ask that insurance. Or choose “No, or I’m not sure” above. Then the costs "
    "are without that insurance."
)
_NOT_COUNTED = {
    Cover.VA: mark("Don’t put drugs that you get from the VA on your list here."),
    Cover.WORKERS_COMPENSATION: mark("Don’t put the drugs for that injury on your list here."),
    Cover.ACCIDENT: mark("Don’t put the drugs for that injury on your list here."),
    Cover.JOB: mark("We don’t know what it pays, so the costs here are without it. With it you may pay less."),
    Cover.RETIREE: mark("We don’t know what it pays, so the costs here are without it. With it you may pay less."),
}


def sentences(found: PayerOrder) -> tuple[str, ...]:
    """Who pays first, and what that means for the costs shown and the yearly limit."""
    example = example_sentence(found.example) if found.example else ""
    return tuple(filter(None, (say(_ORDERS[found.order]), _limit(found), example, not_counted(found))))


def open_sentence() -> str:
    """That the order is still open, and what to do."""
    return say(_OPEN)


def not_counted(found: PayerOrder) -> str:
    """Why the costs here are without that payer; empty where they count it, or where the order is open."""
    return not_counted_sentence(found.asked.cover) if found.order in (PartDPays.SECOND, PartDPays.APART) else ""


def not_counted_sentence(cover: Cover) -> str:
    """That the costs here are without a payer who pays first, or apart from the plan."""
    return say(_NOT_COUNTED[cover])


def _limit(found: PayerOrder) -> str:
    if found.order is PartDPays.ASK:
        return ""
    if found.counts is None:
        return say("We don’t know if what it pays counts toward your yearly limit. Ask your drug plan.")
    return (
        say("What it pays counts toward your yearly limit.")
        if found.counts
        else say("What it pays does not count toward your yearly limit.")
    )


def example_sentence(example: OnALedger) -> str:
    """What a payer after the plan does to a fill and to the yearly limit."""
    return say(
        "An example: a drug costs {price} before you have met a deductible. It pays {other} and you pay {you}. Then {counted} counts "
        "toward your yearly limit.",
        price=shown(example.price),
        other=shown(example.other_pays),
        you=shown(example.patient_pay),
        counted=shown(example.counted),
    )
