"""Copies app.py, pages, data and settings into the built package, where finder/paths.py finds them."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("app.py", "pages", "data", ".streamlit")


class ShippedHook(BuildHookInterface):
    """For a built wheel only. An editable install reads the checkout, and a copy would go stale."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files and folders under ``finder/_shipped``. hatchling refuses the build if one is missing."""
        if version == "standard":
            build_data["force_include"].update({str(Path(self.root, name)): f"finder/_shipped/{name}" for name in SHIPPED})
