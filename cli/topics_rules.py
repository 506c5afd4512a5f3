"""`wirefeed topics test`: the examples of a rules file, with its rules and the shipped lexicon, without a broker."""

from pathlib import Path
from typing import Annotated

import orjson
import typer
from msgspec import Struct, structs

from cli.main import FAILED
from pipeline.topics.finder import TopicFinder
from pipeline.topics.rules import Example, Rules, load_rules
from pipeline.topics.text import CERTAIN_ENOUGH
from pipeline.topics.vocabulary import vocabulary


class Tried(Struct, frozen=True, kw_only=True):
    """What came of one example."""

    name: str
    holds: bool
    missing: list[str]  # expected topics that it does not have
    unwanted: list[str]  # rejected topics that it has
    given: dict[str, float]  # the topics that it has, with their ancestors


def try_rules(
    rules_file: Annotated[Path, typer.Argument(metavar="RULES", help="A TOML file of [[rule]] and [[example]].")],
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Try a rules file on its own examples. Use it then by the setting `topics_rules`.

    An example gives a dispatch and topics that it has to have (`expect`) and not to have (`reject`), at confidence 0.5.

    Exit status 0 all examples hold; 1 some do not, there are none, or the file cannot be used.

    Example: `wirefeed topics test rules.toml --json`
    """
    rules = load_rules(rules_file)
    finder = TopicFinder(rules=rules)
    tried = [_try(number, example, finder) for number, example in enumerate(rules.examples, 1)]
    holding = sum(one.holds for one in tried)
    if as_json:
        shown = {"rules": len(rules.rules), "examples": len(tried), "hold": holding}
        typer.echo(orjson.dumps(shown | {"tried": [structs.asdict(one) for one in tried]}).decode())
    else:
        _show(tried, holding, rules)
    if not tried or holding < len(tried):
        raise typer.Exit(FAILED)


def _try(number: int, example: Example, finder: TopicFinder) -> Tried:
    found = finder.of_text(example.headline, example.body, example.language)
    given: dict[str, float] = {}
    for code, confidence in found.items():
        for at in vocabulary().line(code):
            if confidence >= CERTAIN_ENOUGH:
                given[at] = max(given.get(at, 0.0), round(confidence, 3))
    expect, reject = ([code.removeprefix("medtop:") for code in codes] for codes in (example.expect, example.reject))
    missing = [code for code in expect if code not in given]
    unwanted = [code for code in reject if code in given]
    return Tried(
        name=example.name or example.headline or f"example {number}",
        holds=not missing and not unwanted,
        missing=missing,
        unwanted=unwanted,
        given=given,
    )


def _show(tried: list[Tried], holding: int, rules: Rules) -> None:
    for one in tried:
        typer.echo(f"{'holds' if one.holds else 'FAILS':<7}{one.name}")
        if not one.holds:
            for what, codes in (("missing", one.missing), ("unwanted", one.unwanted), ("given", one.given)):
                if codes:
                    typer.echo(
                        f"{'':7}{what}: {', '.join(f'{code} {vocabulary().topics[code].name}' for code in codes)}"
                    )
    typer.echo(f"{len(rules.rules)} rules, {len(tried)} examples, {holding} hold")
