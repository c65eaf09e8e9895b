"""What has two wordings: easy words for a person, the contract's words in a command's answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from finder.domain.catalog_check import Oddity
from finder.domain.market import Drug, PackageForm
from finder.domain.supply import (
    ABOVE_LIMIT,
    COUNT_LIKE_A_DOSE,
    FEW_A_WEEK,
    MANY_A_DAY,
    MANY_FILLS,
    MANY_PACKAGES,
    OFTEN_FOR_WEEKLY,
    PART_OF_A_PACKAGE,
    Amount,
    Doubt,
    Limit,
)
from finder.explain.drug_list.amount_doubts import doubt_sentence, doubt_text
from finder.explain.plans.notes import NOTES
from finder.explain.source_words import oddity_words
from tests.reading import grade
from tests.small_market import GENERIC

INHALER = replace(GENERIC, name="An inhaler", package_form=PackageForm.INHALER, unit="actuation", units_per_package=60_000)
DROPS = replace(GENERIC, name="Some drops", package_form=PackageForm.EYE_DROPS, unit="mL", units_per_package=2_500)
ASKED, MEANT = Amount(600_000, 30), Amount(60_000, 30)
TABLETS = "Is it 600 tablets for 30 days, or 60 tablets for 30 days?"
MEANS = "Is 600 tablets for 30 days meant, or 60 tablets for 30 days?"
NAME = "genericol 10 MG Oral Tablet"


@pytest.mark.parametrize(
    ("drug", "doubt", "person", "program"),
    [
        (
            GENERIC,
            Doubt(ABOVE_LIMIT, (ASKED, MEANT), Limit(120_000, 30)),
            f"That is a lot. The plans here that set a limit pay for 120 tablets for 30 days at most. {TABLETS}",
            f"{NAME}: that is more than twice the largest limit of any plan here, 120 tablets for 30 days. {MEANS}",
        ),
        (GENERIC, Doubt(MANY_A_DAY, (ASKED, MEANT)), f"That is 20 a day. {TABLETS}", f"{NAME}: that is 20 a day. {MEANS}"),
        (
            GENERIC,
            Doubt(FEW_A_WEEK, (Amount(1_000, 1),)),
            "That is less than one a week. Is it 1 tablet for 1 day?",
            f"{NAME}: that is less than one a week. Is 1 tablet for 1 day meant?",
        ),
        (
            GENERIC,
            Doubt(COUNT_LIKE_A_DOSE, (ASKED, MEANT)),
            f"That is not many. We ask how many tablets you buy, not how many you take each time. {TABLETS}",
            f"{NAME}: so small a number may be a dose, or how often it is taken, and not what is bought. {MEANS}",
        ),
        (
            INHALER,
            Doubt(PART_OF_A_PACKAGE, (Amount(1_000, 30), Amount(60_000, 30))),
            "One inhaler has 60 puffs. Is it 1 puff for 30 days, or 60 puffs for 30 days?",
            "An inhaler: one package holds 60 actuations. Is 1 actuation for 30 days meant, or 60 actuations for 30 days?",
        ),
        (
            INHALER,
            Doubt(MANY_PACKAGES, (Amount(6_000_000, 30), Amount(60_000, 30))),
            "That is a lot of inhalers. Is it 6,000 puffs for 30 days, or 60 puffs for 30 days?",
            "An inhaler: that is a great many packages. Is 6,000 actuations for 30 days meant, or 60 actuations for 30 days?",
        ),
        (
            DROPS,
            Doubt(MANY_PACKAGES, (Amount(250_000, 30), Amount(2_500, 30))),
            "That is a lot of bottles. Is it 250 mL for 30 days, or 2.5 mL for 30 days?",
            "Some drops: that is a great many packages. Is 250 mL for 30 days meant, or 2.5 mL for 30 days?",
        ),
        (
            GENERIC,
            Doubt(OFTEN_FOR_WEEKLY, (ASKED, MEANT)),
            f"Most people take this drug once a week. {TABLETS}",
            f"{NAME}: most people take this drug once a week. {MEANS}",
        ),
        (
            GENERIC,
            Doubt(MANY_FILLS, (ASKED, MEANT)),
            f"That many refills last much longer than a year. {TABLETS}",
            f"{NAME}: so many fills of that length last far longer than a year. {MEANS}",
        ),
    ],
)
def test_an_amount_is_asked_about_in_both_wordings(drug: Drug, doubt: Doubt, person: str, program: str) -> None:
    assert doubt_sentence(drug, doubt) == person
    assert doubt_text(drug, doubt) == program


@pytest.mark.parametrize("code", NOTES)
def test_each_note_is_a_sentence_for_a_program_and_easy_for_a_person(code: str) -> None:
    person, program = NOTES[code]
    assert program.endswith(".")
    assert not person or (person.endswith(".") and grade(person) <= 6.5)


@pytest.mark.parametrize("oddity", Oddity)
def test_each_oddity_of_a_catalog_has_words(oddity: Oddity) -> None:
    assert len(oddity_words(oddity).split()) > 2
