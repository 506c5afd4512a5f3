"""Topic models as files: nothing in them is run, all of it is checked.

A file is: a magic line with the version; SHA-256 of what follows; the length of the header (8 bytes, little-endian);
the header (MessagePack); the arrays `buckets` (int32), `idf` (float32), `weights` (float16), little-endian, in rows.
"""

import hashlib
import math
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from pipeline.errors import WirefeedError
from pipeline.topics import features
from pipeline.topics.model import LinearModel

MAGIC = b"wirefeed topic model "
VERSION = b"1\n"
MOST_BYTES = 256 * 1024 * 1024
MOST_LABELS = 10_000
_HASH = 32
_LENGTH = 8


class UnusableModel(WirefeedError):
    """The file is no topic model, is damaged, or was written by another version."""


class Header(msgspec.Struct, frozen=True):
    """What a model file says of itself."""

    features: int  # version of the features
    rows: int
    slope: float
    labels: list[str]
    thresholds: list[float]
    languages: list[str]
    metrics: dict[str, float]


def save(model: LinearModel, path: Path) -> str:
    """Write the model whole or not at all; the SHA-256 of the file. Raises `OSError`."""
    header = msgspec.msgpack.encode(
        Header(
            features=features.VERSION,
            rows=len(model.buckets),
            slope=model.slope,
            labels=list(model.labels),
            thresholds=model.thresholds.tolist(),
            languages=list(model.languages),
            metrics=model.metrics,
        )
    )
    arrays = (model.buckets.astype("<i4"), model.idf.astype("<f4"), model.weights.astype("<f2"))
    content = b"".join([len(header).to_bytes(_LENGTH, "little"), header, *(array.tobytes() for array in arrays)])
    data = MAGIC + VERSION + hashlib.sha256(content).digest() + content
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return hashlib.sha256(data).hexdigest()


def load(path: Path) -> LinearModel:
    """Read a model. Raises `UnusableModel` with the reason."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnusableModel(f"{path}: larger than {MOST_BYTES} bytes")
        data = path.read_bytes()
    except OSError as error:
        raise UnusableModel(f"{path}: {error.strerror}") from error
    try:
        return _read(memoryview(data))
    except UnusableModel as error:
        raise UnusableModel(f"{path}: {error}") from None


def _read(data: memoryview) -> LinearModel:
    start = len(MAGIC)
    if data[:start] != MAGIC:
        raise UnusableModel("not a topic model")
    if data[start : start + len(VERSION)] != VERSION:
        raise UnusableModel("a topic model of another version: train it again, or use a newer wirefeed")
    start += len(VERSION)
    content = data[start + _HASH :]
    if hashlib.sha256(content).digest() != data[start : start + _HASH]:
        raise UnusableModel("damaged: its checksum does not fit")
    header_end = _LENGTH + int.from_bytes(content[:_LENGTH], "little")
    try:
        header = msgspec.msgpack.decode(content[_LENGTH:header_end], type=Header)
    except msgspec.DecodeError as error:
        raise UnusableModel(f"its header cannot be read: {error}") from error
    if header.features != features.VERSION:
        raise UnusableModel("trained on the features of another version of wirefeed: train it again")
    return _model(header, content[header_end:])


def _model(header: Header, arrays: memoryview) -> LinearModel:
    rows, columns = header.rows, len(header.labels)
    sizes = (4 * rows, 4 * rows, 2 * (rows + 1) * columns)
    if not (0 <= rows <= features.BUCKETS and 0 < columns <= MOST_LABELS and len(arrays) == sum(sizes)):
        raise UnusableModel("its arrays have another size than its header says")
    buckets = np.frombuffer(arrays, "<i4", rows).astype(np.int32)
    idf = np.frombuffer(arrays, "<f4", rows, sizes[0]).astype(np.float32)
    weights = np.frombuffer(arrays, "<f2", (rows + 1) * columns, sizes[0] + sizes[1]).astype(np.float32)
    thresholds = np.array(header.thresholds, np.float32)
    if not _fit(buckets, idf, weights, thresholds, columns) or not 0 < header.slope < math.inf:
        raise UnusableModel("it holds numbers that no training gives")
    return LinearModel(
        labels=tuple(header.labels),
        languages=tuple(header.languages),
        metrics=header.metrics,
        buckets=buckets,
        idf=idf,
        weights=weights.reshape(rows + 1, columns),
        thresholds=thresholds,
        slope=header.slope,
    )


def _fit(
    buckets: NDArray[np.int32],
    idf: NDArray[np.float32],
    weights: NDArray[np.float32],
    thresholds: NDArray[np.float32],
    columns: int,
) -> bool:
    in_order = not len(buckets) or bool(
        buckets[0] >= 0 and buckets[-1] < features.BUCKETS and (np.diff(buckets) > 0).all()
    )
    finite = all(bool(np.isfinite(array).all()) for array in (idf, weights, thresholds))
    return in_order and finite and len(thresholds) == columns
