"""Other help with drug costs in a document: of ``finder compare``, and of a session file."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from finder.documents.fields import Input, Money, Word
from finder.domain.claim import OtherPayerKind
from finder.domain.money import dollars
from finder.domain.other_help import HELPERS, OtherHelp


class OtherHelpInput(Input):
    """Who else pays after the drug plan, for every covered fill at every plan. The VA pays without Part D and workers' compensation before
    it, so neither belongs here."""

    kind: Annotated[OtherPayerKind, Word(OtherPayerKind)]
    generic_copay: Annotated[Money, Field(description="the most that the person still pays for 30 days of a generic")]
    brand_copay: Annotated[Money, Field(description="the same for a brand")]
    premium: Annotated[Money, Field(description="the most that it pays of a month's Part D premium")] = 0

    @model_validator(mode="after")
    def _pays_after_part_d(self) -> OtherHelpInput:
        if self.kind not in HELPERS:
            kinds = ", ".join(kind.key for kind in HELPERS)
            raise ValueError(f"a kind that pays after Part D ({kinds})")
        return self

    @property
    def help(self) -> OtherHelp:
        """As the comparison takes it."""
        return OtherHelp(self.kind, self.generic_copay, self.brand_copay, self.premium)


def other_help_document(helper: OtherHelp | None) -> dict[str, Any] | None:
    """The help in the words of the contract; None without any."""
    if helper is None:
        return None
    amounts = {"generic_copay": helper.generic, "brand_copay": helper.brand, "premium": helper.premium}
    return {"kind": helper.kind.key, **{name: dollars(amount) for name, amount in amounts.items()}}
