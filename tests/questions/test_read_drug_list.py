"""Drug lists as people write them. Expectations are worked out by hand."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.domain.drug_lines import (
    Answer,
    Asked,
    DrugLine,
    LineStatus,
    ListLine,
    NotCounted,
    Origin,
    Remark,
    WhyNotCounted,
    prescriptions_of,
)
from finder.domain.errors import Refusal
from finder.domain.market import Drug
from finder.domain.prescription import Prescription
from finder.questions.drug_list.reading import (
    added,
    answer_lines,
    lines_of_text,
    not_counted,
    products_typed,
    read_drug_list,
    reread,
    typed_line,
)
from tests.questions.list_market import (
    ADVAIR,
    ALBUTEROL,
    ALENDRONATE,
    ATORVASTATIN_20,
    ATORVASTATIN_40,
    ELIQUIS,
    HYDROCHLOROTHIAZIDE,
    LANTUS,
    LATANOPROST,
    LEVOTHYROXINE,
    LISINOPRIL,
    METFORMIN,
    METFORMIN_1000,
    OMEPRAZOLE,
    SUCCINATE,
    TARTRATE,
    TRULICITY,
    WARFARIN,
    ListMarket,
)

CATALOG = ListMarket()


def read(text: str) -> tuple[DrugLine, ...]:
    return read_drug_list(CATALOG, lines_of_text(text))


def one(text: str) -> DrugLine:
    (line,) = read(text)
    return line


# line -> product, units, days: nothing is left to ask
READY = {
    "eliquis 5mg bid #60": (ELIQUIS, 60, 30),  # 60 at 2 a day last 30 days
    "Eliquis 5 mg tablet twice a day, qty 60": (ELIQUIS, 60, 30),
    "Eliquis (apixaban) 5 mg b.i.d. 60 tablets": (ELIQUIS, 60, 30),
    "eliquis 5 60 a month": (ELIQUIS, 60, 30),  # a month is 30 days
    "ELIQUIS 5MG 1 TAB PO BID DISP #180": (ELIQUIS, 180, 90),  # 180 / 2
    "lisinopril 10mg #90/90": (LISINOPRIL, 90, 90),
    "lisinopril 10 qd #90": (LISINOPRIL, 90, 90),
    "10 mg lisinopril, 30 tablets for 30 days": (LISINOPRIL, 30, 30),
    "2) lisinopril 10mg 90 tabs 3 month supply": (LISINOPRIL, 90, 90),
    "lisinopril 10 mg 1/2 tab daily #15": (LISINOPRIL, 15, 30),  # 15 / 0.5
    "lisinopril 10 mg every other day #45 3 refills": (LISINOPRIL, 45, 90),  # 45 x 2
    "metformin 500 q12h #60": (METFORMIN, 60, 30),  # every 12 hours is twice a day
    "metformin hcl 500 mg 2 tabs bid with meals #120": (METFORMIN, 120, 30),  # 120 / 4
    "metformin 1,000 mg tid #90 30 days": (METFORMIN_1000, 90, 30),
    "metformin 1 g qid #120": (METFORMIN_1000, 120, 30),  # 1 g is 1000 mg
    "alendronate 70 mg weekly #4": (ALENDRONATE, 4, 28),  # 4 weeks
    "lisinopril tab 10mg - 30 tablets every 1 month": (LISINOPRIL, 30, 30),  # as the official site saves a list
    "lisinopril 10 mg - 90 tablets every 3 months": (LISINOPRIL, 90, 90),  # 3 x 30
    "lantus u-100 - 15 ml every 30 days": (LANTUS, 15, 30),
    "lisinopril 10 mg once a week #4": (LISINOPRIL, 4, 28),  # directions and count agree: no slip
    "atorvastatin calcium 40 mg hs #30": (ATORVASTATIN_40, 30, 30),  # a salt that the catalog leaves out
    "alendronate 70 once a week #12/84": (ALENDRONATE, 12, 84),
    "omeprazole 20 mg caps 1 cap every morning #30": (OMEPRAZOLE, 30, 30),
    "levothyroxine 50 mcg daily #90": (LEVOTHYROXINE, 90, 90),
    "levothyroxine 0.05mg qam #90 days supply: 90": (LEVOTHYROXINE, 90, 90),
    "metoprolol succ er 50 mg daily #30": (SUCCINATE, 30, 30),
    "metoprolol tart 25 mg bid qty: 180 for 90 days": (TARTRATE, 180, 90),
    "advair diskus 250/50 1 puff bid 60 puffs": (ADVAIR, 60, 30),  # 60 puffs at 2 a day
    "latanoprost 0.005% 2.5 ml 30 days": (LATANOPROST, 2.5, 30),
    "lantus u-100 pen 15 ml 30 days": (LANTUS, 15, 30),
    "atorva 40 mg hs #30 for cholesterol": (ATORVASTATIN_40, 30, 30),
    "trulicity 1.5 mg pen 2 ml 28 days": (TRULICITY, 2, 28),  # 0.5 mL of 3 mg a mL hold 1.5 mg
}

# line -> product, what is asked, amounts that are proposed (units, days)
QUESTIONS = {
    "atorva 40 1x day": (ATORVASTATIN_40, {Asked.CONFIRM}, [(30, 30)]),  # 1 x 30
    "metformin 500 twice daily": (METFORMIN, {Asked.CONFIRM}, [(60, 30)]),  # 2 x 30
    "metformin 500 2 daily": (METFORMIN, {Asked.CONFIRM}, [(60, 30)]),
    "omeprazole 20 qd 90 day supply": (OMEPRAZOLE, {Asked.CONFIRM}, [(90, 90)]),  # 1 x 90
    "alendronate 70 weekly": (ALENDRONATE, {Asked.CONFIRM}, [(4, 28)]),  # one a week, four weeks
    "warfarin 5mg qhs": (WARFARIN, {Asked.CONFIRM}, [(30, 30)]),
    "lisinopril 10 q.o.d.": (LISINOPRIL, {Asked.CONFIRM}, [(15, 30)]),  # 30 / 2
    "advair 250/50 1 puff bid": (ADVAIR, {Asked.CONFIRM}, [(60, 30)]),  # 2 puffs x 30
    "trulicity 1.5 mg weekly": (TRULICITY, {Asked.CONFIRM}, [(2, 28)]),  # 4 pens of 0.5 mL
    "advair 250/50 1 inhaler a month": (ADVAIR, {Asked.CONFIRM}, [(60, 30)]),
    "latanoprost 0.005% 1 bottle": (LATANOPROST, {Asked.CONFIRM, Asked.DAYS_SUPPLY}, [(2.5, None)]),
    # a pen holds 3 mL, a box of five 15 mL: which two is unclear
    "Lantus pen 2 a month": (None, {Asked.STRENGTH, Asked.CONFIRM}, [(6, 30), (30, 30)]),
    # 20 units x 30 days are 6 mL of 100 units a mL: one box of 15 mL, 1,500 units, 75 days
    "lantus 20 units at bedtime": (None, {Asked.STRENGTH, Asked.CONFIRM}, [(15, 75)]),
    "lantus u-100 20 units at bedtime": (LANTUS, {Asked.CONFIRM}, [(15, 75)]),
    "lantus u-100 40 units twice a day": (LANTUS, {Asked.CONFIRM}, [(30, 37)]),  # 24 mL: two boxes, 3,000 / 80 = 37.5
    "lantus u-100 7 ml a month": (LANTUS, {Asked.CONFIRM}, [(7, 30)]),  # no multiple of a box of 15
    "eliquis bid #60": (None, {Asked.STRENGTH}, []),
    "lisinopril 10": (
        LISINOPRIL,
        {Asked.HOW_OFTEN, Asked.QUANTITY, Asked.DAYS_SUPPLY},
        [(30, 30), (60, 60), (90, 90)],
    ),  # one a day is usual
    "lisinopril 10 mg #30": (LISINOPRIL, {Asked.DAYS_SUPPLY}, [(30, 30), (30, 15)]),  # one or two a day
    "lisinopril 10 mg 90 days": (LISINOPRIL, {Asked.HOW_OFTEN, Asked.QUANTITY}, [(90, 90)]),
    "lisinopril 10 mg prn": (LISINOPRIL, {Asked.QUANTITY, Asked.DAYS_SUPPLY}, [(30, 30), (60, 60), (90, 90)]),
    "lisinopril 10 mg daily prn #30": (LISINOPRIL, {Asked.DAYS_SUPPLY}, [(30, 30)]),  # never two a day
    "lisinopril 10 bid #30 30 days": (LISINOPRIL, {Asked.CONFLICT}, [(30, 30)]),  # 2 x 30 = 60, not 30
    "alendronate 70 daily #30": (ALENDRONATE, {Asked.CONFLICT}, []),  # a weekly tablet
    "alendronate 70 weekly 30 days": (ALENDRONATE, {Asked.QUANTITY}, [(5, 30)]),  # 30 days are no whole weeks: at most 5
    "warfarin 5 mg M-W-F": (WARFARIN, {Asked.CONFIRM}, [(12, 28)]),  # 3 a week
    # a count with the form's word: units first, packages if that many are plausible
    "advair diskus 250/50 bid #60": (ADVAIR, {Asked.CONFIRM}, [(60, 30)]),  # 60 at 2 a day
    "albuterol hfa 90 mcg #8.5 25 days": (ALBUTEROL, {Asked.CONFIRM}, [(8.5, 25)]),  # one inhaler of 8.5 g, never 8.5 inhalers
    "latanoprost 0.005% #2.5 42 days": (LATANOPROST, {Asked.CONFIRM}, [(2.5, 42)]),
    # two drugs in a line: the 5 is a strength, not five tablets a day
    "levothyroxine 5 daily #30 levothyroxine 50 mcg": (LEVOTHYROXINE, {Asked.DAYS_SUPPLY, Asked.UNREAD}, []),
    "lisinopril 10 mg 1-2 tabs daily": (LISINOPRIL, {Asked.CONFIRM}, [(60, 30), (30, 30)]),  # the most and the least
    "lisinopril 10 mg 0 tabs daily": (LISINOPRIL, {Asked.QUANTITY, Asked.DAYS_SUPPLY, Asked.UNREAD}, []),
    "lisinopril 10 mg 0 x daily #30": (LISINOPRIL, {Asked.DAYS_SUPPLY, Asked.UNREAD}, []),
    "lisinopril 10 mg q0h #30": (LISINOPRIL, {Asked.DAYS_SUPPLY, Asked.UNREAD}, []),
    "lisinopril 10 mg daily twice daily #30": (LISINOPRIL, {Asked.DAYS_SUPPLY, Asked.UNREAD}, []),
    "lisinopril 10 daily 60": (LISINOPRIL, {Asked.CONFIRM}, [(60, 60)]),  # 60 of what?
    "lisinopril 10 mg #0": (LISINOPRIL, {Asked.QUANTITY, Asked.DAYS_SUPPLY}, []),
    "lisinopril 10 mg #30 400 days": (LISINOPRIL, {Asked.DAYS_SUPPLY}, [(30, 30), (30, 15)]),  # longer than a year
    "zzyzx 5 mg daily": (None, {Asked.DRUG}, []),
    "=cmd()": (None, {Asked.DRUG}, []),
    "???": (None, {Asked.DRUG}, []),
}

# line -> the candidates
CHOICES = {
    "atorvastatin daily": {ATORVASTATIN_20, ATORVASTATIN_40},  # no strength, two products
    "atorvastatin 80 qd": {ATORVASTATIN_20, ATORVASTATIN_40},  # never another strength without asking
    "Lipitor 40 qd #30": {ATORVASTATIN_40},  # the brand asked, the generic at hand
    "apixaban 5 bid #60": {ELIQUIS},  # the generic asked, the brand at hand
    "metforman 500 bid #60": {METFORMIN},  # a slip
    "metoprolol 25 bid #60": {TARTRATE},  # two salts; the strength fits one, but the words do not say
    "hctz 25 qd #30": {HYDROCHLOROTHIAZIDE},  # an abbreviation that has been misread for another drug
    "ator 40 #30/30": {ATORVASTATIN_40},  # four letters are no name
    "levothyroxine 50 mg daily": {LEVOTHYROXINE},  # mg, not mcg
    "metoprolol er 25 daily": {SUCCINATE},  # the only one of extended release, and of another strength
    # words in no product name: another product, a stopped drug, a changing amount, a drug bought without the plan
    "lisinopril blorp 10 mg daily #30": {LISINOPRIL},
    "warfarin may 5 mg daily #30": {WARFARIN},
    "levothyroxine potassium 50 mcg daily #90": {LEVOTHYROXINE},  # ours is the sodium salt
    "trulicity 0.75 mg/0.25 ml weekly": {TRULICITY},  # as strong in a mL, and no pen of 0.5 mL
}


@pytest.mark.parametrize("text", ["warfarin blorp 5 mg daily #30", "lisinopril yesterday 10 mg daily #30"])
def test_an_unknown_word_leaves_product_and_amount_open(text: str) -> None:
    line = one(text)
    assert {Asked.PRODUCT, Asked.UNREAD} <= set(line.asked)
    assert line.understood.unread == (text.split()[1],)
    # the product alone is not enough: the amount is open too
    (answered,) = answer_lines([line], {1: Answer(drug=line.candidates[0])}, CATALOG)
    assert answered.prescription is None


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("eliquis stopped 5 mg bid #60", Remark.STOPPED),
        ("eliquis 5 mg bid #60 d/c", Remark.STOPPED),
        ("lisinopril 10 mg daily #30 allergic", Remark.ALLERGIC),
    ],
)
def test_a_stopped_drug_is_left_out_and_can_be_taken_back(text: str, remark: Remark) -> None:
    line = one(text)
    assert (line.status, line.understood.remarks, line.prescription) == (LineStatus.LEFT_OUT, (remark,), None)
    (back,) = answer_lines([line], {1: Answer(quantity=60_000, days_supply=30)}, CATALOG)
    assert back.prescription is not None


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("warfarin taper 5 mg daily #30", Remark.TAPER),
        ("omeprazole otc 20 mg daily #30", Remark.OVER_THE_COUNTER),
        ("lisinopril 10 mg daily #30 on hold", Remark.ON_HOLD),
        ("lisinopril 10 mg daily x 10 days #10", Remark.ENDS),
        ("lisinopril 10 mg daily #30 samples", Remark.SAMPLE),
        ("lisinopril 10 mg iv daily #30", Remark.HOSPITAL),
        ("lisinopril 10 mg daily #30 (increased from 5 mg)", Remark.CHANGED),
    ],
)
def test_a_remark_is_a_question(text: str, remark: Remark) -> None:
    line = one(text)
    assert (line.status, line.understood.remarks) == (LineStatus.QUESTION, (remark,))
    assert Asked.REMARK in line.asked


def test_a_combination_that_the_file_lacks_is_no_single_drug() -> None:
    for text in ("lisinopril-hctz 10/12.5 daily #30", "lisinopril hctz 10 mg daily #30", "glyburide-metformin 5-500 bid #60"):
        line = one(text)
        assert (line.asked, line.drug, line.candidates) == ((Asked.DRUG,), None, ())


@pytest.mark.parametrize("text", READY)
def test_a_complete_line_is_a_prescription(text: str) -> None:
    drug, units, days = READY[text]
    line = one(text)
    assert line.asked == ()
    assert line.status is LineStatus.READY
    assert line.prescription == Prescription(drug, round(units * 1000), days)


@pytest.mark.parametrize("text", QUESTIONS)
def test_an_incomplete_line_is_asked_about_and_never_filled_in(text: str) -> None:
    drug, asked, proposed = QUESTIONS[text]
    line = one(text)
    assert line.status is LineStatus.QUESTION
    assert (line.drug, set(line.asked)) == (drug, asked)
    assert [(proposal.quantity / 1000, proposal.days_supply) for proposal in line.proposals] == proposed
    assert line.prescription is None


@pytest.mark.parametrize("text", CHOICES)
def test_an_inexact_name_is_a_choice(text: str) -> None:
    line = one(text)
    assert line.status is LineStatus.CHOOSE
    assert line.drug is None
    assert set(line.candidates) == CHOICES[text]
    assert line.prescription is None


def test_every_pasted_line_comes_back_with_its_own_text_and_number() -> None:
    lines = read("  eliquis 5mg bid #60 \n\n- nonsense\n lisinopril   10mg #90/90")
    assert [(line.number, line.text) for line in lines] == [
        (1, "eliquis 5mg bid #60"),
        (3, "- nonsense"),
        (4, "lisinopril 10mg #90/90"),
    ]
    assert prescriptions_of(lines) == (Prescription(ELIQUIS, 60_000, 30), Prescription(LISINOPRIL, 90_000, 90))


def test_computed_days_are_marked_apart_from_written_ones() -> None:
    assert one("eliquis 5mg bid #60").origin is Origin.LASTS
    assert one("lisinopril 10mg #90/90").origin is Origin.WRITTEN


def test_a_second_line_of_the_same_product_is_asked_about() -> None:
    first, second = read("eliquis 5mg bid #60\nEliquis 5 mg #60/30")
    assert first.asked == ()
    assert (second.asked, second.repeats) == ((Asked.REPEATED,), 1)
    kept = answer_lines([first, second], {1: Answer(left_out=True)})
    assert [line.status for line in kept] == [LineStatus.LEFT_OUT, LineStatus.READY]  # leaving the first out frees the second


def test_a_members_number_is_not_kept() -> None:
    for text in ("1EG4-TE5-MK73 lisinopril 10", "Mary Smith 1EG4-TE5-MK73 lisinopril 10", "lisinopril 10 dob 3/4/1941"):
        assert one(text).line.text == "lisinopril 10"


def test_answers_settle_a_line_and_the_rest_stays_open() -> None:
    lines = read("atorvastatin daily\nLantus pen 2 a month")
    half = answer_lines(lines, {1: Answer(drug=ATORVASTATIN_20), 2: Answer(quantity=6_000, days_supply=30)})
    assert [set(line.asked) for line in half] == [{Asked.CONFIRM}, {Asked.STRENGTH}]
    whole = answer_lines(half, {1: Answer(quantity=30_000, days_supply=30), 2: Answer(drug=LANTUS)})
    assert prescriptions_of(whole) == (Prescription(ATORVASTATIN_20, 30_000, 30), Prescription(LANTUS, 6_000, 30))
    assert whole[0].origin is Origin.ANSWERED


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("eliquis 5 mg #2 for 30 days", [(2, 30), (60, 30)]),  # 2 a day x 30
        ("eliquis 5 mg 99999 tablets for 30 days", [(99_999, 30), (30, 30)]),
        ("alendronate 70 mg #30 30 days", [(30, 30), (4, 30)]),  # once a week
        ("trulicity 1.5 mg pen 4 ml 28 days", [(4, 28), (2, 28)]),  # a box of 2 mL holds four weeks
    ],
)
def test_a_likely_slip_is_never_ready(text: str, readings: list[tuple[int, int]]) -> None:
    line = one(text)
    assert (line.status, line.asked, line.prescription) == (LineStatus.QUESTION, (Asked.DOUBT,), None)
    assert [(proposal.quantity / 1000, proposal.days_supply) for proposal in line.proposals] == readings
    assert line.doubts
    for quantity, days in readings:
        (answered,) = answer_lines([line], {1: Answer(quantity=quantity * 1000, days_supply=days)}, CATALOG)
        assert answered.prescription is not None
        assert (answered.prescription.quantity, answered.prescription.days_supply) == (quantity * 1000, days)


def test_an_answer_that_looks_like_a_slip_is_asked_again() -> None:
    (line,) = read("eliquis 5 mg")
    (asked,) = answer_lines([line], {1: Answer(quantity=1_000, days_supply=30)}, CATALOG)
    assert (asked.asked, asked.prescription) == ((Asked.DOUBT,), None)
    (settled,) = answer_lines([asked], {1: Answer(quantity=1_000, days_supply=30)}, CATALOG)
    assert settled.prescription == Prescription(ELIQUIS, 1_000, 30)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("eliquis 2.5 mg twice a day", {ELIQUIS}),
        ("metformin 850 mg twice a day #60", {METFORMIN, METFORMIN_1000}),
        ("trulicity 3 mg once a week", {TRULICITY}),  # 3 mg is in a mL; the pen of 0.5 mL is called 1.5 mg
        ("lantus u-300 20 units at bedtime", {LANTUS}),
    ],
)
def test_no_amount_follows_from_a_strength_that_no_product_has(text: str, candidates: set[Drug]) -> None:
    line = one(text)
    assert (line.drug, set(line.candidates), line.prescription) == (None, candidates, None)
    assert Asked.PRODUCT in line.asked
    assert all(proposal.origin is Origin.WRITTEN for proposal in line.proposals)
    assert {Asked.QUANTITY, Asked.DAYS_SUPPLY} <= set(line.asked) or line.quantity is not None


def test_a_rewritten_line_is_read_again_and_other_lines_stay() -> None:
    lines = read("zzyzx\nlisinopril 10mg #90/90")
    again = reread(CATALOG, lines, {1: "eliquis 5mg bid #60"})
    assert [line.text for line in again] == ["eliquis 5mg bid #60", "lisinopril 10mg #90/90"]
    assert again[0].prescription == Prescription(ELIQUIS, 60_000, 30)


def test_open_lines_are_not_counted_and_say_why() -> None:
    lines = read("eliquis 5mg bid #60\nzzyzx\nlisinopril 10\nTylenol")
    tylenol = NotCounted("Tylenol", WhyNotCounted.OVER_THE_COUNTER)
    assert not_counted(lines, lambda text: tylenol if text.casefold() == "tylenol" else None, lambda line: f"{line.number}") == (
        NotCounted("2", WhyNotCounted.NOT_FOUND),
        NotCounted("3", WhyNotCounted.OPEN_QUESTION),
        tylenol,
    )


@pytest.mark.parametrize(
    ("text", "expected", "found"),
    [
        ("", "at least one line with a drug", "nothing"),
        (" \n\n", "at least one line with a drug", "nothing"),
        ("eliquis\n" * 61, "at most 60 lines", "61"),
        ("eliquis\n" * 10_000, "at most 60 lines", "10,000"),
        ("eliquis\n" + "x" * 201, "at most 200 letters in line 2", "201"),
    ],
)
def test_an_empty_or_too_long_list_is_refused(text: str, expected: str, found: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(text)
    (problem,) = refused.value.problems
    assert (problem.expected, problem.found) == (expected, found)


def test_sixty_lines_are_read() -> None:
    assert len(read("eliquis\n" * 60)) == 60


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=120))
def test_no_text_breaks_the_reader_and_no_line_is_lost(text: str) -> None:
    kept = [line for line in text.splitlines() if line.split()]
    if kept and len(kept) <= 60:
        with contextlib.suppress(Refusal):  # no line has a word of a drug
            assert len(read(text)) <= len(kept)  # directions on a line of their own belong to the drug before


def test_a_line_keeps_its_number() -> None:
    (line,) = read_drug_list(CATALOG, [ListLine(17, "eliquis 5mg bid #60")])
    assert line.number == 17


def test_lines_that_belong_together_are_one() -> None:
    block = "Drug Name: lisinopril 10 mg\nSupply: 30\nInstructions: take one tablet by mouth daily\n"
    text = f"{block}\nMedications:\neliquis 5 mg\n1 tab bid\n#60"
    first, second = read(text)
    assert [(offer.drug, offer.amount.quantity, offer.amount.days_supply) for offer in first.offers] == [(LISINOPRIL, 30_000, 30)]
    assert second.prescription == Prescription(ELIQUIS, 60_000, 30)
    assert (first.number, second.number) == (1, 6)


def test_people_stores_and_receipts_are_dropped_before_a_line_is_kept() -> None:
    text = """Patient: Mary Smith   DOB: 03/04/1941
CVS Pharmacy #1234   Phone (617) 555-0101
Rx# 7723456 lisinopril 10 mg tablet #90 90 days supply $4.00 filled 01/02/2026 Dr. Jane Jones
METFORMIN HCL 500 MG #60 bid SMITH, JOHN MD 11/02/2026"""
    lines = read(text)
    assert [line.prescription for line in lines] == [Prescription(LISINOPRIL, 90_000, 90), Prescription(METFORMIN, 60_000, 30)]
    kept = " ".join(line.text for line in lines).lower()
    assert not [word for word in ("mary", "smith", "1941", "555", "7723456", "jones", "cvs", "$") if word in kept]


def test_two_drugs_in_a_line_are_two_lines() -> None:
    lines = read("lisinopril 10 mg daily #90, metformin 500 mg bid #60; eliquis 5 mg bid #60 and warfarin 5 mg daily #30")
    found = [(given.drug, given.quantity) for given in prescriptions_of(lines)]
    assert found == [(LISINOPRIL, 90_000), (METFORMIN, 60_000), (ELIQUIS, 60_000), (WARFARIN, 30_000)]
    assert [line.number for line in lines] == [1, 2, 3, 4]


def test_a_second_list_is_added_after_the_first() -> None:
    lines = added(read("eliquis 5mg bid #60\nlisinopril 10 mg #90/90"), read("Eliquis 5 mg #60/30"))
    assert [(line.number, line.repeats) for line in lines] == [(1, None), (2, None), (3, 1)]
    with pytest.raises(Refusal, match="at most 60 lines"):
        added(read("eliquis\n" * 60), read("eliquis"))


def test_a_left_out_line_is_taken_back_as_a_question() -> None:
    (line,) = answer_lines(read("eliquis 5 mg bid #60 stopped"), {1: Answer(taken=True)}, CATALOG)
    assert (line.status, line.prescription) == (LineStatus.QUESTION, None)


def test_a_whole_line_may_be_typed_where_a_name_is_asked() -> None:
    def products(typed: str) -> list[Drug]:
        return [match.drug for match in products_typed(CATALOG, typed, 10)]

    assert products("atorvastatin 40 mg once a day") == [ATORVASTATIN_40]
    assert products("two levothyroxine 0.05 mg daily") == [LEVOTHYROXINE]
    # a name alone, or a word that nobody knows, is left to the search for names
    assert products("atorvastatin") == [match.drug for match in CATALOG.find_drugs("atorvastatin", 10)]
    assert products("atorvastatin blorp 40 mg daily") == [match.drug for match in CATALOG.find_drugs("atorvastatin blorp 40 mg daily", 10)]
    assert products("zzyzx 40 mg daily") == []


@pytest.mark.parametrize(
    ("typed", "amounts"),
    [
        ("atorvastatin 40 mg once a day", [(30_000, 30)]),  # 1 x 30 days
        ("atorvastatin 40 mg #90", []),  # for how long is not said
        ("atorvastatin 40 mg once a day blorp", []),
        ("stop atorvastatin 40 mg once a day", []),
        ("atorvastatin 40 mg", []),
    ],
)
def test_only_an_amount_that_was_typed_is_offered_with_a_name(typed: str, amounts: list[tuple[int, int]]) -> None:
    line = typed_line(CATALOG, typed)
    assert [(offer.amount.quantity, offer.amount.days_supply) for offer in (line.offers if line else ())] == amounts
