"""What a producer is held to: the published JSON Schemas, closed against fields that they do not name."""

import copy
from typing import Any

import jsonschema
import orjson

from schemas.publish import PUBLISHED


def published(name: str) -> dict[str, Any]:
    """The schema file of `record` or `duplicate`, as subscribers have it."""
    (path,) = (path for path in PUBLISHED if path.parent.name == name)
    schema: dict[str, Any] = orjson.loads(path.read_bytes())
    return schema


def producers_validator(name: str) -> jsonschema.Draft202012Validator:
    """A validator that also refuses a field that the schema does not name, and a time that is none."""
    schema = copy.deepcopy(published(name))
    for definition in schema["$defs"].values():
        if "properties" in definition:
            definition["additionalProperties"] = False
    return jsonschema.Draft202012Validator(schema)
