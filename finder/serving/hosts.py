"""The names that the server answers to."""

from __future__ import annotations

from collections.abc import Mapping

HOSTS = "FINDER_HOSTS"
"""The names under which others reach the server, separated by spaces: ``plans.example.org``."""
OWN = ("localhost", "127.0.0.1", "::1")


def allowed_hosts(environment: Mapping[str, str]) -> tuple[str, ...]:
    """This machine's own names, and those that its administrator gave."""
    return (*OWN, *environment.get(HOSTS, "").split())
