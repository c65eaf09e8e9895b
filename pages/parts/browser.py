"""What only the browser can do: a question before unsaved answers are left, the focus, and another page from its top. A few lines of
script that ask nothing of the outside."""

from __future__ import annotations

from finder.explain.built_in_words import built_in_words
from finder.explain.messages import speaking
from pages.parts.screen import st

_SCRIPT = r"""
const BUILT_IN = {
  apply: /^Press Enter to apply$/, 'apply-more': /^Press (?:Ctrl|⌘)\+Enter to apply$/, send: /^Press Enter to submit form$/,
  'drag-file': /^Drag and drop (?:a file|files) here$/, 'drag-folder': /^Drag and drop directories here$/,
  size: /^(.+) per file(.*)$/, upload: /^Upload$/, kind: /^(.+) files are not allowed\.$/,
  'too-large': /^File must be (.+) or smaller\.$/,
  'no-results': /^No results$/, 'no-options': /^No options to select$/, choose: /^Choose (?:an option|options)$/,
  between: /^Number is outside the allowed range\. Please enter a value between (.+) and (.+)\.$/,
  below: /^Number is below the allowed range\. Please enter a value greater than or equal to (.+)\.$/,
  above: /^Number is above the allowed range\. Please enter a value less than or equal to (.+)\.$/,
};
let unsaved = false, languages = {}, builtIn = [], last = null, page = null, due = 0;
addEventListener('beforeunload', event => { if (unsaved) event.preventDefault() });
document.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || event.target.type !== 'radio' || !event.target.closest('.st-key-step-choice')) return;
  const next = document.querySelector('.st-key-step-buttons button');
  if (next) { event.preventDefault(); next.click(); }
}, true);
function speak(selector, language) {
  for (const part of document.querySelectorAll(selector)) if (part.lang !== language) part.lang = language;
}
function translate(text) {
  const said = text.trim().replace(/^Error: /, ''), before = text.trim().slice(0, text.trim().length - said.length);
  for (const [pattern, words] of builtIn) if (pattern.test(said)) return before + said.replace(pattern, words);
  return text;
}
function translateBuiltIn() {
  for (const part of document.querySelectorAll('input[placeholder]')) {
    const words = translate(part.placeholder);
    if (words !== part.placeholder) part.placeholder = words;
  }
  for (const part of document.querySelectorAll(
      '[data-testid="InputInstructions"], [data-testid="stFileUploader"], [data-testid="stNumberInput"], [role=listbox], [role=alert]')) {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const words = translate(texts.currentNode.data);
      if (words !== texts.currentNode.data) texts.currentNode.data = words;
    }
  }
}
function mark() {
  if (builtIn.length) translateBuiltIn();
  if (languages.page) {
    speak('html', languages.page);
    speak('.st-key-doors, .st-key-menu, .st-key-behind, .st-key-keep', languages.doors);
  }
  for (const part of document.querySelectorAll('[class*="st-key-speak-"], [class*="st-key-lang-"]')) {
    part.lang = part.className.match(/st-key-(?:speak|lang)-([\w-]+)/)[1];
  }
  for (const link of document.querySelectorAll('.st-key-doors a, .st-key-menu a, .st-key-behind a')) {
    const value = link.closest('[class*="-here-"]') ? 'page' : link.closest('[class*="door-in-"]') ? 'true' : '';
    if (value) link.setAttribute('aria-current', value); else link.removeAttribute('aria-current');
  }
  for (const step of document.querySelectorAll('[class*="st-key-step-at-here"]')) step.setAttribute('aria-current', 'step');
}
new MutationObserver(() => { cancelAnimationFrame(due); due = requestAnimationFrame(mark) })
  .observe(document.body, { childList: true, characterData: true, subtree: true });
function focus(tries) {
  const heading = document.querySelector('.st-key-step-question h2');
  if (!heading && tries) return void setTimeout(focus, 50, tries - 1);
  document.querySelector('[data-testid=stMain]').scrollTo(0, 0);
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}
export default function ({ data }) {
  unsaved = data.unsaved;
  languages = data.languages;
  builtIn = Object.entries(data.builtIn).map(([name, words]) => [BUILT_IN[name], words]);
  mark();
  if (page !== null && page !== data.page) document.querySelector('[data-testid=stMain]').scrollTo(0, 0);
  page = data.page;
  if (last !== null && data.step && last !== data.step) setTimeout(focus, 50, 20);
  last = data.step;
}
"""
_BROWSER = st.components.v2.component("finder-browser", js=_SCRIPT)


def tell_browser(languages: dict[str, str], *, unsaved: bool, page: str, step: str) -> None:
    """Warn before unsaved answers are left by a reload or a closed tab; show another page from its top; put the focus on the question of
    another step. ``languages``: of the page and of its doors, for those who have it read to them."""
    with speaking(languages["page"]):
        words = built_in_words()
    _BROWSER(data={"languages": languages, "builtIn": words, "unsaved": unsaved, "page": page, "step": step}, key="browser")
