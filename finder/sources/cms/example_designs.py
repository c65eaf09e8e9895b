"""The file of example designs as typed models. Each field that doesn't fit is one problem."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from finder.intake.archive import DAMAGED
from finder.intake.limits import DESIGNS
from finder.intake.texts import Unfit
from finder.intake.yaml_text import parse_yaml_values
from finder.sources.cms.bundle import SourceFile
from finder.sources.cms.text_files import Problems, at

_MONEY = r"^\d{1,7}\.\d{2}$"
_FRACTION = r"^(0(\.\d{1,4})?|1)$"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Share(_Model):
    """A copay in dollars or a coinsurance as a fraction, for a month's supply."""

    copay: str | None = Field(None, pattern=_MONEY)
    coinsurance: str | None = Field(None, pattern=_FRACTION)

    @model_validator(mode="after")
    def _one_of_them(self) -> Share:
        if (self.copay is None) == (self.coinsurance is None):
            raise ValueError("a copay or a coinsurance")
        return self


class Tier(_Model):
    """A tier's shares before the gap and, if the design covers it, in the gap."""

    deductible_applies: bool
    initial_coverage: Share
    coverage_gap: Share | None = None


class Design(_Model):
    """One example design."""

    plan_id: str = Field(pattern=r"^X\d{4}-\d{3}-\d{3}$")
    name: str = Field(pattern=r"^Example: ")
    benefit_type: Literal["defined_standard", "actuarially_equivalent", "basic_alternative", "enhanced_alternative"]
    premium: str = Field(pattern=_MONEY)
    deductible: str = Field(pattern=_MONEY)
    initial_coverage_limit: str = Field(pattern=_MONEY)
    tiers: dict[int, Tier] = {}


class Product(_Model):
    """A drug of the market: its key, its name and unit in the spending file, what it is, and its tier."""

    key: str = Field(pattern=r"^[a-z0-9-]+$")
    listed_as: str
    ingredient: str
    brand: str = ""
    form: str
    unit: str
    tier: int = Field(ge=1, le=7)
    package: str = Field("", pattern=r"^(\d+(\.\d{1,3})?)?$")
    insulin: bool = False
    weekly: bool = False


class DesignsFile(_Model):
    """The whole file."""

    plan_year: int
    organization: str
    channels: list[Literal["standard_retail", "preferred_retail", "standard_mail", "preferred_mail"]]
    designs: list[Design] = Field(min_length=1)
    drugs: list[Product] = Field(min_length=1)


def parse_designs(file: SourceFile, year: int, problems: Problems) -> DesignsFile | None:
    """The designs, or None if they were refused into ``problems``."""
    try:
        with file.open() as stream:
            designs = DesignsFile.model_validate(parse_yaml_values(stream, DESIGNS))
    except Unfit as unfit:
        problems.add(at(file.name), unfit.expected, unfit.found)
        return None
    except ValidationError as refused:
        for found in refused.errors():
            path = ".".join(str(part) for part in found["loc"])
            problems.add(at(file.name, None, path), found["msg"], str(found["input"]))
        return None
    except DAMAGED as error:
        problems.add(at(file.name), "a file that can be read to its end", str(error))
        return None
    if designs.plan_year != year:
        problems.add(at(file.name, None, "plan_year"), str(year), str(designs.plan_year))
    tiers = {product.tier for product in designs.drugs}
    for number, design in enumerate(designs.designs):
        if design.tiers and tiers - set(design.tiers):
            missing = ", ".join(map(str, sorted(tiers - set(design.tiers))))
            problems.add(at(file.name, None, f"designs.{number}.tiers"), "a share for every tier of the drugs", f"none for tier {missing}")
    return designs
