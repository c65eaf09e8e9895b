"""The report as a tagged PDF, through WeasyPrint where it is installed with its system libraries; elsewhere the HTML prints."""

from __future__ import annotations

from functools import cache

_MISSING = (ImportError, OSError)
"""WeasyPrint is not installed, or a library of the system that it loads (Pango) is missing."""


@cache
def can_make_pdf() -> bool:
    """Whether a PDF can be made on this machine."""
    try:
        import weasyprint  # noqa: F401
    except _MISSING:
        return False
    return True


def pdf_of(html: str) -> bytes:
    """The page as a PDF tagged for screen readers (PDF/UA-1). Nothing is fetched: a report holds all that it shows."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    made: bytes = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=())).write_pdf(pdf_variant="pdf/ua-1")
    return made
