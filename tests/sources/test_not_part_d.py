"""Names that Part D doesn't pay for, and similar names that it does pay for."""

from __future__ import annotations

from pathlib import Path

import pytest

from finder.domain.drug_lines import NotCounted, WhyNotCounted
from finder.domain.errors import SourceError
from finder.sources.names.not_part_d import FILE, not_part_d


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Tylenol", WhyNotCounted.OVER_THE_COUNTER),
        ("ASA 81", WhyNotCounted.OVER_THE_COUNTER),
        ("omeprazole otc 20 mg", WhyNotCounted.OVER_THE_COUNTER),
        ("vit D 2000 iu", WhyNotCounted.VITAMIN),
        ("Vitamin B12 1000 mcg daily", WhyNotCounted.VITAMIN),
        ("calcium carbonate 600 mg", WhyNotCounted.VITAMIN),
        ("Viagra 50 mg", WhyNotCounted.SEXUAL_FUNCTION),
        ("phentermine 37.5", WhyNotCounted.WEIGHT),
        ("Mucinex", WhyNotCounted.COUGH_AND_COLD),
        ("test strips", WhyNotCounted.PART_B_SUPPLY),
    ],
)
def test_a_product_outside_part_d_is_named_with_its_reason(words: str, why: WhyNotCounted) -> None:
    assert not_part_d().find(words) == NotCounted(words, why)


@pytest.mark.parametrize(
    "words",
    [
        "omeprazole 20 mg",  # prescription strength: only the word OTC decides
        "calcitriol 0.25",  # begins with the same letters, another drug
        "aspirin-dipyridamole",  # Aggrenox is a prescription drug
        "aspirin dipyridamole 25/200",
        "acetaminophen with codeine",
        "acetaminophen/codeine 300-30",
        "Tylenol #3",
        "calcium acetate 667 mg",  # PhosLo, for the kidneys
        "vitamin b12 injection",
        "prenatal vitamin",  # 42 USC 1396r-8(d)(2)(E) excepts prenatal vitamins
        "vitamin with fluoride",
        "sildenafil 20 mg",  # also for the lungs, so the name alone doesn't decide
        "ironwood",
        "",
        "   ",
    ],
)
def test_a_drug_that_part_d_may_cover_is_left_alone(words: str) -> None:
    assert not_part_d().find(words) is None


@pytest.mark.parametrize("text", ["classes: {vitamin: [iron, iron]}", "classes: {nonsense: [iron]}", "[]", "classes: ["])
def test_a_list_that_contradicts_itself_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(f"{text}\nover_the_counter_words: []\nexcepted_words: []\namount_words: []\n" if "{" in text else text)
    with pytest.raises(SourceError):
        not_part_d(tmp_path)
