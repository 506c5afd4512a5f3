"""The published JSON Schemas, made from the types: `python -m schemas.publish` writes them.

A published version is a promise: once released, vN.json changes only by additions that a reader may ignore, and the
file of every version stays. A test holds the files against the types.
"""

from pathlib import Path
from typing import Any

import msgspec
import orjson

from schemas.record import Duplicate, Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = Path(__file__).parent
PUBLISHED: dict[Path, tuple[str, type[msgspec.Struct]]] = {
    FOLDER / "record" / "v1.json": ("wirefeed.record/1", Record),
    FOLDER / "duplicate" / "v1.json": ("wirefeed.duplicate/1", Duplicate),
}


def json_schema(name: str, kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The schema of a record type (JSON Schema 2020-12). Every field is required: what is not known is null."""
    schema = msgspec.json.schema(kind)
    for definition in schema["$defs"].values():
        if "properties" in definition:
            definition["required"] = sorted(definition["properties"])
            for field in definition["properties"].values():
                field.pop("default", None)
    return {"$schema": DIALECT, "$id": f"urn:{name.replace('.', ':').replace('/', ':')}", "title": name} | schema


def to_file(schema: dict[str, Any]) -> bytes:
    """As it stands in the repository."""
    return orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def main() -> None:
    """Write every schema of the present version."""
    for path, (name, kind) in PUBLISHED.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(to_file(json_schema(name, kind)))


if __name__ == "__main__":
    main()
