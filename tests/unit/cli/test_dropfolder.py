"""The drop folder: each file once and whole, moved out of the way, nothing overwritten and nothing lost."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from cli import dropfolder
from cli.dropfolder import watch


class Looks(Event):
    """Stops the watch after a number of looks, and does something between two of them."""

    def __init__(self, count: int, between: Callable[[int], None] = lambda _: None) -> None:
        super().__init__()
        self._left = count
        self._number = 0
        self._between = between

    def wait(self, timeout: float | None = None) -> bool:
        self._between(self._number)
        self._number += 1
        if self._number >= self._left:
            self.set()
        return self.is_set()


def sent_by(folder: Path, looks: Looks, good: bool = True) -> list[tuple[str, bytes]]:
    sent: list[tuple[str, bytes]] = []

    def send(file: Path) -> bool:
        sent.append((file.name, file.read_bytes()))
        return good

    watch(folder, send, looks)
    return sent


def test_files_go_oldest_first_and_move_to_done(tmp_path: Path) -> None:
    for name, mtime in (("a", 300), ("b", 100), ("c", 200)):
        (tmp_path / name).write_bytes(name.encode())
        os.utime(tmp_path / name, (mtime, mtime))
    assert [name for name, _ in sent_by(tmp_path, Looks(4))] == ["b", "c", "a"]
    assert sorted(file.name for file in (tmp_path / "done").iterdir()) == ["a", "b", "c"]
    assert [file.name for file in tmp_path.iterdir()] == ["done"]


def test_a_file_that_grows_waits_until_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "story.xml"
    file.write_bytes(b"one")

    def grow(look: int) -> None:
        if look < 3:
            with file.open("ab") as stream:
                stream.write(b" more")

    assert sent_by(tmp_path, Looks(7, grow)) == [("story.xml", b"one more more more")]


def test_unfinished_names_links_and_folders_stay(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"s")
    box = tmp_path / "box"
    (box / "folder").mkdir(parents=True)
    for name in (".hidden", "a.part", "a.tmp"):
        (box / name).write_bytes(b"x")
    (box / "link").symlink_to(secret)
    assert sent_by(box, Looks(4)) == []
    assert sorted(file.name for file in box.iterdir()) == [".hidden", "a.part", "a.tmp", "done", "folder", "link"]


def test_a_second_file_of_the_same_name_does_not_overwrite_the_first(tmp_path: Path) -> None:
    def drop(look: int) -> None:
        if look in (0, 3):
            (tmp_path / "wire.txt").write_bytes(str(look).encode())

    assert len(sent_by(tmp_path, Looks(7, drop))) == 2
    done = {file.name: file.read_bytes() for file in (tmp_path / "done").iterdir()}
    assert done == {"wire.txt": b"0", "wire-1.txt": b"3"}


def test_what_cannot_be_sent_moves_to_failed(tmp_path: Path) -> None:
    (tmp_path / "huge.bin").write_bytes(b"x")
    assert len(sent_by(tmp_path, Looks(5), good=False)) == 1
    assert [file.name for file in (tmp_path / "failed").iterdir()] == ["huge.bin"]


def test_a_file_whose_send_fails_stays_for_the_next_run(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_bytes(b"x")

    def fail(_: Path) -> bool:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        watch(tmp_path, fail, Looks(5))
    assert (tmp_path / "story.txt").exists()
    assert sent_by(tmp_path, Looks(5)) == [("story.txt", b"x")]


def test_a_file_that_changes_while_it_is_sent_is_sent_again(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_bytes(b"half")
    sent: list[bytes] = []

    def send(path: Path) -> bool:
        sent.append(path.read_bytes())
        if len(sent) == 1:
            file.write_bytes(b"half and half")
        return True

    watch(tmp_path, send, Looks(6))
    assert sent == [b"half", b"half and half"]
    assert (tmp_path / dropfolder.DONE / "story.txt").read_bytes() == b"half and half"
