"""The editable tables of this room: one entry a line, fields parted by `|`, alternatives by commas, `#` for remarks."""

from collections.abc import Iterator
from importlib.resources import files


def rows(name: str) -> Iterator[list[list[str]]]:
    """The lines of a table as lists of fields, each a list of its alternatives (empty where the field is)."""
    for line in files("pipeline.regions").joinpath(name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [[one.strip() for one in field.split(",") if one.strip()] for field in line.split("|")]
