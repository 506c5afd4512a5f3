"""How findings are shown and what they mean for the exit status."""

from collections.abc import Sequence

import orjson
import typer

from agents.offsets import Finding
from pipeline.errors import Misconfigured


def show(findings: Sequence[Finding]) -> None:
    """To standard output: what is wrong, and below it how to mend it."""
    for finding in findings:
        typer.echo(f"{finding.severity:<9}{finding.what}\n{'':9}{finding.remedy}")


def show_json(value: object) -> None:
    """One line of JSON; dataclasses as objects."""
    typer.echo(orjson.dumps(value).decode())


def exit_code(findings: Sequence[Finding]) -> int:
    """78 where a worker would not start, else 0."""
    return Misconfigured.exit_code if any(finding.severity == "error" for finding in findings) else 0
