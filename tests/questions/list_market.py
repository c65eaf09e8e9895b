"""A catalog for tests of drug lists: the real search over a few products."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.market import Drug, DrugMatch, PackageForm
from finder.sources.names.drug_search import DrugIndex
from tests.small_market import SmallMarket, drug

PEN = {"form": "Pen Injector", "package_form": PackageForm.PEN_OR_INJECTION, "unit": "mL"}
ATORVASTATIN_20 = drug("a20", "atorvastatin 20 MG Oral Tablet", "atorvastatin", strength="20 MG")
ATORVASTATIN_40 = drug("a40", "atorvastatin 40 MG Oral Tablet", "atorvastatin", strength="40 MG")
METFORMIN = drug("met", "metformin hydrochloride 500 MG Oral Tablet", "metformin hydrochloride", strength="500 MG")
METFORMIN_1000 = drug("met1", "metformin hydrochloride 1000 MG Oral Tablet", "metformin hydrochloride", strength="1000 MG")
JANUMET = drug(
    "jan",
    "metformin hydrochloride 500 MG / sitagliptin 50 MG Oral Tablet [Janumet]",
    "metformin hydrochloride / sitagliptin",
    "Janumet",
    strength="500 MG / 50 MG",
)
LISINOPRIL = drug("lis", "lisinopril 10 MG Oral Tablet", "lisinopril", strength="10 MG")
ELIQUIS = drug("eli", "apixaban 5 MG Oral Tablet [Eliquis]", "apixaban", "Eliquis", strength="5 MG")
ALENDRONATE = drug("ale", "alendronate 70 MG Oral Tablet", "alendronate", strength="70 MG", weekly=True)
OMEPRAZOLE = drug(
    "ome",
    "omeprazole 20 MG Delayed Release Oral Capsule",
    "omeprazole",
    strength="20 MG",
    form="Delayed Release Oral Capsule",
    unit="capsule",
)
LEVOTHYROXINE = drug("lev", "levothyroxine sodium 50 MCG Oral Tablet", "levothyroxine sodium", strength="0.05 MG")
SUCCINATE = drug(
    "suc",
    "metoprolol succinate 50 MG 24HR Extended Release Oral Tablet",
    "metoprolol succinate",
    strength="50 MG",
    form="Extended Release Oral Tablet",
)
TARTRATE = drug("tar", "metoprolol tartrate 25 MG Oral Tablet", "metoprolol tartrate", strength="25 MG")
HYDROCHLOROTHIAZIDE = drug("hct", "hydroCHLOROthiazide 25 MG Oral Tablet", "hydroCHLOROthiazide", strength="25 MG")
WARFARIN = drug("war", "warfarin sodium 5 MG Oral Tablet", "warfarin sodium", strength="5 MG")
LANTUS = drug(
    "lan", "Lantus 100 UNT/ML in 3 ML Pen Injector", "insulin glargine", "Lantus", strength="100 UNT/ML", units_per_package=15_000,
    insulin=True, **PEN,
)  # fmt: skip
TRULICITY = drug(
    "tru", "0.5 ML dulaglutide 3 MG/ML Auto-Injector [Trulicity]", "dulaglutide", "Trulicity", strength="3 MG/ML", units_per_package=2_000,
    weekly=True, **(PEN | {"form": "Auto-Injector"}),
)  # fmt: skip
ADVAIR = drug(
    "adv",
    "60 ACTUAT fluticasone propionate 0.25 MG/ACTUAT / salmeterol 0.05 MG/ACTUAT Dry Powder Inhaler [Advair]",
    "fluticasone propionate / salmeterol",
    "Advair",
    strength="0.25 MG/ACTUAT / 0.05 MG/ACTUAT",
    form="Dry Powder Inhaler",
    package_form=PackageForm.INHALER,
    unit="actuation",
    units_per_package=60_000,
)
LATANOPROST = drug(
    "lat", "latanoprost 0.005 % Ophthalmic Solution", "latanoprost", strength="0.05 MG/ML", form="Ophthalmic Solution",
    package_form=PackageForm.EYE_DROPS, unit="mL", units_per_package=2_500,
)  # fmt: skip
ALBUTEROL = drug(
    "alb", "200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler", "albuterol", strength="0.09 MG/ACTUAT",
    form="Metered Dose Inhaler", package_form=PackageForm.INHALER, unit="gram", units_per_package=18_000, other_sizes=(8_500, 6_700),
)  # fmt: skip
LISTED = (
    ATORVASTATIN_20, ATORVASTATIN_40, METFORMIN, METFORMIN_1000, JANUMET, LISINOPRIL, ELIQUIS, ALENDRONATE, OMEPRAZOLE, LEVOTHYROXINE,
    SUCCINATE, TARTRATE, HYDROCHLOROTHIAZIDE, WARFARIN, LANTUS, TRULICITY, ADVAIR, LATANOPROST, ALBUTEROL,
)  # fmt: skip


class ListMarket(SmallMarket):
    """The small market with these drugs and the real search. Lipitor is a known brand that it has only as a generic."""

    def __init__(self) -> None:
        super().__init__()
        self._index = DrugIndex(LISTED, [("Lipitor", "atorvastatin")], ["prednisolone"])

    def drugs(self) -> Sequence[Drug]:
        return sorted(LISTED, key=lambda drug: drug.name)

    def drug(self, rxcui: str) -> Drug | None:
        return next((drug for drug in LISTED if drug.rxcui == rxcui), None)

    def find_drugs(self, words: str, limit: int = 10) -> Sequence[DrugMatch]:
        return self._index.find(words, limit)
