"""Writes docs/licenses.md from the bill of materials (``make sbom``)."""

from __future__ import annotations

import json
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
BILL, PAGE = DOCS / "sbom.cdx.json", DOCS / "licenses.md"
NOT_DECLARED = {"protobuf": "BSD-3-Clause (its LICENSE file)", "pydeck": "Apache-2.0 (its LICENSE file)"}
"""The package's own data names none; read by hand in the package."""
HEAD = """# Licenses of what the program installs

Written by `make sbom` from [the bill of materials](sbom.cdx.json) (CycloneDX), which lists what `requirements.lock` installs on Linux. Each
package names its own license. None asks that the program be published; MPL-2.0 (certifi) asks it of changes to its files, and we make none.

The project itself: [LICENSE](../LICENSE). Fonts, scripts and styles of the pages come inside Streamlit. Where the facts in `data/`
come from stands in each catalog's manifest and in the head of each file.

| Package | Version | License |
|---|---|---|
"""


def components() -> list[tuple[str, str, str]]:
    """Name, version and license of each package, by name."""
    found = json.loads(BILL.read_text("utf-8"))["components"]
    return sorted(((one["name"], one["version"], _license(one)) for one in found), key=lambda row: row[0].lower())


def _license(component: dict[str, object]) -> str:
    entries: list[dict[str, dict[str, str]]] = component.get("licenses", [])  # type: ignore[assignment]
    named = [entry.get("license", {}) for entry in entries]
    told = [one.get("id") or one.get("name", "").rpartition(":: ")[2] for one in named] + [
        str(entry.get("expression", "")) for entry in entries
    ]
    return " or ".join(dict.fromkeys(filter(None, told))) or NOT_DECLARED.get(str(component["name"]), "")


def page() -> str:
    """The whole page."""
    return HEAD + "".join(f"| {name} | {version} | {license_} |\n" for name, version, license_ in components())


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
