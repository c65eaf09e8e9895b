"""A real Chromium on the real server: the app on a free loopback port, a page per test, and a watch over what the page asks and says."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from finder.explain.doors import DOORS, PAGES, door_of

ROOT = Path(__file__).parents[2]
SCREENSHOTS = Path(__file__).parent / "screenshots"
KEPT = "FINDER_SCREENSHOTS"
"""Set to 1, these tests keep pictures of the pages; else the time is spared."""
WIDTHS = (1280, 360)
START_SECONDS = 120
PATIENCE = 60_000
"""Milliseconds that a state is waited for: a loaded build machine is slow, and a wait ends as soon as the state is there."""
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
LOCAL_SCHEMES = {"data", "blob", "about", "chrome", "chrome-error", "chrome-extension"}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PRESSES = 3
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium; the test is skipped where there is none."""
    found = os.environ.get("FINDER_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.skip("browser tests need Chromium, and none is installed here")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
                if answer.read() == b"ok":
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"the app did not start within {START_SECONDS} seconds:\n{log.read_text()}")


@contextmanager
def served(home: Path, log: Path, *script: str, app: str = "app.py", **environment: str) -> Iterator[str]:
    """The address of the app, served by Streamlit or by ``script``, with a cache and a home of its own, until the block ends."""
    port = _free_port()
    settings = {**os.environ, "HOME": str(home), "FINDER_CACHE": str(home / "cache"), "PYTHONPATH": str(ROOT), **environment}
    head = script or ("-m", "streamlit", "run")
    command = [sys.executable, *head, app, "--server.port", str(port), "--server.headless", "true"]
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=output, stderr=subprocess.STDOUT)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_healthy(url, server, log)
            yield url
        finally:
            server.terminate()
            server.wait(timeout=60)


@pytest.fixture(scope="session")
def app_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server prints, tracebacks included."""
    return tmp_path_factory.mktemp("app") / "server.log"


@pytest.fixture(scope="session")
def app_url(chromium: str, app_log: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, served for the whole session."""
    with served(tmp_path_factory.mktemp("home"), app_log) as url:
        yield url


class Served(NamedTuple):
    """An app with catalogs of its own: where it is, what it prints, and the folder that holds its data and what ``watched_app`` says."""

    url: str
    log: Path
    folder: Path

    def damage(self) -> None:
        """Damage its catalogs of 2026 and 2027. One of 2027 that was not there is there, and damaged."""
        for year in ("2026", "2027"):
            (self.folder / "catalogs" / year).mkdir(exist_ok=True)
            (self.folder / "catalogs" / year / "manifest.json").write_text("{", "utf-8")


@contextmanager
def served_with(folder: Path) -> Iterator[Served]:
    """The app over the catalogs in ``folder/catalogs``."""
    script = str(Path(__file__).with_name("watched_app.py"))
    with served(folder, folder / "server.log", script, str(folder), FINDER_DATA=str(folder)) as url:
        yield Served(url, folder / "server.log", folder)


@pytest.fixture
def own_catalogs(chromium: str, tmp_path: Path) -> Iterator[Served]:
    """The app over a copy of the catalog that comes with it, which a test may damage."""
    shutil.copytree(ROOT / "data" / "catalogs" / "2026", tmp_path / "catalogs" / "2026")
    with served_with(tmp_path) as own:
        yield own


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """One headless Chromium for the session."""
    playwright = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield opened
        opened.close()


def leaves_this_machine(url: str) -> bool:
    """Whether a request to that address would leave the machine."""
    parts = urlsplit(url)
    return parts.scheme not in LOCAL_SCHEMES and parts.hostname not in LOOPBACK


SIZE = {"width": WIDTHS[0], "height": 900}


class Watch:
    """What goes wrong unseen in a tab: requests that leave this machine, errors of the console, tracebacks of the server."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.begin()

    def begin(self) -> None:
        """Forget what was seen so far: a test begins."""
        self.away, self.errors, self.already = list[str](), list[str](), self.log.stat().st_size

    def over(self, page: Any) -> Any:
        """The page, watched from now on."""
        for event in ("request", "websocket"):
            page.on(event, lambda sent: self.away.append(sent.url) if leaves_this_machine(sent.url) else None)
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def assert_nothing(self) -> None:
        assert self.away == []
        assert self.errors == []
        assert "Traceback" not in self.log.read_text()[self.already :]


@contextmanager
def visitor(browser: Any, url: str, log: Path) -> Iterator[Any]:
    """A fresh visitor at 1280 px. After it: no request left the machine, the console had no error, the server no traceback."""
    watch = Watch(log)
    context = patient(browser.new_context(viewport=SIZE, base_url=url))
    try:
        yield watch.over(context.new_page())
    finally:
        context.close()
    watch.assert_nothing()


TYPED = re.compile("eliquis|metformin|lisinopril|atorvastatin|01604|43215", re.IGNORECASE)
"""What the tests type: no browser may keep it."""


class Tab:
    """One tab for visitor after visitor of the app: it has read and compiled Streamlit's scripts, half of what a page costs.

    Each begins a session of their own with the server, and finds nothing that the browser kept."""

    def __init__(self, browser: Any, url: str, log: Path) -> None:
        self._browser, self._url, self._watch, self._page = browser, url, Watch(log), None

    @contextmanager
    def visitor(self) -> Iterator[Any]:
        """As ``visitor`` outside."""
        if self._page is None:
            context = patient(self._browser.new_context(viewport=SIZE, base_url=self._url))
            self._page = self._watch.over(context.new_page())
        self._watch.begin()
        try:
            yield self._page
            self._forget(self._page)
        except BaseException:  # it has crashed: the next visitor gets a new one
            self._page.context.close()
            self._page = None
            raise
        self._watch.assert_nothing()

    def _forget(self, page: Any) -> None:
        page.goto("/_stcore/health")  # of the same origin, and has no script
        kept = page.evaluate("async () => JSON.stringify([{...localStorage}, {...sessionStorage}, await indexedDB.databases()])")
        assert not TYPED.search(kept), kept
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
        page.context.clear_cookies()
        page.set_viewport_size(SIZE)
        page.mouse.move(0, 0)


@pytest.fixture(scope="session")
def tab(browser: Any, app_url: str, app_log: Path) -> Tab:
    """The tab of ``page``."""
    return Tab(browser, app_url, app_log)


@pytest.fixture
def page(tab: Tab) -> Iterator[Any]:
    """A fresh visitor of the app that is served for the whole session."""
    with tab.visitor() as opened:
        yield opened


@pytest.fixture
def open_page(page: Any) -> Callable[[str], Any]:
    """``open_page("plan_year")``: go there and wait until Streamlit has finished its run."""

    def go(path: str = ALL) -> Any:
        page.goto(f"/{path}")
        settle(page)
        return page

    return go


_WATCH = """(() => { const send = WebSocket.prototype.send, known = new WeakSet();
  const watch = {waits: false, since: 0, frames: 0, timers: new Set()}, set = window.setTimeout, clear = window.clearTimeout;
  window.setTimeout = (work, delay, ...given) => {
    const timer = set(() => { watch.timers.delete(timer); work(...given) }, delay);
    if (delay <= 300) watch.timers.add(timer);
    return timer };
  window.clearTimeout = timer => { watch.timers.delete(timer); clear(timer) };
  const again = () => Object.assign(watch, {since: performance.now(), frames: 0});
  window.finderWatch = watch;
  WebSocket.prototype.send = function (message) {
    if (!known.has(this)) { known.add(this); this.addEventListener('message', () => { watch.waits = false; again() }) }
    watch.waits = true;
    return send.call(this, message) };
  for (const kind of ['pointerup', 'click', 'keydown', 'keyup', 'input', 'change', 'focusout']) addEventListener(kind, again, true) })()"""
"""Keeps whether what the page told the server last is unanswered, when somebody did or the server said something last, and what the page
will do soon: a field that tells what one types (live) waits 300 milliseconds for the next letter, a button a moment."""
_SETTLED = """quiet => { const watch = window.finderWatch;
  return ++watch.frames > 5 && performance.now() - watch.since > quiet && !watch.waits && !watch.timers.size
    && document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
    && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]') }"""
_QUIET = 100
"""Milliseconds in which nobody does anything and the server says nothing."""


def patient(context: Any) -> Any:
    """The browser context with every wait as long as ``PATIENCE``, and with what ``settle`` looks at."""
    from tests.browser.waiting import wait_under_the_policy

    wait_under_the_policy()
    context.set_default_timeout(PATIENCE)
    context.set_default_navigation_timeout(PATIENCE)
    context.add_init_script(_WATCH)
    return context


def settle(page: Any) -> None:
    """Wait until the server has answered what the page told it, the script has run and nothing is being redrawn.

    Between a press and the start of the script the page looks as if it were at rest; so its talk with the server is watched too."""
    page.wait_for_function(_SETTLED, arg=_QUIET)


ALL = "?view=all"
"""The first page with all its questions at once, as behind its switch."""


def resize(page: Any, width: int, height: int = 900) -> None:
    """Make the window so wide, and wait until the page has taken notice."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("width => innerWidth === width", arg=width)
    settle(page)


def go_to(page: Any, title: str) -> None:
    """Go to a page as a person does: by a door, and from there by the link of the page. Only at the wide width."""
    name = next(name for name, words in PAGES.items() if words.title == title)
    links = page.locator(".st-key-behind, [class*=st-key-card-]").get_by_role("link", name=title, exact=True)
    if name in DOORS or not links.count():
        door = PAGES[door_of(name)].title
        _press_link(page, page.locator(".st-key-doors").get_by_role("link", name=door, exact=True), door)
    if name not in DOORS:
        _press_link(page, links.first, title)


HEADLINE = "h1.finder-headline"
"""The first heading of My answer, once there is one: what to do."""


def wait_for_answer(page: Any) -> None:
    """Until My answer has an answer."""
    page.locator(HEADLINE).wait_for()
    settle(page)


def table_comes(page: Any, caption: str, **patience: float) -> None:
    """Until there is a table whose caption has these words, folded or not."""
    page.locator("table caption", has_text=caption).first.wait_for(state="attached", **patience)


def _press_link(page: Any, link: Any, title: str) -> None:
    from playwright.sync_api import TimeoutError as Late

    heading = page.get_by_role("heading", name=title, level=1, exact=True)
    heading = heading.or_(page.locator(HEADLINE)) if title == PAGES["answer"].title else heading
    for _ in range(PRESSES):
        before = page.url
        link.click()
        try:
            heading.wait_for()
            break
        except Late:
            # Streamlit drops a press without a sign while it has no connection: then neither heading nor address change, and a person
            # would press again. Where the address did change, the press was heard, and the page itself is at fault.
            assert urlsplit(page.url).path == urlsplit(before).path, f"the heading of {title} does not come"
    else:
        raise AssertionError(f"no press of the link to {title} was heard")
    settle(page)


WHOLE_PAGE = "() => Math.ceil(document.querySelector('[data-testid=stMain]').scrollHeight)"
"""Streamlit scrolls an element inside the window, so the window itself is made as high as what it scrolls."""


def keep_pictures(page: Any, name: str) -> None:
    """The whole page as it is now at both widths, beside these tests (not committed), where that is asked for."""
    if os.environ.get(KEPT) != "1":
        return
    SCREENSHOTS.mkdir(exist_ok=True)
    for width in WIDTHS:
        resize(page, width)
        resize(page, width, max(page.evaluate(WHOLE_PAGE), 900))
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
    resize(page, WIDTHS[0])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the slowest walks, whose pages others walk too, unless ``FINDER_THOROUGH=1``."""
    if os.environ.get("FINDER_THOROUGH") == "1":
        return
    for item in items:
        if item.get_closest_marker("thorough"):
            item.add_marker(pytest.mark.skip(reason="a slow walk: FINDER_THOROUGH=1 runs it"))
