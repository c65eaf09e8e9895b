"""What the pages say of languages themselves."""

from finder.explain.messages import mark

IN_ENGLISH = mark("This page is for people who help others. It is in English.")
ON_PAPER = mark("Language of what you print or send")
