"""Proves that a model file gives back the model, and that whatever is wrong with one is said and never used."""

import hashlib
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.topics import features
from pipeline.topics.model import LinearModel
from pipeline.topics.model_file import MAGIC, VERSION, Header, UnusableModel, load, save
from pipeline.topics.training import train
from tests.unit.topics.made import dispatches

START = len(MAGIC) + len(VERSION) + 32
UNSEEN = dispatches(9, seed=7)


@pytest.fixture(scope="module")
def model() -> LinearModel:
    return train(dispatches(90))


@pytest.fixture(scope="module")
def content(model: LinearModel, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("model") / "topics.model"
    save(model, path)
    return path.read_bytes()


def _signed(inside: bytes, start: bytes = MAGIC + VERSION) -> bytes:
    return start + hashlib.sha256(inside).digest() + inside


def _with_header(content: bytes, **changes: object) -> bytes:
    inside = content[START:]
    length = int.from_bytes(inside[:8], "little")
    header = msgspec.structs.replace(msgspec.msgpack.decode(inside[8 : 8 + length], type=Header), **changes)
    changed = msgspec.msgpack.encode(header)
    return _signed(len(changed).to_bytes(8, "little") + changed + inside[8 + length :])


def test_a_model_comes_back_from_its_file(model: LinearModel, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "m"
    path.write_bytes(content)
    again = load(path)
    assert (again.labels, again.languages, again.metrics) == (model.labels, model.languages, model.metrics)
    for one in UNSEEN:
        told = again.topics_of(one.headline, one.body)
        assert told == pytest.approx(model.topics_of(one.headline, one.body), abs=0.01)


def test_the_same_model_is_the_same_file_and_nothing_is_left_beside_it(model: LinearModel, tmp_path: Path) -> None:
    assert save(model, tmp_path / "a") == save(model, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert save(model, tmp_path / "a") == hashlib.sha256((tmp_path / "a").read_bytes()).hexdigest()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a", "b"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda _: b"", "not a topic model"),
        (lambda _: b"PK\x03\x04 something else", "not a topic model"),
        (lambda content: content[:-1], "checksum"),
        (lambda content: content[: START + 20], "checksum"),
        (lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:], "checksum"),
        (lambda content: MAGIC + b"2\n" + content[len(MAGIC + VERSION) :], "another version"),
        (lambda content: _with_header(content, features=features.VERSION + 1), "another version"),
        (lambda content: _signed(b"\xff" * 40), "header"),
        (lambda content: _signed((5).to_bytes(8, "little") + b"\x93\x01\x02\x03\x04"), "header"),
        (lambda content: _with_header(content, rows=10**9), "size"),
        (lambda content: _with_header(content, rows=-1), "size"),
        (lambda content: _with_header(content, labels=[]), "size"),
        (lambda content: _with_header(content, thresholds=[0.0]), "no training"),
        (lambda content: _with_header(content, thresholds=[float("nan")] * 3), "no training"),
        (lambda content: _with_header(content, slope=-1.0), "no training"),
        (lambda content: _with_header(content, slope=float("inf")), "no training"),
        (lambda content: _signed(content[START:-2] + np.array([np.nan], "<f2").tobytes()), "no training"),
    ],
)
def test_a_bad_file_is_refused_with_its_name_and_the_reason(
    content: bytes, tmp_path: Path, change: object, reason: str
) -> None:
    path = tmp_path / "bad.model"
    assert callable(change)
    path.write_bytes(change(content))
    with pytest.raises(UnusableModel, match=reason) as refused:
        load(path)
    assert str(path) in str(refused.value)


def test_buckets_out_of_order_are_refused(model: LinearModel, tmp_path: Path) -> None:
    save(replace(model, buckets=model.buckets[::-1]), tmp_path / "m")
    with pytest.raises(UnusableModel, match="no training"):
        load(tmp_path / "m")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableModel, match="nowhere"):
        load(tmp_path / "nowhere")


@settings(max_examples=60)
@given(st.binary(max_size=200), st.booleans())
def test_no_bytes_make_it_fall_over(tmp_path_factory: pytest.TempPathFactory, noise: bytes, signed: bool) -> None:
    path = tmp_path_factory.mktemp("noise") / "m"
    path.write_bytes(_signed(noise) if signed else noise)
    with pytest.raises(UnusableModel):
        load(path)
