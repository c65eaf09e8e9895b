"""YAML from outside as values, within limits. Anchors are not read: a page of them may stand for gigabytes."""

from __future__ import annotations

from typing import IO, Any

import yaml

from finder.intake.files import at_most
from finder.intake.limits import Limits
from finder.intake.texts import Unfit, shortened


def parse_yaml_values(stream: IO[bytes], limits: Limits) -> Any:
    """The one document of a YAML file, numbers and dates as such. Raises Unfit."""
    content = at_most(stream, limits.bytes + 1)
    if len(content) > limits.bytes:
        raise Unfit(f"at most {limits.bytes:,} bytes of YAML", "more")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        for items, event in enumerate(yaml.parse(content, Loader=loader), start=1):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > limits.depth or items > limits.items:
                raise Unfit(f"YAML of at most {limits.items:,} values, nested at most {limits.depth} deep", "more")
            if isinstance(event, yaml.AliasEvent):
                raise Unfit("YAML without aliases", "one")
        return yaml.load(content, Loader=loader)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:  # ValueError: a date that no calendar has
        raise Unfit("YAML", shortened(" ".join(str(error).split()))) from error
