"""Puts what lives at the top of the checkout inside the installed package, where finder/paths.py finds it."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("app.py", "pages", "data", ".streamlit")


class ShippedHook(BuildHookInterface):
    """Only for a built wheel: an editable install reads the checkout itself, and a copy beside it would go stale."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the shipped files and folders under ``finder/_shipped``. hatchling refuses the build where one is missing."""
        if version == "standard":
            build_data["force_include"].update({str(Path(self.root, name)): f"finder/_shipped/{name}" for name in SHIPPED})
