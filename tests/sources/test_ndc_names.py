"""Names of products by NDC: as people write them, with a strength only where the directory's is the one that people write."""

from __future__ import annotations

import pytest

from finder.sources.embedded.ndc_names import printed_name
from finder.sources.names.ndc_names import ndc_name


@pytest.mark.parametrize(
    ("ndc", "name"),
    [
        ("00003089421", "Eliquis 5 mg tablet"),  # FDA: 0003-0894, ELIQUIS, 5 mg/1
        ("00003089370", "Eliquis 2.5 mg tablet"),
        ("00071015823", "Lipitor 80 mg tablet"),
        ("00093013505", "Carvedilol 6.25 mg tablet"),
        ("00002143380", "Trulicity 0.75 mg/0.5 ml"),  # .75 mg/.5mL
        ("99999999999", ""),
        ("000030894", ""),  # no package: no NDC
    ],
)
def test_a_product_is_named(ndc: str, name: str) -> None:
    assert ndc_name(ndc) == name


@pytest.mark.parametrize(
    ("form", "strength", "unit", "name"),
    [
        ("TABLET", "50; 12.5", "mg/1; mg/1", "Drug 50/12.5 mg tablet"),
        ("TABLET, FILM COATED, EXTENDED RELEASE", "150", "mg/1", "Drug extended release tablet"),  # SR and XL are two products
        ("CAPSULE, DELAYED RELEASE", "20", "mg/1", "Drug 20 mg delayed release capsule"),
        ("TABLET", "50", "ug/1", "Drug 50 mcg tablet"),
        ("INJECTION, SOLUTION", "100", "[iU]/mL", "Drug 100 units/ml"),
        ("SOLUTION", "5; 1", "mg/mL; ug/mL", "Drug"),
        ("KIT", "", "", ""),
    ],
)
def test_a_strength_is_written_as_people_do(form: str, strength: str, unit: str, name: str) -> None:
    row = {"PROPRIETARYNAME": "DRUG", "PROPRIETARYNAMESUFFIX": "", "DOSAGEFORMNAME": form}
    assert printed_name(row | {"ACTIVE_NUMERATOR_STRENGTH": strength, "ACTIVE_INGRED_UNIT": unit}) == name
