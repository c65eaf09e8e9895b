"""How we know: examples of others reproduced, cases by hand, dates of the data, and what we could not confirm."""

from finder.explain.explainers import evidence as words
from finder.questions.explainers.evidence import how_we_know
from finder.sources.evidence import read_results
from pages.parts.catalog import open_infos
from pages.parts.frame import frame, show

with frame(words.TITLE):
    show(words.intro())
    show(words.sections(how_we_know(read_results(), open_infos().values())))
