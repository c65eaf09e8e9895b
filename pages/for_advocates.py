"""For advocates: a card for each page about the law and its money."""

from finder.explain.doors import PAGES
from finder.explain.messages import say
from pages.parts.frame import frame, tell
from pages.parts.menu import show_cards

DOOR = "for_advocates"

with frame(PAGES[DOOR].title):
    tell(say(PAGES[DOOR].about))
    show_cards(DOOR)
