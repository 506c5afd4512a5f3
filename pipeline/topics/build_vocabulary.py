"""Builds `media-topics.json` from the IPTC release and its subject-code mapping; run by hand at a new release.

python -m pipeline.topics.build_vocabulary media-topics.json subject-codes.json
"""

import sys
from pathlib import Path
from typing import Any

import orjson

TARGET = Path(__file__).with_name("media-topics.json")


def build(media_topics: dict[str, Any], subject_codes: dict[str, Any]) -> dict[str, Any]:
    """The compact asset: `topics` code -> [parent, English name, retired], `subjects` code -> [topic, match]."""
    return {
        "title": "IPTC Media Topics and Subject Codes",
        "release": media_topics["release"],
        "attribution": (
            "IPTC Media Topics and Subject Codes NewsCodes, (c) IPTC (International Press Telecommunications Council), "
            "https://cv.iptc.org/newscodes/mediatopic/, licensed under Creative Commons Attribution 4.0 (CC BY 4.0). "
            "Changed: reduced to code, parent, English name and retirement; subject codes mapped to topics."
        ),
        "topics": {
            concept["code"]: [concept["parent"], concept["names"]["en-GB"], concept["retired"]]
            for concept in sorted(media_topics["concepts"], key=lambda concept: str(concept["code"]))
        },
        "subjects": {
            code: [subject["medtop"], subject["match"]]
            for code, subject in sorted(subject_codes["codes"].items())
            if subject["medtop"]
        },
    }


def main(arguments: list[str]) -> None:
    """Read the two source files named on the command line and write the asset beside this module."""
    media_topics, subject_codes = (orjson.loads(Path(argument).read_bytes()) for argument in arguments)
    TARGET.write_bytes(orjson.dumps(build(media_topics, subject_codes)) + b"\n")


if __name__ == "__main__":
    main(sys.argv[1:])
