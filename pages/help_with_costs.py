"""Help with costs: a card for each way to pay less, and for each check on what was paid."""

from finder.explain.doors import PAGES
from finder.explain.messages import say
from pages.parts.frame import frame, tell
from pages.parts.menu import show_cards

DOOR = "help_with_costs"

with frame(PAGES[DOOR].title):
    tell(say(PAGES[DOOR].about))
    show_cards(DOOR)
