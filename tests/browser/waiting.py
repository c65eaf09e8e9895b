"""Waits that hold under the pages' Content-Security-Policy. Playwright's own ``wait_for_function`` compiles its condition with ``eval``
inside the page, which the policy refuses; what ``evaluate`` runs comes from outside and is let through."""

from __future__ import annotations

import time
from typing import Any

_UNTIL = """([arg, patience]) => new Promise((resolve, reject) => {
  const condition = CONDITION, end = performance.now() + patience;
  const look = () => {
    try {
      if (condition(arg)) resolve(true);
      else if (performance.now() > end) reject(new Error(`not so within ${patience} ms`));
      else requestAnimationFrame(look);
    } catch (error) { reject(error) }
  };
  look() })"""
_GONE = ("context was destroyed", "navigation")


def until(page: Any, condition: str, *, arg: Any = None, timeout: float = 60_000, **_: Any) -> None:
    """Wait until ``condition``, a function's text, is true of ``arg`` in the page, over a navigation too."""
    from playwright.sync_api import Error

    end = time.monotonic() + timeout / 1000
    while True:
        try:
            page.evaluate(_UNTIL.replace("CONDITION", f"({condition})"), [arg, max(end - time.monotonic(), 0) * 1000])
            return
        except Error as error:
            if time.monotonic() > end or not any(word in error.message for word in _GONE):
                raise


def wait_under_the_policy() -> None:
    """Let every page's ``wait_for_function`` be ``until``."""
    from playwright.sync_api import Page

    Page.wait_for_function = until
