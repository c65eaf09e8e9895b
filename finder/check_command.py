"""``finder app --check``: what the pages would expose, a line each, without starting them."""

from __future__ import annotations

import os

from finder.clock import today
from finder.explain.serving import exposure_lines, plans_lines
from finder.paths import own_folder
from finder.serving.exposure import Level, exposure, this_machine
from finder.sources.catalog.reading import all_catalogs


def check() -> int:
    """Print what a server with these settings exposes. Returns 1 where something is wrong, else 0."""
    found = all_catalogs()
    findings = exposure(os.environ, this_machine(), (own_folder("catalogs"), own_folder("drug_names")))
    infos = [catalog.info for catalog, answers in zip(found.opened, found.answers, strict=True) if answers]
    lines = [*exposure_lines(findings), *plans_lines(infos, [one for one in found.damaged if one.in_use], today())]
    print("\n".join(lines))
    return int(not infos or any(finding.found.level is Level.WRONG for finding in findings))
