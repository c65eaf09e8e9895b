"""Check a receipt: what was paid against the law and the plan, and the letter that asks for a refund."""

from finder.explain.explainers import receipt as words
from finder.explain.messages import say
from finder.explain.plans.other_help import without_help_sentence
from finder.questions.explainers.receipt import check_receipts
from pages.parts.frame import frame, show, tell
from pages.parts.receipt_form import ask_payer, ask_receipts, offer_letter
from pages.parts.said import other_help_said
from pages.parts.whose import person_in_view

with frame(words.TITLE) as foot:
    visitor = person_in_view()
    tell(say(words.INTRO))
    catalog, payer = ask_payer(visitor)
    foot.info = catalog.info if catalog else None
    if other_help_said(visitor, payer.year).help:
        tell(without_help_sentence())
    receipts = ask_receipts(visitor, catalog, payer.year)
    if receipts:
        answer = check_receipts(catalog, payer, receipts)
        show(words.sections(answer))
        offer_letter(visitor, answer)
        show(words.law(answer))
