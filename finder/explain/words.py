"""The words that people read in place of the field's: phases, actions, pharmacies, kinds of plan; lists, counts, months and money."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Literal

from finder.domain.benefit import BenefitType, Channel, LowIncomeSubsidy, Phase
from finder.domain.market import Drug, PackageForm, Plan, PlanKind
from finder.domain.money import QUANTITY_SCALE, BasisPoints, Cents, Quantity, shown, whole_dollars
from finder.domain.supply import ONE
from finder.explain.kit.escapes import in_english
from finder.explain.messages import ENGLISH, language, mark, mark_count, say, say_count, written_in

WORKING = mark("Working")
STOP_WORK = mark("Stop this work")
MORE_LETTERS = mark("Type more letters of the name.")
UNKNOWN = mark("We don't have this")
UNKNOWN_PRICE = mark("We don't have this price")
NO_SHARE = mark("We can't price this refill. Ask the plan")

PHASES = {
    Phase.DEDUCTIBLE: mark("Deductible"),
    Phase.INITIAL_COVERAGE: mark("Initial coverage"),
    Phase.COVERAGE_GAP: mark("Coverage gap"),
    Phase.CATASTROPHIC: mark("Catastrophic"),
    Phase.OUTSIDE: mark("Not covered"),
}
PHASE_MEANINGS = {
    Phase.DEDUCTIBLE: mark("You pay the full price of most drugs until you have paid this first amount."),
    Phase.INITIAL_COVERAGE: mark("You pay your share. The plan pays the rest."),
    Phase.COVERAGE_GAP: mark("The plan pays less here. Some call it the donut hole."),
    Phase.CATASTROPHIC: mark("You have reached the yearly limit. You pay little or nothing."),
    Phase.OUTSIDE: mark("The plan does not pay for this drug."),
}
HELPED_MEANINGS = {
    Phase.DEDUCTIBLE: mark("The plan has a deductible. With Extra Help you have none, and pay your copay."),
    Phase.INITIAL_COVERAGE: mark("You pay your copay. The plan and Extra Help pay the rest."),
    Phase.COVERAGE_GAP: mark("You pay your copay here too. Extra Help pays what the plan does not."),
}
"""What a phase means with Extra Help."""
CHANNELS = {
    Channel.STANDARD_RETAIL: mark("any network drug store"),
    Channel.PREFERRED_RETAIL: mark("a preferred drug store"),
    Channel.STANDARD_MAIL: mark("the plan's mail order"),
    Channel.PREFERRED_MAIL: mark("preferred mail order"),
    Channel.LONG_TERM_CARE: mark("a nursing home pharmacy"),
    Channel.OUT_OF_NETWORK: mark("a drug store outside the network"),
}
PLAN_KINDS = {
    PlanKind.PDP: mark("Drug plan"),
    PlanKind.MA_PD: mark("Health plan with drugs"),
    PlanKind.SNP: mark("Special needs plan"),
}
BENEFITS = {
    BenefitType.DEFINED_STANDARD: mark("Basic (the standard benefit)"),
    BenefitType.ACTUARIALLY_EQUIVALENT: mark("Basic"),
    BenefitType.BASIC_ALTERNATIVE: mark("Basic"),
    BenefitType.ENHANCED_ALTERNATIVE: mark("Enhanced"),
}
"""A basic plan is worth as much as the standard benefit; an enhanced one adds to it."""
SUBSIDIES = {
    LowIncomeSubsidy.NONE: mark("No Extra Help"),
    LowIncomeSubsidy.FULL_INSTITUTIONAL: mark("Extra Help, with Medicaid, in a nursing home"),
    LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY: mark("Extra Help, with Medicaid and a low income"),
    LowIncomeSubsidy.FULL_OTHER: mark("Extra Help, full"),
    LowIncomeSubsidy.PARTIAL: mark("Extra Help, partial"),
}
PAYERS = {
    "patient_pay": mark("You"),
    "low_income_cost_sharing_subsidy": mark("Extra Help"),
    "other_payer": mark("Other help"),
    "manufacturer": mark("Drug maker"),
    "plan": mark("Drug plan"),
    "medicare_reinsurance": mark("Medicare"),
}
_NAMES = {
    "tablet": mark_count("tablet", "tablets"),
    "pill": mark_count("pill", "pills"),
    "capsule": mark_count("capsule", "capsules"),
    "puff": mark_count("puff", "puffs"),
    "blister": mark_count("blister", "blisters"),
    "ml": mark_count("mL", "mL"),
    "gram": mark_count("gram", "grams"),
    "drop": mark_count("drop", "drops"),
    "unit": mark_count("unit", "units"),
    "patch": mark_count("patch", "patches"),
    "suppository": mark_count("suppository", "suppositories"),
    "pen": mark_count("pen", "pens"),
    "syringe": mark_count("syringe", "syringes"),
    "vial": mark_count("vial", "vials"),
    "cartridge": mark_count("cartridge", "cartridges"),
    "kit": mark_count("kit", "kits"),
    "inhaler": mark_count("inhaler", "inhalers"),
    "bottle": mark_count("bottle", "bottles"),
    "box": mark_count("box", "boxes"),
    "package": mark_count("package", "packages"),
}
"""What a quantity counts and what a person holds: one, and several."""
_AMOUNTS = {
    "tablet": mark_count("{amount} tablet", "{amount} tablets"),
    "pill": mark_count("{amount} pill", "{amount} pills"),
    "capsule": mark_count("{amount} capsule", "{amount} capsules"),
    "puff": mark_count("{amount} puff", "{amount} puffs"),
    "blister": mark_count("{amount} blister", "{amount} blisters"),
    "ml": mark_count("{amount} mL", "{amount} mL"),
    "gram": mark_count("{amount} gram", "{amount} grams"),
    "drop": mark_count("{amount} drop", "{amount} drops"),
    "unit": mark_count("{amount} unit", "{amount} units"),
    "patch": mark_count("{amount} patch", "{amount} patches"),
    "suppository": mark_count("{amount} suppository", "{amount} suppositories"),
    "pen": mark_count("{amount} pen", "{amount} pens"),
    "syringe": mark_count("{amount} syringe", "{amount} syringes"),
    "vial": mark_count("{amount} vial", "{amount} vials"),
    "cartridge": mark_count("{amount} cartridge", "{amount} cartridges"),
    "kit": mark_count("{amount} kit", "{amount} kits"),
    "inhaler": mark_count("{amount} inhaler", "{amount} inhalers"),
    "bottle": mark_count("{amount} bottle", "{amount} bottles"),
    "box": mark_count("{amount} box", "{amount} boxes"),
    "package": mark_count("{amount} package", "{amount} packages"),
}
"""The same, with how many."""
_CALLED = {"mL": "ml", "actuation": "puff", "g": "gram", "units": "unit"}
"""Units of the catalog and of lists that go by another name here."""
_PACKAGES = {PackageForm.INHALER: "inhaler", PackageForm.EYE_DROPS: "bottle"}
_SEVERAL = 2
_PER_PUFF = re.compile(r"([0-9.]+) MG/ACTUAT")
_PUFFS = re.compile(r"\b([0-9]+) ACTUAT ")
_UNITS_PER_ML = re.compile(r" UNT/ML\b")
_ZIP = re.compile(r"(?:zip(?:code)?[:.]?)?([0-9]{5})(?:-?[0-9]{4})?", re.IGNORECASE)
_STRENGTH = re.compile(r"[0-9.,]+ ?(mg|mcg|g|meq)")
_NUMBERS = (
    mark("No"),
    mark("One"),
    mark("Two"),
    mark("Three"),
    mark("Four"),
    mark("Five"),
    mark("Six"),
    mark("Seven"),
    mark("Eight"),
    mark("Nine"),
    mark("Ten"),
)


def five_digits(text: str) -> str:
    """A ZIP code as people type it, without blanks, the word, and the last four digits: ``ZIP 01604-1234`` is ``01604``; other text stays
    as it is."""
    typed = "".join(text.split())
    found = _ZIP.fullmatch(typed)
    return found[1] if found else typed


def spelled(number: int) -> str:
    """A small number that starts a sentence: ``One``, ``Two`` to ``Ten``, then digits."""
    return say(_NUMBERS[number]) if 0 <= number < len(_NUMBERS) else f"{number:,}"


_JOINS = {"and": mark("{first} and {last}"), "or": mark("{first} or {last}"), "then": mark("{first} then {last}")}


def joined(parts: Iterable[str], last: Literal["and", "or", "then"] = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *first, end = list(parts) or [""]
    return say(_JOINS[last], first=", ".join(first), last=end) if first else end


def amount(quantity: Quantity) -> str:
    """Thousandths of a unit as people write it: 30000 is ``30``, 2500 is ``2.5``."""
    whole, rest = divmod(quantity, QUANTITY_SCALE)
    return f"{whole:,}" + (f".{rest:03d}".rstrip("0") if rest else "")


def quantity_words(unit: str, quantity: Quantity) -> str:
    """A quantity with what it counts: ``30 tablets``, ``1 puff``, ``2.5 mL``."""
    return say_count(*_forms(_AMOUNTS, unit), 1 if quantity == ONE else _SEVERAL, amount=amount(quantity))


def days_supplied(days: int) -> str:
    """``30 days``."""
    return say_count("{count} day", "{count} days", days)


def supply_words(unit: str, quantity: Quantity, days: int) -> str:
    """What is bought, and how long it lasts: ``60 tablets for 30 days``."""
    bought = quantity_words(unit, quantity)
    return say_count("{bought} for {count} day", "{bought} for {count} days", days, bought=bought)


def unit_name(unit: str, *, many: bool = True) -> str:
    """What a quantity counts or a person holds, without a number: ``tablets``, ``boxes``; ``box``."""
    return say_count(*_forms(_NAMES, unit), _SEVERAL if many else 1)


def _forms(table: Mapping[str, tuple[str, str]], unit: str) -> tuple[str, str]:
    return table.get(_CALLED.get(unit, unit), table["unit"])


def unit_for_program(unit: str, *, many: bool = False) -> str:
    """In the answer of a command: the catalog's own word, which is English; in another language, ours."""
    return unit if language() == ENGLISH else unit_name(unit, many=many)


def unit_of(drug: Drug, *, many: bool = True) -> str:
    """What a quantity of the drug counts, as people say it: tablets, puffs, mL."""
    return unit_name(drug.unit, many=many)


def drug_label(drug: Drug) -> str:
    """A product as people and packages name it: ``Eliquis 5 mg tablet (apixaban)``, ``metformin ER 500 mg tablet``."""
    if drug.familiar:
        return foreign(drug.familiar)
    tail = f"[{drug.brand}]"
    if drug.brand and drug.name.endswith(tail):
        return foreign(f"{drug.brand} ({_as_on_the_box(drug.name.removesuffix(tail).strip())})")
    return foreign(_as_on_the_box(drug.name))


def _as_on_the_box(name: str) -> str:
    """Strengths as a box prints them: ``0.0625 MG/ACTUAT`` is ``62.5 mcg a puff``, ``100 UNT/ML`` is ``100 units/mL``."""
    return _UNITS_PER_ML.sub(" units/mL", _PUFFS.sub(r"\1 puffs, ", _PER_PUFF.sub(_a_puff, name)))


def _a_puff(found: re.Match[str]) -> str:
    strength = Decimal(found[1])
    return f"{strength * 1000:f}".rstrip("0").rstrip(".") + " mcg a puff" if strength < 1 else f"{found[1]} mg a puff"


def drug_name(drug: Drug) -> str:
    """A product in a sentence: brand or ingredient, with its strength where that is short: ``Eliquis 5 mg``."""
    if drug.familiar_short:
        return foreign(drug.familiar_short)
    strength = drug.strength.lower()
    return foreign(f"{drug.brand or drug.ingredient} {strength}" if _STRENGTH.fullmatch(strength) else drug.brand or drug.ingredient)


def package_unit(drug: Drug) -> str:
    """The word for one package of the drug, for ``quantity_words`` and ``unit_name``."""
    return _PACKAGES.get(drug.package_form, "package")


def package_of(drug: Drug) -> str:
    """What one package of the drug is called: inhaler, bottle, package."""
    return unit_name(package_unit(drug), many=False)


def money(cents: Cents | None) -> str:
    """``$1,234.50``; where it is unknown, words."""
    return say(UNKNOWN) if cents is None else shown(cents)


def in_whole_dollars(amount: Cents) -> str:
    """``$1,235``."""
    return shown(whole_dollars(amount)).removesuffix(".00")


def percent(rate: BasisPoints) -> str:
    """2500 is ``25%``."""
    return f"{rate / 100:g}%"


def about(amount: Cents) -> str:
    """``about $1,235``: money as a headline says it, to the nearest dollar."""
    return say("about {amount}", amount=in_whole_dollars(amount))


def month(number: int) -> str:
    """1 is ``January``."""
    if language() == ENGLISH:  # without Babel, whose import and locale cost a cold command 35 ms
        return month_name[number]
    from babel.dates import get_month_names

    return str(get_month_names("wide", "stand-alone", written_in())[number])


def short_month(number: int) -> str:
    """1 is ``Jan``."""
    if language() == ENGLISH:
        return month_abbr[number]
    from babel.dates import get_month_names

    return str(get_month_names("abbreviated", "stand-alone", written_in())[number])


def short_day(when: date, *, with_year: bool = False) -> str:
    """``Mar 9``, or ``Mar 9, 2026``."""
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMd" if with_year else "MMMd", when, locale=written_in()))


def day(when: date) -> str:
    """``July 1, 2026``."""
    if language() == ENGLISH:
        return f"{month_name[when.month]} {when.day}, {when.year}"
    from babel.dates import format_date

    return str(format_date(when, "long", written_in()))


def day_of_year(when: date) -> str:
    """``July 1``."""
    if language() == ENGLISH:
        return f"{month_name[when.month]} {when.day}"
    from babel.dates import format_skeleton

    return str(format_skeleton("MMMMd", when, locale=written_in()))


def time_of_day(minute: int) -> str:
    """Minutes after midnight as a clock shows them: 845 is ``2:05 PM``."""
    from babel.dates import format_time

    return str(format_time(time(*divmod(minute, 60)), "short", locale=written_in()))


def period(start: date) -> str:
    """The months from the start of coverage to the year's end: ``in 2026``, ``from July to December 2026``, ``in December 2026``."""
    if start.month == 1:
        return say("in {year}", year=start.year)
    if start.month == 12:
        return say("in {month} {year}", month=month(12), year=start.year)
    return say("from {first} to {last} {year}", first=month(start.month), last=month(12), year=start.year)


def plan_name(plan: Plan) -> str:
    """The plan's name; an example design says that it is one, wherever it appears."""
    named = plan.example and "example" not in plan.name.casefold()
    return say("{plan} (example design)", plan=foreign(plan.name)) if named else foreign(plan.name)


def foreign(name: str) -> str:
    """An English name as a text of the moment's language has it, marked where that is not English."""
    return name if language() == ENGLISH else in_english(name)


def company_name(plan: Plan) -> str:
    """The plan's company without a last full stop ("Inc."): the sentence around it has its own."""
    return foreign(plan.organization.strip().removesuffix("."))


TOO_MANY_WAIT = mark("Many people are waiting for long answers now. Please try again in a minute.")


def waiting_words(before: int) -> str:
    """How many others' long work comes first."""
    return say_count("Waiting: {count} other answer comes first", "Waiting: {count} other answers come first", before)


def step_words(done: int, of: int) -> str:
    """How far long work is."""
    return say("Working: step {done} of {of}", done=f"{done:,}", of=f"{of:,}")


def first_words(names: Sequence[str], most: int = 3) -> str:
    """The first few names and how many more there are."""
    if len(names) <= most:
        return joined(names)
    return say_count("{names} and {count} more", "{names} and {count} more", len(names) - most, names=", ".join(names[:most]))


def unknown_drug_sentence(words: str, drugs: int) -> str:
    """What is said where no drug is found by a name."""
    found = say("We don't find “{name}”.", name=words.strip())
    held = say_count("This file has {count} drug.", "This file has {count} drugs.", drugs)
    advice = say(
        "Check the name on the bottle, or try its other name. If it is not here, call 1-800-MEDICARE: a drug left out can change which "
        "plan is best."
    )
    return f"{found} {held} {advice}"
