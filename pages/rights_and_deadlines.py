"""Rights and deadlines: a card for each thing that a person may ask for."""

from finder.explain.doors import PAGES
from finder.explain.messages import say
from pages.parts.frame import frame, tell
from pages.parts.menu import show_cards

DOOR = "rights_and_deadlines"

with frame(PAGES[DOOR].title):
    tell(say(PAGES[DOOR].about))
    show_cards(DOOR)
