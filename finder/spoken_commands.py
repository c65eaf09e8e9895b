"""Commands whose sentences are in the language of ``--lang``; keys and codes stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any

import typer

from finder.explain.messages import ENGLISH, languages, speaking

Command = Callable[..., Any]


def _known(code: str) -> str:
    """The code of a language that is here. Raises BadParameter."""
    if code not in languages():
        raise typer.BadParameter(f"expected one of {', '.join(languages())}, found {code[:20]!r}")
    return code


Language = Annotated[str, typer.Option("--lang", callback=_known, help="The language of sentences, such as es. Keys and codes stay.")]


class SpokenCommands(typer.Typer):
    """Commands that each take ``--lang`` as well."""

    def command(self, *given: Any, **options: Any) -> Callable[[Command], Command]:  # type: ignore[override]
        """The same as Typer's ``command``."""
        register = super().command(*given, **options)
        return lambda work: register(_spoken(work))


def _spoken(work: Command) -> Command:
    @wraps(work)
    def said(*args: Any, lang: str, **kwargs: Any) -> Any:
        with speaking(lang):
            return work(*args, **kwargs)

    taken = signature(work, eval_str=True)
    more = Parameter("lang", Parameter.KEYWORD_ONLY, default=ENGLISH, annotation=Language)
    said.__signature__ = taken.replace(parameters=[*taken.parameters.values(), more])  # type: ignore[attr-defined]
    said.__annotations__ = {**work.__annotations__, "lang": Language}
    return said
