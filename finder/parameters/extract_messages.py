"""The sentences in the law's YAML, for the catalog of messages. Babel calls ``extract_yaml`` for these files:

[[tool.babel.mappings]]
method = "finder.parameters.extract_messages:extract_yaml"
pattern = "finder/parameters/**.yaml"
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

import yaml

_SENTENCES = ("says", "description")
_Message = tuple[int, None, str, list[str]]


def extract_yaml(
    fileobj: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[_Message]:
    """Each text under ``says`` or ``description`` with its line, as written: ``{days}`` stays a placeholder. The comment for translators
    names the rule or number. A text that several spans share comes once per span, and Babel makes one message of it."""
    document = yaml.compose(fileobj.read(), Loader=yaml.BaseLoader)
    for section, entries in document.value if isinstance(document, yaml.MappingNode) else ():
        if section.value in ("rules", "parameters"):
            for name, entry in entries.value:
                yield from _sentences(entry, name.value)


def _sentences(node: yaml.Node, name: str) -> Iterator[_Message]:
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _sentences(child, name)
    elif isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            if key.value in _SENTENCES:
                yield key.start_mark.line + 1, None, child.value, [name]
            else:
                yield from _sentences(child, name)
