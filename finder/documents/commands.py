"""The commands whose answer needs their document alone: one line each. A module of this room reads the document and writes the answer."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple


class Command(NamedTuple):
    """A command.

    ``module`` is in ``finder.documents``.
    Its ``INPUT`` is the model of the document, its ``answer`` takes the document to the answer's JSON.
    """

    name: str
    module: str
    help: str

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the document."""
        schema: dict[str, Any] = self._part("INPUT").model_json_schema()
        return schema

    def ask(self, document: object) -> Any:
        """The answer's JSON. Raises Refusal for a document that does not fit the model."""
        return self._part("answer")(document)

    def _part(self, name: str) -> Any:
        return getattr(import_module(f"finder.documents.{self.module}"), name)


COMMANDS = (
    Command("adjudicate", "adjudicate", "An explicit benefit design and explicit fills; a ledger back."),
    Command("benefit", "benefit_year", "The law's numbers of a year, each with source and status."),
    Command("late-enrollment", "late_enrollment", "The late enrollment penalty, its cost and steps."),
    Command("extra-help", "extra_help", "Extra Help: the level, from when until when, copays and premium."),
    Command("income-related", "income_related", "The income-related amount: bracket and cost."),
    Command("extra-help-refund", "extra_help_refund", "What is owed back for fills already paid."),
    Command("receipt", "receipt", "What was paid for fills against the law's maximums and the plan's ledger."),
    Command("payment-plan", "payment_plan", "Bills by month under the Prescription Payment Plan."),
    Command("price-basis", "price_basis", "What a price is made of, and which payments count."),
    Command("formulary-map", "formulary_map", "Of each class of drugs, what each plan lists, restricts or puts on its specialty tier."),
    Command("how-we-know", "evidence", "What was checked: examples of others, cases by hand, and what we could not confirm."),
    Command("pharmacy-reach", "pharmacy_reach", "How many people of a place live near a drug store of each plan."),
    Command("plan-payments", "plan_payments", "Who pays a drug plan for its members' year, and where the money goes."),
    Command("retiree-subsidy", "retiree_drug_subsidy", "What Medicare pays an employer for its retirees' drugs."),
    Command("special-plans", "special_plans", "Which kinds of plan a person may join, and what is wrong with the one they have."),
    Command("transition", "transition_fills", "A first supply of a drug: window and fills."),
    Command("mtm", "medication_therapy", "Medication therapy management: who gets it and when."),
    Command("list", "drug_list", "A drug list as people write it: each line ready, or what is open."),
    Command("simulate", "simulate", "A policy over a population: who gains, who loses, who pays."),
    Command("employer-coverage", "employer_coverage", "Coverage from an employer or union, or Part D: costs, risks, dates, fee."),
    Command("losing-coverage", "losing_coverage", "A plan that may be lost: until when, when to join again, what a gap costs."),
    Command("two-homes", "two_homes", "Months in another place: how long, which stores, when to refill."),
    Command("will-be-moved", "will_be_moved", "With Extra Help: does Medicare move the person, by the plan's letter."),
    Command("using-the-plan", "using_the_plan", "How a premium is paid, the card shown, a claim sent on paper."),
    Command("who-pays-first", "payer_order", "Other coverage beside a drug plan: who pays first, and what counts toward the limit."),
    Command("read-letter", "letters", "A letter about a drug plan: what it must say, what is missing, by when who must do what."),
    Command("rights", "rights", "What happened and when: by when who must do what, and a calendar file."),
)


def ask(command: str, document: object) -> Any:
    """The JSON answer of a command to a JSON document. Raises Refusal, and KeyError for a command that is not in the table."""
    return {known.name: known for known in COMMANDS}[command].ask(document)
