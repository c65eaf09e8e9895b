"""What a person may change, and what each change asks."""

from __future__ import annotations

from finder.domain.market import Drug
from finder.explain.messages import mark, say
from finder.explain.words import drug_name

ASKED = mark("What would you change?")
CHOOSE = mark("Choose")
ADD = mark("Add a drug")
LEAVE_OUT = mark("Leave a drug out")
SWAP = mark("Swap a drug for another")
PRICE = mark("A price goes up or down")
STORE = mark("Another kind of drug store")
SUPPLY = mark("Fills of 30, 60 or 90 days")
START = mark("Start in another month")
HELP = mark("Extra Help")
DATES = mark("A drug's fill dates")
ORDER = mark("The order of fills on one day")

EVERY_DRUG = mark("Every drug")
WHICH_DRUG = mark("Which drug?")
WHICH_LISTED = mark("Which drug of your list?")
PERCENT = mark("By how many percent? Use a minus for a fall.")
WHERE = mark("Where would you buy?")
HOW_LONG = mark("How long would each fill last?")
WHEN = mark("When would coverage start?")
WHICH_HELP = mark("Which Extra Help?")
ON_THE_LIST = mark("This drug is on the list. To change its amount, go to Find plans.")
ONLY_DRUG = mark("The list has one drug. Without it there is nothing to compare.")


def no_alternative(drug: Drug) -> str:
    """Where the file has nothing near a drug to swap it for."""
    return say(
        "This file has no generic, other strength or drug of the same class for {drug}. You can look for any drug.", drug=drug_name(drug)
    )
