"""What is said of receipts that were checked: what was too much, how sure that is, what to do. Grade 6."""

from __future__ import annotations

from datetime import date

from finder.domain.money import Cents, shown
from finder.domain.receipt import CheckedFill, DrugKind, Fault, Finding, NotChecked, ReceiptCheck, Sure, WhyNotChecked
from finder.domain.using_the_plan import Moment
from finder.explain.explainers.law import law_sections
from finder.explain.explainers.using_the_plan import folded
from finder.explain.kit.drawing import Lane, Tone, lanes, legend_of, stacked
from finder.explain.kit.letter import Letter, letter_lines, letter_page
from finder.explain.kit.section import Bullets, Column, Drawing, Fold, Headline, Paragraphs, Sections, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.words import day, drug_label

TITLE = mark("Check a receipt")
INTRO = mark("Were you charged too much for a drug? Tell us what you paid. We compare it with the law and with your plan.")
YEAR = mark("The year of the receipt")
HELP_FROM = mark("Extra Help started in")
YOUR_PLAN = mark("Your plan, if you want us to check its own copays")
PLAN = mark("Plan")
NO_PLAN = mark("I'd rather not say")
HOW = mark("How do you want to tell us?")
TYPE_IT, OPEN_IT = mark("Type what is on the receipt"), mark("Open a file of claims or a store's list")
DRUG, WHAT_IS_IT, BOUGHT_ON = mark("Name and strength of the drug"), mark("What is it?"), mark("The day you paid")
HOW_MANY, HOW_LONG = mark("How many (tablets, mL, pens), if you know"), mark("For how many days, if you know")
I_PAID, WHOLE = mark("What you paid, in dollars"), mark("The whole price, if the receipt shows it")
ADD, REMOVE_ALL = mark("Check this receipt"), mark("Remove all receipts")
STORE = mark("Which store did you use?")
NAME_AND_AMOUNT = mark("Please give the name of the drug, the day and what you paid.")
FILE = mark("A Blue Button download, or a store's list as CSV or XLSX")
PAID_COLUMN = mark("Which column is what you paid?")
NO_PAID_COLUMN = mark("No column says what you paid. Without it we can't check.")
FROM_DESK = mark("We use the claims that you opened on the Desk. Open another file to change that.")
KINDS = {
    mark("I'm not sure what it is"): DrugKind.NOT_SURE,
    mark("A generic"): DrugKind.GENERIC,
    mark("A brand"): DrugKind.BRAND,
    mark("Insulin"): DrugKind.INSULIN,
    mark("A shot (vaccine)"): DrugKind.VACCINE,
}
"""What a person may say that a drug is."""
_FAULTS = {
    Fault.VACCINE: mark("Shots that are recommended for adults cost $0."),
    Fault.INSULIN: mark("Insulin costs at most {amount} for this supply."),
    Fault.EXTRA_HELP: mark("With your Extra Help it costs at most {amount}."),
    Fault.YEARLY_LIMIT: mark("You had reached the limit of the year. At most {amount} was left to pay."),
    Fault.WHOLE_PRICE: mark("The whole price was only {amount}."),
    Fault.NEGOTIATED_PRICE: mark("Medicare set a price of {amount} for it. The store may add a small fee."),
    Fault.PLAN_SHARE: mark("By your plan's terms it costs {amount}."),
}
_SURE = {
    Sure.CERTAIN: mark("This is sure."),
    Sure.LIKELY: mark("This is likely. Ask your plan."),
    Sure.ASK: mark("We are not sure. Ask your plan."),
}
_WHY_NOT = {
    WhyNotChecked.NO_AMOUNT: mark("{drug}: it does not say what you paid."),
    WhyNotChecked.NO_DAY: mark("{drug}: it does not say when you paid."),
    WhyNotChecked.OTHER_YEAR: mark("{drug}: it is from another year. Choose that year to check it."),
}
_MOST_LISTED = 12


def sections(check: ReceiptCheck) -> Sections:
    """The answer, what is too much, what looks right, and what was not checked."""
    right = tuple(fill for fill in check.fills if not fill.findings)
    return (
        Headline(headline(check)),
        *((paid_figure(check.found),) if check.found else ()),
        Paragraphs(_next_steps(check)),
        *((_found(check.found),) if check.found else ()),
        *((Fold(say("Receipts that look right"), (_right(right),)),) if right else ()),
        *((Fold(say("Not checked"), (Bullets(_not_checked(check.not_checked)),)),) if check.not_checked else ()),
        Paragraphs((_how_sure(check),)),
    )


def law(check: ReceiptCheck) -> Sections:
    """The rules of what was found, the way to show the card, and what to do without it."""
    first = date(check.payer.year, 1, 1)
    rest = (*folded(Moment.AT_THE_COUNTER, first), *folded(Moment.PAPER_CLAIM, first))
    return (*(law_sections(check.rules) if check.found else ()), *rest)


def headline(check: ReceiptCheck) -> str:
    """How much is too much, in one sentence."""
    if check.owed_back:
        return say("You paid {amount} too much. Your plan owes it to you.", amount=shown(check.owed_back))
    if check.may_be_owed:
        return say("You may have paid {amount} too much. Ask your plan.", amount=shown(check.may_be_owed))
    if not check.fills:
        return say("There is nothing to check yet.")
    return say_count("We found nothing wrong with this receipt.", "We found nothing wrong with these {count} receipts.", len(check.fills))


def _next_steps(check: ReceiptCheck) -> tuple[str, ...]:
    if not check.found:
        return ()
    more = say("{amount} more may be too much.", amount=shown(check.may_be_owed)) if check.owed_back and check.may_be_owed else ""
    last = min(fill.ask_until for fill in check.found)
    ask = say("Call your plan and send a copy of each receipt. Ask by {day}.", day=day(last))
    days = check.refund_days
    return more, ask, say("Your plan must pay back what it owes within {days} days after it has all it needs to know.", days=days)


def paid_figure(fills: tuple[CheckedFill, ...]) -> Drawing:
    """A line for each receipt with something wrong: what was due of what was paid, and what was too much."""
    most = max(fill.paid for fill in fills) or 1
    rows = [_paid_lane(fill, most) for fill in fills[:_MOST_LISTED]]
    entries = [
        (Tone.YOU, say("What you owed"), True),
        (Tone.BAD, say("Too much"), any(fill.owed_back for fill in fills)),
        (Tone.MARK, say("May be too much"), any(fill.may_be_owed for fill in fills)),
    ]
    alt = " ".join(
        say("{fill}: you paid {paid}, {amount} too much.", fill=_fill_name(fill), paid=shown(fill.paid), amount=_too_much(fill))
        for fill in fills[:_MOST_LISTED]
    )
    return lanes(rows, (), alt, legend=legend_of((tone, words) for tone, words, there in entries if there))


def _paid_lane(fill: CheckedFill, most: Cents) -> Lane:
    parts = [(Tone.YOU, fill.paid - fill.owed_back - fill.may_be_owed), (Tone.BAD, fill.owed_back), (Tone.MARK, fill.may_be_owed)]
    return stacked(_fill_name(fill), say("you paid {amount}", amount=shown(fill.paid)), parts, most)


def _found(fills: tuple[CheckedFill, ...]) -> Table:
    rows = tuple((_fill_name(fill), shown(fill.paid), _too_much(fill), _why(fill)) for fill in fills)
    columns = (Column(say("Receipt")), Column(say("You paid"), True), Column(say("Too much"), True), Column(say("Why")))
    return Table(say("What looks wrong"), columns, rows)


def _fill_name(fill: CheckedFill) -> str:
    return say("{drug}, {day}", drug=drug_label(fill.product) if fill.product else fill.drug, day=day(fill.day))


def _too_much(fill: CheckedFill) -> str:
    if not fill.may_be_owed:
        return shown(fill.owed_back)
    if not fill.owed_back:
        return say("maybe {amount}", amount=shown(fill.may_be_owed))
    return say("{sure}, maybe {more} more", sure=shown(fill.owed_back), more=shown(fill.may_be_owed))


def _why(fill: CheckedFill) -> str:
    """The reason for each amount: the lowest maximum of those that are sure, and the lowest of all if that is lower."""
    said = [_finding_words(finding) for finding in _deciding(fill)]
    if fill.listed is None and any(finding.sure is Sure.LIKELY for finding in _deciding(fill)):
        said.append(say("It holds if your plan covers this drug."))
    if fill.listed is False:
        said.append(say("Your plan's list does not have this drug. The limits hold only for drugs that a plan covers."))
    return " ".join(said)


def _deciding(fill: CheckedFill) -> tuple[Finding, ...]:
    """The findings that lower the amount, the surest first."""
    deciding: list[Finding] = []
    for finding in fill.findings:
        if all(finding.most < other.most for other in deciding):
            deciding.append(finding)
    return tuple(deciding)


def _finding_words(finding: Finding) -> str:
    return " ".join((say(_FAULTS[finding.fault], amount=shown(finding.most)), say(_SURE[finding.sure])))


def _right(fills: tuple[CheckedFill, ...]) -> Table:
    rows = tuple((_fill_name(fill), shown(fill.paid), _expected(fill)) for fill in fills)
    return Table(
        say("Receipts that look right"), (Column(say("Receipt")), Column(say("You paid"), True), Column(say("By your plan"))), rows
    )


def _expected(fill: CheckedFill) -> str:
    return shown(fill.expected) if fill.expected is not None else say("We can't tell")


def _not_checked(left: tuple[NotChecked, ...]) -> tuple[str, ...]:
    said = [say(_WHY_NOT[one.why], drug=one.drug or say("A receipt")) for one in left[:_MOST_LISTED]]
    rest = len(left) - _MOST_LISTED
    return (*said, say_count("And {count} more.", "And {count} more.", rest)) if rest > 0 else tuple(said)


def _how_sure(check: ReceiptCheck) -> str:
    if not check.plan_name:
        return say("We checked limits of the law alone. Choose your plan to check its own copays too.")
    plan = check.plan_name
    return say(
        "We also compared with {plan}. Its prices here are averages, so a share of a price may differ a bit at your store.", plan=plan
    )


_LETTER_TITLE = mark("Request for a refund of what I paid too much for drugs")
_LETTER_BODY = mark("I ask you to review what I paid for the drugs below, and to pay back what was too much (42 CFR 423.466(a)).")
_LETTER_PROOF = mark("I enclose copies of my receipts.")
_LETTER_HELP = mark("I enclose proof of my Extra Help.")
_LETTER_TABLE = mark("What I paid, and the most that I should have paid:")


def letter_html(check: ReceiptCheck) -> str:
    """The letter that asks for the refund, as one HTML page. Nothing personal is in it."""
    return letter_page(_letter(check))


def letter_text(check: ReceiptCheck) -> str:
    """The same letter as plain text."""
    return letter_lines(_letter(check))


def _letter(check: ReceiptCheck) -> Letter:
    helped = any(finding.fault is Fault.EXTRA_HELP for fill in check.found for finding in fill.findings)
    rows = tuple((_fill_name(fill), shown(fill.paid), shown(_least(fill)), _letter_why(fill)) for fill in check.found)
    line = mark("{fill}: I paid {paid}. At most: {most}. {why}")
    return Letter(
        title=say(_LETTER_TITLE),
        body=(say(_LETTER_BODY),),
        points=(say(_LETTER_PROOF), *((say(_LETTER_HELP),) if helped else ())),
        caption=say(_LETTER_TABLE),
        columns=(say("Fill"), say("I paid"), say("At most"), say("Why")),
        rows=rows,
        row_lines=tuple(say(line, fill=fill, paid=paid, most=most, why=why) for fill, paid, most, why in rows),
    )


def _least(fill: CheckedFill) -> int:
    return min(finding.most for finding in fill.findings)


def _letter_why(fill: CheckedFill) -> str:
    """The last reason is the one of the lowest amount."""
    deciding = _deciding(fill)[-1]
    return say(_LETTER_FAULTS[deciding.fault])


_LETTER_FAULTS = {
    Fault.VACCINE: mark("An adult vaccine costs nothing (42 USC 1395w-102(b)(8))."),
    Fault.INSULIN: mark("The limit on insulin (42 USC 1395w-102(b)(9))."),
    Fault.EXTRA_HELP: mark("The Extra Help copay (42 CFR 423.782(a))."),
    Fault.YEARLY_LIMIT: mark("I had reached the out-of-pocket limit (42 USC 1395w-102(b)(4))."),
    Fault.WHOLE_PRICE: mark("I paid more than the whole price."),
    Fault.NEGOTIATED_PRICE: mark("The price that Medicare negotiated (42 USC 1395w-102(d)(1)(D))."),
    Fault.PLAN_SHARE: mark("Your own cost sharing, as I understand it."),
}
"""The reason as the letter gives it to the plan."""
