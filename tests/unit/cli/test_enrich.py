"""`wirefeed enrich`: one JSON line for each dispatch and nothing else on standard output, whatever comes in."""

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from cli.sample import FEEDS
from tests.published import producers_validator

KEYS = {"outcome", "record", "duplicate_of", "reason", "source"}


@pytest.fixture
def enrich(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the command; its status, its lines, its standard error."""

    def run(*arguments: str, stdin: bytes = b"") -> tuple[Any, list[dict[str, Any]], str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main(["enrich", *arguments])
        shown = capsysbinary.readouterr()
        return ended.value.code, [json.loads(line) for line in shown.out.splitlines()], shown.err.decode()

    return run


def sources(lines: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    return [(line["source"]["path"], line["source"]["item"], line["source"]["part"]) for line in lines]


def test_a_line_for_each_dispatch_with_its_source(enrich: Any) -> None:
    message = str(FEEDS / "reuters-g2/three-items-one-bad.xml")
    status, lines, _ = enrich(message)
    assert status == 0
    assert all(set(line) == KEYS for line in lines)
    assert sources(lines) == [(message, 0, 0), (message, 0, 1), (message, 0, 2)]
    assert [line["outcome"] for line in lines] == ["published", "rejected", "published"]
    assert [line["record"] is None for line in lines] == [False, True, False]
    assert lines[1]["reason"] == "no-text"
    assert lines[0]["record"]["headline"] == "Jordan, Iraq sign accord on pipeline to Red Sea"
    assert lines[0]["record"]["topics"]


def test_records_follow_the_published_schema(enrich: Any) -> None:
    validator = producers_validator("record")
    _, lines, _ = enrich(str(FEEDS))
    assert len(lines) > 60
    for line in lines:
        if line["record"] is not None:
            validator.validate(line["record"])


def test_paths_are_one_stream_in_order_and_nothing_is_kept_between_runs(enrich: Any) -> None:
    new, old = (str(FEEDS / "reuters-g2" / name) for name in ("piraeus-5.xml", "piraeus-2.xml"))
    assert [line["outcome"] for line in enrich(new, old)[1]] == ["published", "stale"]
    assert [line["outcome"] for line in enrich(old, new)[1]] == ["published", "published"]


def test_an_id_depends_on_the_bytes_and_not_on_the_path(enrich: Any, tmp_path: Path) -> None:
    original = FEEDS / "ap-text/lagos-refinery-court.txt"
    copy = tmp_path / "copy.bin"
    copy.write_bytes(original.read_bytes())
    ids = [enrich(str(path))[1][0]["record"]["id"] for path in (original, copy)]
    assert ids[0] == ids[1]


def test_the_feed_option_and_the_envelopes_own_feed(enrich: Any) -> None:
    text = "OSLO, Nov 9 (Reuters) - Snow closed two roads in Norway on Monday."
    stdin = "\n".join(json.dumps(one) for one in ({"payload": text}, {"payload": text + " More.", "feed": "own"}))
    status, lines, _ = enrich("--feed", "mine", "-", stdin=stdin.encode())
    assert status == 0
    assert [line["record"]["feed"] for line in lines] == ["mine", "own"]
    assert sources(lines) == [("-", 0, 0), ("-", 1, 0)]


def test_an_embargo_is_compared_with_the_received_time_of_the_envelope(enrich: Any) -> None:
    item = {"guid": "x:1", "type": "text", "headline": "Prize awarded", "body_text": "A prize.", "version": "1"}
    embargoed = json.dumps(item | {"embargoed": "2026-11-20T10:00:00Z"})
    stdin = "\n".join(
        json.dumps({"payload": embargoed, "received_at": time})
        for time in ("2026-11-20T09:00:00Z", "2026-11-20T11:00:00Z")
    )
    _, (held, later), _ = enrich("-", stdin=stdin.encode())
    assert (held["outcome"], held["reason"]) == ("held", "embargo")
    assert held["record"]["embargoed_until"] == "2026-11-20T10:00:00Z"
    assert later["outcome"] != "held"


def test_a_bad_envelope_is_a_rejected_line_and_the_rest_goes_on(enrich: Any) -> None:
    status, lines, _ = enrich("-", stdin=b'{"feed": 1}\n{"payload": "Fire in Lyon: two hurt"}\n')
    assert status == 0
    assert [line["outcome"] for line in lines] == ["rejected", "published"]
    assert (lines[0]["record"], lines[0]["reason"]) == (None, "unreadable")
    assert sources(lines) == [("-", 0, 0), ("-", 1, 0)]


def test_a_payload_over_the_limit_is_rejected(enrich: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREFEED_MAX_PAYLOAD_BYTES", "1024")
    (tmp_path / "huge.txt").write_bytes(b"word " * 1000)
    status, (line,), _ = enrich(str(tmp_path))
    assert (status, line["outcome"], line["reason"]) == (0, "rejected", "too-large")


def test_a_file_that_vanishes_is_named_the_rest_goes_on_and_the_status_is_1(
    enrich: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = tmp_path / "good.txt"
    good.write_bytes(b"Fire in Lyon: two hurt")
    gone = str(tmp_path / "gone.txt")
    monkeypatch.setattr("cli.enrich.expand", lambda _: [gone, str(good)])
    status, lines, err = enrich(str(tmp_path))
    assert status == 1
    assert len(lines) == 1
    assert gone in err


@pytest.mark.skipif("WIREFEED_TEST_DATA" not in os.environ, reason="WIREFEED_TEST_DATA is not set")
def test_the_seed_dispatch_comes_out_whole(enrich: Any) -> None:
    folder = Path(os.environ["WIREFEED_TEST_DATA"]) / "seed"
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    status, (line,), _ = enrich(str(folder / "spacewar-afp.txt"))
    record = line["record"]
    assert (status, line["outcome"]) == (0, expected["outcome"])
    paragraphs = record["body"].split("\n\n")
    wanted = expected["record"]["body"]["paragraphs"]
    assert [len(paragraph.split()) for paragraph in paragraphs] == [one["words"] for one in wanted]
    for paragraph, one in zip(paragraphs, wanted, strict=True):
        assert paragraph.startswith(one["first"])
        assert paragraph.endswith(one["last"])
    for words in expected["not_in_body"]:
        assert words not in record["body"]
    for name in ("agency", "format", "language", "headline", "headings", "sign_off", "signals", "version", "related"):
        assert record[name] == expected["record"][name], name
    assert record["copyright_notice"] == expected["record"]["copyright_notice"]["full"]
    focus = {one["code"] for one in record["regions"]["focus"]}
    assert focus >= set(expected["record"]["regions"]["focus_must"])
    assert not focus & set(expected["record"]["regions"]["focus_must_not"])
    tops = {one["code"].removeprefix("medtop:") for one in record["topics"]}
    assert tops >= set(expected["record"]["topics_top"]["must"])
    assert not tops & set(expected["record"]["topics_top"]["must_not"])
