"""The `wirefeed` command: its subcommands, its settings, its exit statuses.

Exit statuses: 0 done; 1 failed, the message says what; 2 the command line is wrong; 70 a fault of wirefeed; 78 settings
or cluster need an operator.
"""

import contextlib
import json
import logging
import platform
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Annotated

import typer

FAILED = 1
SETTINGS = "--settings"

# Imported only when called: what they need takes longer to import than `--help` may take to answer
COMMANDS = {
    "demo": ("cli.demo:demo", "Watch a sample feed go through, all on this machine."),
    "enrich": ("cli.enrich:enrich", "Files in, records out: the whole line without a broker."),
    "feed": ("cli.feed:feed", "Send files to Kafka, once or from a drop folder."),
    "tail": ("cli.tail:tail", "Watch records as they come out."),
    "explain": ("cli.explain:explain", "Say why a dispatch was published, linked or dropped."),
    "worker": ("cli.worker:worker", "Run the rooms: parse, dedup, tag."),
    "topics": ("cli.topics:app", "Make and check Kafka topics; train and test news topics."),
    "kafka": ("cli.kafka:command", "Run a local Apache Kafka."),
    "doctor": ("cli.doctor:doctor", "Say what is wrong, and how to mend it."),
}


def build(arguments: Sequence[str]) -> typer.Typer:
    """The application; of `COMMANDS`, only those that `arguments` name are imported."""
    # Plain help: rich takes 0.2 s to import
    app = typer.Typer(name="wirefeed", no_args_is_help=True, add_completion=False, rich_markup_mode=None)
    app.callback()(_root)
    for name, (target, summary) in COMMANDS.items():
        if name not in arguments:
            app.command(name, help=summary)(_not_called)
            continue
        module, _, attribute = target.partition(":")
        command = getattr(import_module(module), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    app.command()(version)
    return app


def settings_first(arguments: Sequence[str]) -> list[str]:
    """`--settings FILE` may stand behind the command, too: the application wants it in front."""
    front: list[str] = []
    rest: list[str] = []
    pending = iter(arguments)
    for argument in pending:
        if argument == "--":
            rest += [argument, *pending]
        elif argument == SETTINGS:
            front += [argument, *[file for file in [next(pending, None)] if file is not None]]
        elif argument.startswith(f"{SETTINGS}="):
            front.append(argument)
        else:
            rest.append(argument)
    return front + rest


def _not_called() -> None:
    """Stands in for a command of which the help shows only the name."""


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"wirefeed {version_of('wirefeed')}")
        raise typer.Exit


def _root(
    context: typer.Context,
    settings: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Settings file, before or behind the command; ./wirefeed.toml if there."),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """News-wire ingest: raw agency dispatches in, each story once, tagged, out.

    Try `wirefeed demo`, `wirefeed enrich dispatch.xml`, `wirefeed COMMAND --help`.
    """
    from agents.logs import configure
    from pipeline.errors import Misconfigured
    from pipeline.settings import load_settings

    context.obj = settings
    # What is wrong with the settings, the command says that needs them
    with contextlib.suppress(Misconfigured):
        configure(load_settings(settings))
    if not logging.getLogger().isEnabledFor(logging.DEBUG):
        # It tells of each attempt to connect; our own message tells what came of them
        logging.getLogger("kafka").setLevel(logging.CRITICAL)


def version(as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False) -> None:
    """Print the versions that a bug report needs.

    Example: `wirefeed version --json`
    """
    from cli.kafka.jars import KAFKA_VERSION

    found = {
        "wirefeed": version_of("wirefeed"),
        "python": platform.python_version(),
        "local-kafka": KAFKA_VERSION,
        **{name: version_of(name) for name in ("faust-streaming", "aiokafka", "kafka-python")},
    }
    typer.echo(json.dumps(found) if as_json else "\n".join(f"{name} {number}" for name, number in found.items()))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; the one place that turns errors into exit statuses."""
    from pipeline.errors import Fatal, WirefeedError

    given = settings_first(sys.argv[1:] if arguments is None else arguments)
    try:
        typer.main.get_command(build(given)).main(given, "wirefeed")
    except Fatal as error:
        typer.echo(f"wirefeed: {error}", err=True)
        sys.exit(error.exit_code)
    except WirefeedError as error:
        typer.echo(f"wirefeed: {error}", err=True)
        sys.exit(FAILED)
    except Exception:
        traceback.print_exc()  # plain: local variables hold dispatches
        typer.echo("wirefeed: a fault of wirefeed, please report it", err=True)
        sys.exit(Fatal.exit_code)


if __name__ == "__main__":
    main()
