"""What one visitor has told us and been told: one typed object in the session, gone when the next person starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import streamlit as st

from finder.domain.market import Drug
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.explain.transition_fills import FirstSupply

_SESSION = "session"


@dataclass
class Session:
    """``asked`` is what the comparison answers, so that a changed answer is noticed; ``visitor`` and ``form`` give widgets fresh keys for
    the next person and for the next drug; ``doubted`` is an amount that we asked about and the person may confirm; ``first_supply`` the
    drug whose transition dates were asked for."""

    visitor: int = 0
    form: int = 0
    drugs: list[Prescription] = field(default_factory=list)
    changing: Drug | None = None
    doubted: Prescription | None = None
    message: str = ""
    asked: tuple[Member, tuple[Prescription, ...]] | None = None
    comparison: Comparison | None = None
    chosen_plan: str = ""
    first_supply: FirstSupply | None = None

    def key(self, name: str) -> str:
        """The key of a widget that is this visitor's alone."""
        return f"{self.visitor}-{name}"

    def drug_key(self, name: str) -> str:
        """The key of a widget of the drug form, new for each drug."""
        return self.key(f"{name}-{self.form}")

    def put_drug(self, prescription: Prescription, message: str) -> None:
        """Add a drug to the list, or put it in the place of the same product; the form is emptied."""
        places = [index for index, drug in enumerate(self.drugs) if drug.drug.rxcui == prescription.drug.rxcui]
        if places:
            self.drugs[places[0]] = prescription
        else:
            self.drugs.append(prescription)
        self.leave_form(message)

    def remove_drug(self, rxcui: str, message: str) -> None:
        """Take a drug off the list."""
        self.drugs = [drug for drug in self.drugs if drug.drug.rxcui != rxcui]
        self.leave_form(message)

    def change_drug(self, drug: Drug) -> None:
        """Open the form for a drug of the list."""
        self.leave_form("")
        self.changing = drug

    def leave_form(self, message: str) -> None:
        """Empty the drug form and say what was done."""
        self.form, self.changing, self.doubted, self.message = self.form + 1, None, None, message


def session() -> Session:
    """This visitor's session."""
    return cast(Session, st.session_state.setdefault(_SESSION, Session()))


def start_over() -> None:
    """Forget everything of this visitor: answers, drugs, results and what the address says."""
    visitor = session().visitor + 1
    st.session_state.clear()
    st.query_params.clear()
    st.session_state[_SESSION] = Session(visitor=visitor)
