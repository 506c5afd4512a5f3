"""`wirefeed topics train`: a topic model from labelled texts, or from the user's own stream without labels."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
import xxhash
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from cli.examples import Text, texts_of_files, texts_of_topic
from cli.inputs import expand
from pipeline.errors import WirefeedError
from pipeline.settings import Settings, load_settings
from pipeline.topics.finder import TopicFinder
from pipeline.topics.model import LinearModel
from pipeline.topics.model_file import save
from pipeline.topics.self_training import self_train
from pipeline.topics.text import topics_of_text
from pipeline.topics.training import MOST_EXAMPLES, Progress, train


class FileTrouble(WirefeedError):
    """A text file cannot be read, or the model cannot be written where it was to go."""


def train_topics(
    context: typer.Context,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", dir_okay=False, help="Where the model goes; replaced as a whole.")
    ],
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]...", help="More files and folders.")] = None,
    from_files: Annotated[
        list[str] | None, typer.Option(metavar="PATH", help="Files or folders: .jsonl, or dispatches in any format.")
    ] = None,
    from_topic: Annotated[bool, typer.Option("--from-topic", help="The records on wire.enriched.")] = False,
    feed_codes: Annotated[
        bool, typer.Option("--feed-codes", help="Labels are the topics that feeds gave; texts without are left out.")
    ] = False,
    limit: Annotated[
        int, typer.Option(min=1, max=MOST_EXAMPLES, help="At most so many texts, the last ones.")
    ] = 50_000,
    as_json: Annotated[bool, typer.Option("--json", help="What was made, as one JSON object.")] = False,
) -> None:
    """Train a topic model for `enrich --topics-model` and the setting `topics_model`. No GPU, some seconds to minutes.

    Lines {"text": ..., "codes": ["medtop:15000000", ...]} in a .jsonl file are labelled examples; an empty list says:
    none of these. Where no line has `codes`, the shipped lexicon labels the texts and the model learns from that: use
    some thousand texts of your own stream. The same texts give the same model.

    Exit status 0 done, 1 too few texts or a model not to be trusted (nothing is written then), 2 wrong command line.

    Examples: `wirefeed topics train --from-topic --out topics.model`,
    `wirefeed topics train --from-files labelled.jsonl --out topics.model --json`,
    `wirefeed topics train --from-files archive/ --feed-codes --out topics.model`
    """
    settings = load_settings(context.obj)
    files = [*(from_files or []), *(paths or [])]
    if bool(files) == from_topic:
        raise typer.BadParameter("give either --from-files or --from-topic")
    with _progress_bar() as progress:
        texts, left_out = _read(files, settings, limit, feed_codes=feed_codes)
        labelled = [text for text in texts if text.labels is not None]
        if labelled or feed_codes:
            model = train([text.example() for text in labelled], progress)
            left_out += len(texts) - len(labelled)
        else:
            model = _self_trained(texts, settings, progress)
    made = {"labels_from": "examples" if labelled else "lexicon", "texts": len(labelled) or len(texts)}
    made |= {"left_out": left_out, **_saved(model, out)}
    typer.echo(orjson.dumps(made).decode() if as_json else "\n".join(f"{name}: {made[name]}" for name in made))


@contextmanager
def _progress_bar() -> Iterator[Progress]:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Bar(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda what, share: bar.update(task, description=what, completed=share, total=1.0)


def _read(files: list[str], settings: Settings, limit: int, *, feed_codes: bool) -> tuple[list[Text], int]:
    """The texts, each once, and how many were left out: unreadable, or the same again."""
    try:
        if files:
            found = deque(texts_of_files(expand(files), settings, feed_codes=feed_codes), maxlen=limit)
        else:
            found = deque(texts_of_topic(settings, limit, feed_codes=feed_codes))
    except OSError as error:
        raise FileTrouble(f"{error.filename}: {error.strerror}") from error
    texts: dict[int, Text] = {}
    for text in found:
        if text is not None:
            texts.setdefault(xxhash.xxh3_64_intdigest(f"{text.headline}\n{text.body}".encode("utf-8", "replace")), text)
    return list(texts.values()), len(found) - len(texts)


def _self_trained(texts: list[Text], settings: Settings, progress: Progress) -> LinearModel:
    rules = TopicFinder.of(settings.model_copy(update={"topics_model": None, "topics_tagger": None})).rules
    by_lexicon = []
    for number, text in enumerate(texts):
        if number % 500 == 0:
            progress("lexicon", number / len(texts))
        by_lexicon.append(topics_of_text(text.headline, text.body, text.language, rules))
    return self_train([text.example() for text in texts], by_lexicon, progress)


def _saved(model: LinearModel, out: Path) -> dict[str, Any]:
    try:
        checksum = save(model, out)
        size = out.stat().st_size
    except OSError as error:
        raise FileTrouble(f"{out}: {error.strerror}") from error
    return {
        "out": str(out),
        "labels": len(model.labels),
        "features": len(model.buckets),
        "languages": list(model.languages),
        "bytes": size,
        "sha256": checksum,
        "metrics": model.metrics,
    }
