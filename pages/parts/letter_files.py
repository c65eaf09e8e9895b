"""A letter to take away: to print, as a PDF where this computer can make one, and as plain text. What is personal is written in by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from finder.explain.kit.html import can_make_pdf, pdf_of
from finder.explain.kit.letter import BLANKS, DOWNLOAD_PAGE, DOWNLOAD_PDF, DOWNLOAD_TEXT
from finder.explain.messages import say, speaking
from pages.parts.frame import tell
from pages.parts.language import ask_paper
from pages.parts.screen import st


def offer_letter_files(name: str, key: str, html: Callable[[], str], text: Callable[[], str], label: str = DOWNLOAD_PAGE) -> None:
    """The letter in the language that is asked for, as files by that name. ``label``: of the one to print."""
    tell(say(BLANKS))
    with speaking(ask_paper()):
        page, lines = html(), text()
    file = partial(st.download_button, on_click="ignore")
    with st.container(horizontal=True):
        file(say(label), page, f"{name}.html", "text/html", key=f"{key}-page")
        if can_make_pdf():
            file(say(DOWNLOAD_PDF), partial(pdf_of, page), f"{name}.pdf", "application/pdf", key=f"{key}-pdf")
        file(say(DOWNLOAD_TEXT), lines, f"{name}.txt", "text/plain", key=f"{key}-text")
