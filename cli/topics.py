"""`wirefeed topics`: make, check and settle Kafka topics and offsets; train and test news topics."""

from typing import Annotated, Literal

import typer

from agents import topics
from agents.offsets import Action
from cli.findings import exit_code, show, show_json
from cli.topics_rules import try_rules
from cli.topics_train import train_topics
from pipeline.settings import load_settings

app = typer.Typer(
    help="Make and check Kafka topics (create, check, settle); train and test what tells news topics (train, test).",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("train")(train_topics)
app.command("test")(try_rules)

AsJson = Annotated[bool, typer.Option("--json", help="As one JSON list.")]


@app.command()
def create(context: typer.Context, as_json: AsJson = False) -> None:
    """Make the topics that are missing and commit each room's first offsets. Doing it again changes nothing.

    Exit status 0 done, 1 no broker answers, 78 an operator has to act.

    Example: `wirefeed topics create`
    """
    _show_actions(topics.create(load_settings(context.obj)), as_json)


@app.command()
def check(context: typer.Context, as_json: AsJson = False) -> None:
    """Say what a worker needs of topics and offsets and does not find, each with its remedy.

    Exit status 0 a worker would start (warnings may be left), 1 no broker answers, 78 an operator has to act.

    Example: `wirefeed topics check --json`
    """
    findings = topics.check(load_settings(context.obj))
    if as_json:
        show_json(findings)
    elif findings:
        show(findings)
    else:
        typer.echo("Topics, policies and offsets are as they should be.")
    raise typer.Exit(exit_code(findings))


@app.command()
def settle(
    context: typer.Context, room: Literal["parse", "dedup", "tag"], at: Literal["start", "end"], as_json: AsJson = False
) -> None:
    """Commit an offset where a room's group has lost its own. Good offsets stay; stop the workers first.

    START delivers all that is still in the log, again where it was delivered before. END skips what is there now.

    Example: `wirefeed topics settle parse end`
    """
    _show_actions(topics.settle(load_settings(context.obj), room, at), as_json)


def _show_actions(actions: list[Action], as_json: bool) -> None:
    if as_json:
        show_json(actions)
        return
    for action in actions:
        typer.echo(f"{action.kind:<8}{action.name}: {action.detail}")
    if not actions:
        typer.echo("Nothing to do.")
