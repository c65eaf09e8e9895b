"""What only a script can do on a page: put the focus where the answer is, and print. It asks nothing of the outside."""

from __future__ import annotations

from pages.parts.screen import st

_FOCUS_SCRIPT = """
function hold(data, person, since, tries) {
  // what the page still draws may take the focus away again, so it is given until it stays; who moves on in the meantime keeps theirs
  if (person.moved) return;
  const found = document.querySelector(data.selector), now = document.activeElement;
  if (now && now !== document.body && now !== found && now.tagName !== 'BUTTON' && now.tagName !== 'A') return;
  if (found && now !== found) {
    since = tries;
    found.style.scrollMarginTop = '5rem';
    found.focus({ preventScroll: true });
    found.scrollIntoView({ block: data.top ? 'start' : 'nearest' });
  }
  if (tries && since - tries < 10) setTimeout(hold, 100, data, person, found ? since : tries, tries - 1);
}
export default function ({ parentElement, data }) {
  if (parentElement.focusedFor === data.about) return;
  parentElement.focusedFor = data.about;
  const person = { moved: false };
  for (const kind of ['keydown', 'pointerdown', 'wheel', 'touchmove']) {
    addEventListener(kind, () => { person.moved = true }, { once: true, capture: true, passive: true });
  }
  setTimeout(hold, 50, data, person, 100, 100);
}
"""
_PRINT_LOOK = """button {font: inherit; font-weight: 600; min-height: var(--finder-target); padding: 0.35rem 1.1rem; cursor: pointer;
  color: var(--finder-accent); background: var(--finder-surface); border: 1px solid var(--finder-line);
  border-radius: var(--finder-radius-small);}
button:focus-visible {outline: 3px solid var(--finder-focus); outline-offset: 2px;}
@media print {button {display: none;}}"""
_PRINT_SCRIPT = """
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector('button');
  button.textContent = data.label;
  button.onclick = () => window.print();
}
"""
_FOCUS = st.components.v2.component("finder-focus", js=_FOCUS_SCRIPT)
_PRINT = st.components.v2.component("finder-print", html="<button type='button'></button>", css=_PRINT_LOOK, js=_PRINT_SCRIPT)


def focus_on(selector: str, about: str, key: str, *, top: bool = False) -> None:
    """Put the focus on what the selector finds, once for each thing that the page is about, so that it is read aloud. ``top``: scroll
    until it stands at the top of the window."""
    _FOCUS(data={"selector": selector, "about": about, "top": top}, key=key, height=1)


def print_button(label: str, key: str) -> None:
    """A button that prints the page."""
    _PRINT(data={"label": label}, key=key, width="content")
