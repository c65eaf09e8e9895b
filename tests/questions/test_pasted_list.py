"""A list pasted into the field of one drug: the browser makes blanks of its lines, and the lines are found again."""

from __future__ import annotations

import pytest

from finder.questions.drug_list.pasted import parted
from finder.questions.drug_list.reading import lines_of_text, read_drug_list
from finder.sources.catalog.reading import open_catalog

CATALOG = open_catalog(2026)
TWELVE = (
    "metformin 500 mg bid",
    "lisinopril 10 mg daily",
    "Eliquis 5 mg twice a day",
    "atorvastatin 40 mg at bedtime",
    "amlodipine 5 mg",
    "metoprolol succinate ER 50 mg once a day",
    "levothyroxine 75 mcg every morning",
    "gabapentin 300 mg tid",
    "furosemide 20 mg prn",
    "omeprazole 20 mg capsule daily",
    "Lantus pen 20 units at bedtime",
    "albuterol inhaler 2 puffs as needed",
)


@pytest.mark.parametrize(
    "lines",
    [
        TWELVE,
        ("1. Metformin 500 mg BID", "2. Lisinopril 10 mg daily", "3) Eliquis 5 mg"),
        ("- metformin 500", "- lisinopril 10", "- eliquis 5"),
        ("metformin 500 mg twice a day", "take 2 tablets of lisinopril 10 mg daily"),  # the 2 tablets are not of metformin
        ("1 metformin 500 mg", "2 lisinopril 10 mg daily"),
        ("take 1 tablet metformin 500 mg daily", "take 2 tablets lisinopril 10 mg daily"),
        ("zzyzx 3 daily", "metformin 500 mg"),
        ("warfarin 5 mg as directed", "vitamin D 2000 iu", "lisinopril 10 mg daily"),
        ("metformin 500 mg bid", "Tylenol", "lisinopril 10 mg daily"),
        ("albuterol inhaler", "lisinopril 10 mg daily"),
        ("insulin pen lantus 20 units at bedtime",),
        ("calcium acetate 667 mg capsule three times a day",),
        ("acetaminophen with codeine 300-30 mg tablet as needed",),
        ("lisinopril 10 mg (Zestril) daily",),
        ("amlodipine benazepril 10-20 mg capsule once a day",),
        ("sitagliptin metformin 50/1000 bid",),
        ("take 2 tablets of metformin 500 mg twice a day",),
        ("Eliquis (apixaban) 5 mg twice a day",),
        ("warfarin 5 mg monday wednesday friday 2.5 mg other days",),
        ("levothyroxine 75 mcg monday to friday, levothyroxine 50 mcg saturday",),
        ("metformin",),
        ("",),
    ],
)
def test_a_line_begins_where_another_drug_is_named(lines: tuple[str, ...]) -> None:
    assert parted(CATALOG, " ".join(lines)) == lines


def test_a_pasted_list_reads_as_it_does_line_by_line() -> None:
    apart = read_drug_list(CATALOG, lines_of_text("\n".join(TWELVE)))
    together = read_drug_list(CATALOG, lines_of_text("\n".join(parted(CATALOG, " ".join(TWELVE)))))
    assert together == apart
