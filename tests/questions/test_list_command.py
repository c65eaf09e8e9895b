"""The command that reads a list: the contract's fields, and every status."""

from __future__ import annotations

import pytest

from finder.documents.commands import ask
from finder.domain.errors import Refusal

TEXT = "eliquis 5 mg bid #60\njanuvia 100 mg daily\nLipitor 40 qd #30\nTylenol\nzzyzx 3 mg\nlisinopril 10 mg daily #30 stopped"


def test_every_line_has_a_status_and_a_ready_one_a_prescription() -> None:
    lines = ask("list", {"plan_year": 2026, "text": TEXT})["lines"]
    assert [line["status"] for line in lines] == ["ready", "question", "choose", "not_part_d", "not_in_catalog", "left_out"]
    assert lines[0]["prescription"] == {"rxcui": "1364447", "quantity": 60, "days_supply": 30}
    assert (lines[0]["times_a_day"], lines[0]["asks"], lines[0]["unused_words"]) == (2, [], [])
    assert [line["prescription"] for line in lines[1:]] == [None] * 5
    assert [(offer["rxcui"], offer["quantity"], offer["days_supply"]) for offer in lines[1]["offers"]] == [("665036", 30, 30)]
    assert lines[1]["asks"]


def test_a_list_of_nothing_is_refused() -> None:
    with pytest.raises(Refusal):
        ask("list", {"plan_year": 2026, "text": "\n"})
