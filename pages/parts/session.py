"""What one visitor has told us and been told: one typed object in the session, gone when the next person starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import randrange
from threading import Event
from typing import NamedTuple, cast

from finder.domain.certainty import HowSure
from finder.domain.drug_lines import DrugLine, NotCounted, Sheet
from finder.domain.market import Drug
from finder.domain.member import Member
from finder.domain.paid_fills import PaidFills
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.domain.receipt import Receipt
from finder.domain.session import SavedSession
from finder.domain.transition_fills import FirstSupply
from finder.domain.what_if import FillTiming, WhatIf
from pages.parts.caseload_kept import KeptCaseload
from pages.parts.forget import forget_downloads, forget_uploads, forget_widgets
from pages.parts.kept_answers import forget_answers
from pages.parts.policy_kept import KeptPolicies
from pages.parts.return_visit import was_here_before
from pages.parts.screen import st

_SESSION = "session"
_AFTER_A_LOSS = (10**6, 10**9)
_LONGEST_STEP = 60
"""Seconds that a script waits for the work of the script before it; a step takes less than one."""


class Incoming(NamedTuple):
    """A list that was just read, what is said of it, and the paid claims of its file."""

    lines: tuple[DrugLine, ...]
    message: str = ""
    paid_fills: PaidFills | None = None


@dataclass
class Session:
    """What one visitor said, and the answers.

    ``visitor``, ``form``, ``desk``: give widgets fresh keys for the next person, the next drug, the next list.
    ``drugs``, ``not_counted``: the list, and the names on it that no plan's cost holds.
    ``changing``: the drug whose form is open.
    ``confirmed``: amounts that the person said are right (rxcui, quantity, days).
    ``message``, ``desk_message``: what was just done to the list, and on the Desk.
    ``handed``: what another page set on Find plans.
    ``here_message``: what was just done on Plans on this computer.
    ``asked``: whose comparison it is; ``answered``: all that went into it, so that a changed answer is noticed.
    ``telling_claim``: a plan, and the row of its ledger that explains its figure, to be opened on Plan year.
    ``first_supply``: the drug whose transition dates were asked for.
    ``what_if``, ``timing``, ``how_sure``: answers about the comparison that they hold.
    ``kept``: the keys of answers about both people that are kept on disk.
    ``working``: the long work to begin; ``at_work`` is set once the last one has ended.
    ``partner``: the other person of a couple, whose widgets ``who`` tells apart.
    ``reading``: a list that is read beside the drugs, with widgets of its own, until it is added to them.
    ``given``: the names that such a list has put among those that are not counted.
    ``lines``: a drug list as it was read; ``incoming``: a second one, until it is added, replaces the first or is dropped.
    ``sheet``: a file whose columns wait to be checked.
    ``table``: what the counselor's table starts with.
    ``one_page``: Find plans asks all on one page; None until the first look at the address.
    ``stopped``: the step of Find plans at which something was missing when it was left.
    ``paper``: the language of what is printed or sent, once it is chosen.
    ``leaving``: the page on which starting over was pressed and not yet said to be meant.
    ``copied``: what the last saved copy holds.
    ``caseload``: people who were answered together; ``policies``: people under policies.
    ``lost``: the page was open before, and the server does not know what was typed there; till the person has read it.
    ``paid_fills``: the claims of an uploaded file, for the check of what was paid; ``receipts``: those typed.
    """

    visitor: int = 0
    form: int = 0
    drugs: list[Prescription] = field(default_factory=list)
    not_counted: list[NotCounted] = field(default_factory=list)
    changing: Drug | None = None
    confirmed: set[tuple[str, int, int]] = field(default_factory=set)
    message: str = ""
    desk_message: str = ""
    handed: str = ""
    here_message: str = ""
    asked: tuple[Member, tuple[Prescription, ...]] | None = None
    comparison: Comparison | None = None
    answered: object = None
    chosen_plan: str = ""
    telling_claim: tuple[str, int | None] = ("", None)
    first_supply: FirstSupply | None = None
    what_if: WhatIf | None = None
    timing: tuple[Comparison, FillTiming] | None = None
    how_sure: HowSure | None = None
    kept: set[bytes] = field(default_factory=set)
    working: str = ""
    at_work: Event | None = field(default=None, compare=False, repr=False)
    partner: Session | None = None
    who: str = ""
    reading: Session | None = None
    given: list[NotCounted] = field(default_factory=list)
    lines: tuple[DrugLine, ...] = ()
    incoming: Incoming | None = None
    sheet: Sheet | None = None
    table: tuple[dict[str, str], ...] = ()
    paid_fills: PaidFills | None = None
    receipts: list[Receipt] = field(default_factory=list)
    desk: int = 0
    one_page: bool | None = None
    stopped: str = ""
    paper: str = ""
    leaving: str = ""
    copied: SavedSession | None = None
    caseload: KeptCaseload | None = None
    policies: KeptPolicies | None = None
    lost: bool = False

    def key(self, name: str) -> str:
        """The key of a widget of this visitor."""
        return f"{self.visitor}{self.who}-{name}"

    def wait_for_work(self) -> None:
        """Let the long work of an earlier script end: its answer is there then."""
        if self.at_work is not None:
            self.at_work.wait(_LONGEST_STEP)

    def hand_back(self, message: str) -> None:
        """Drop the old answers and say what another page set."""
        self.comparison, self.asked, self.handed = None, None, message
        self.what_if, self.timing, self.how_sure = None, None, None

    def forget_handed_back(self) -> None:
        """Stop saying what was set or saved before."""
        self.handed = self.message = ""

    def telling_claim_at(self, plan_id: str) -> int | None:
        """The row to open in the ledger of a plan; None where nobody asked why it costs what it does."""
        plan, row = self.telling_claim
        return row if plan == plan_id else None

    def need_key(self, answer: str) -> str:
        """The key of the box of a special need."""
        return self.key(f"snp-{answer}")

    def second_person(self) -> Session:
        """The other person of a couple."""
        if self.partner is None:
            self.partner = Session(visitor=self.visitor, who="-second", kept=self.kept)
        return self.partner

    def new_second_person(self) -> Session:
        """Another second person in place of the one before, with fresh widgets."""
        self.partner = Session(visitor=self.visitor, who=f"{self.second_person().who}+", kept=self.kept)
        return self.partner

    def reader(self) -> Session:
        """Where a list is read beside the drugs of this person."""
        if self.reading is None:
            self.reading = Session(visitor=self.visitor, who=f"{self.who}-list", kept=self.kept)
        return self.reading

    def drug_key(self, name: str) -> str:
        """The key of a widget of the drug form, new for each drug."""
        return self.key(f"{name}-{self.form}")

    def desk_key(self, name: str) -> str:
        """The key of a widget of the Desk, new for each list or file."""
        return self.key(f"desk-{name}-{self.desk}")

    def take_lines(self, lines: tuple[DrugLine, ...], message: str) -> None:
        """Show a list that was read or answered; empty its forms and forget the uploaded file."""
        self.lines, self.incoming, self.sheet, self.table = lines, None, None, ()
        self.next_desk(message)

    def next_desk(self, message: str) -> None:
        """Empty the forms of the Desk and say what was done."""
        self.desk, self.desk_message = self.desk + 1, message
        forget_uploads()

    def put_drug(self, prescription: Prescription, message: str) -> None:
        """Add a drug to the list, or replace the same product; empty the form."""
        places = [index for index, drug in enumerate(self.drugs) if drug.drug.rxcui == prescription.drug.rxcui]
        if places:
            self.drugs[places[0]] = prescription
        else:
            self.drugs.append(prescription)
        self.leave_form(message)

    def use_drugs(self, drugs: list[Prescription], not_counted: list[NotCounted]) -> None:
        """Replace the list; empty the form and drop the answer to the old list."""
        self.drugs, self.not_counted, self.comparison, self.asked = drugs, not_counted, None, None
        self.leave_form("")

    def remove_drug(self, rxcui: str, message: str) -> None:
        """Take a drug off the list."""
        self.drugs = [drug for drug in self.drugs if drug.drug.rxcui != rxcui]
        self.leave_form(message)

    def keep_uncounted(self, given: NotCounted, message: str) -> None:
        """Keep a name on the list without counting it; empty the form."""
        if all(given.name.casefold() != kept.name.casefold() for kept in self.not_counted):
            self.not_counted.append(given)
        self.leave_form(message)

    def drop_uncounted(self, given: NotCounted, message: str) -> None:
        """Take a name that is not counted off the list."""
        self.not_counted = [kept for kept in self.not_counted if kept != given]
        self.leave_form(message)

    def change_drug(self, drug: Drug) -> None:
        """Open the form for a drug of the list."""
        self.leave_form("")
        self.changing = drug

    def leave_form(self, message: str) -> None:
        """Empty the drug form and say what was done."""
        self.form, self.changing, self.message = self.form + 1, None, message

    def confirm(self, prescription: Prescription) -> None:
        """Ask no more whether an amount is right."""
        self.confirmed.add((prescription.drug.rxcui, prescription.quantity, prescription.days_supply))

    def has_confirmed(self, prescription: Prescription) -> bool:
        """Whether the person said that an amount is right."""
        return (prescription.drug.rxcui, prescription.quantity, prescription.days_supply) in self.confirmed


def session() -> Session:
    """This visitor's session."""
    if _SESSION not in st.session_state:
        lost = was_here_before()
        # a page that was open still has the values of its fields: fresh keys, so that none comes back without the list that it was for
        st.session_state[_SESSION] = Session(visitor=randrange(*_AFTER_A_LOSS) if lost else 0, lost=lost)
    return cast(Session, st.session_state[_SESSION])


def start_over() -> Session:
    """Forget this visitor: answers, drugs, results, files, the address. Returns the next visitor's session."""
    left = session()
    left.wait_for_work()  # it may be about to keep its answer
    forget_answers(left.kept)
    fresh = Session(visitor=left.visitor + 1, one_page=left.one_page)
    st.session_state.clear()
    st.query_params.clear()
    forget_uploads()
    forget_downloads()
    forget_widgets()
    st.session_state[_SESSION] = fresh
    return session()
