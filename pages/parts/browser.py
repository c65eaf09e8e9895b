"""What only the browser can do: a question before unsaved answers are left, the focus, and another page from its top. A few lines of
script that ask nothing of the outside."""

from __future__ import annotations

from pages.parts.screen import st

_SCRIPT = """
let unsaved = false, last = null, page = null, due = 0;
addEventListener('beforeunload', event => { if (unsaved) event.preventDefault() });
document.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || event.target.type !== 'radio' || !event.target.closest('.st-key-step-choice')) return;
  const next = document.querySelector('.st-key-step-buttons button');
  if (next) { event.preventDefault(); next.click(); }
}, true);
function mark() {
  const current = { '-door-here-': 'page', '-behind-here-': 'page', '-door-in-': 'true', '-door-to-': '', '-behind-to-': '' };
  for (const [part, value] of Object.entries(current)) {
    for (const link of document.querySelectorAll(`[class*="${part}"] a`)) {
      if (value) link.setAttribute('aria-current', value); else link.removeAttribute('aria-current');
    }
  }
  for (const step of document.querySelectorAll('[class*="st-key-step-at-here"]')) step.setAttribute('aria-current', 'step');
}
new MutationObserver(() => { cancelAnimationFrame(due); due = requestAnimationFrame(mark) })
  .observe(document.body, { childList: true, subtree: true });
function focus(tries) {
  const heading = document.querySelector('.st-key-step-question h2');
  if (!heading && tries) return void setTimeout(focus, 50, tries - 1);
  document.querySelector('[data-testid=stMain]').scrollTo(0, 0);
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}
export default function ({ data }) {
  unsaved = data.unsaved;
  mark();
  if (page !== null && page !== data.page) document.querySelector('[data-testid=stMain]').scrollTo(0, 0);
  page = data.page;
  if (last !== null && data.step && last !== data.step) setTimeout(focus, 50, 20);
  last = data.step;
}
"""
_BROWSER = st.components.v2.component("finder-browser", js=_SCRIPT)


def tell_browser(*, unsaved: bool, page: str, step: str) -> None:
    """Warn before unsaved answers are left by a reload or a closed tab; show another page from its top; put the focus on the question of
    another step."""
    _BROWSER(data={"unsaved": unsaved, "page": page, "step": step}, key="browser")
