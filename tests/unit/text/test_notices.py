"""Kill, hold and reinstatement notices are known by their grammar and never by the bare word."""

import pytest

from pipeline.text import notices
from pipeline.text.draft import Block, Draft
from schemas.words import PubStatus, Signal

KILLS = (
    "Kill the story slugged BC-XX--Harbor Fire, W4711. The figures are wrong. There will be no substitute.",
    "EDITORS: Please kill BC-XX--Harbor Fire, W4711, which moved at 0412 GMT.",
    'Editors, because of a mistake in the quotes please withdraw the earlier item headlined "Crane fire shuts'
    ' harbour".',
    'The story headlined "Crane fire shuts harbour" has been withdrawn. There will be no substitute story.',
    "The Associated Press has withdrawn its story about a crane fire in the harbour.",
    "Please disregard the alert on the harbour, sent in error.",
    "Do not use the report on the harbour.",
    "ATTENTION - Veuillez annuler la dépêche sur le port de Tamatave.",
    'ACHTUNG: Die Meldung "Kranbrand legt Hafen lahm" bitte nicht verwenden.',
    'Die Meldung "Kranbrand legt Hafen lahm" wird zurückgezogen. Editors please note.',
)
HOLDS = (
    "Please hold item W4711 until further notice.",
    "Editors: please hold the story slugged Harbor Fire. Its figures are being checked.",
    "Do not use the report on the harbour until a new version is moved.",
)
REINSTATEMENTS = (
    "The hold on item W4711 has been lifted.",
    'Please reinstate the story headlined "Crane fire shuts harbour".',
    'The item headlined "Crane fire shuts harbour" may now be used.',
    "The story slugged Harbor Fire is reinstated.",
)
STORIES = (
    "Kill the messenger is what the ruling party did on Sunday when it sacked its pollster.",
    "A gunman killed three people in a harbour bar and was killed by police, the mayor said.",
    "The bill on ports was withdrawn on Monday after a report by auditors.",
    "Hold the front page: the paper is closing after 140 years.",
    "Please hold your fire, the general told his troops in a message.",
    "The report was cancelled because of a strike, the broadcaster said.",
    "The minister asked editors to withdraw.",
    "Police release video of harbour fire, report arrests.",
    "The hold was full of water when the ship was found.",
    "The story of the killed king was withdrawn from the stage in 1850.",
    "Ignore the weather forecast at your peril.",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (text, kind)
        for texts, kind in ((KILLS, "kill"), (HOLDS, "hold"), (REINSTATEMENTS, "reinstated"))
        for text in texts
    ],
)
def test_an_order_to_editors_is_a_notice(text: str, kind: str) -> None:
    assert notices.kind_of(text) == kind


@pytest.mark.parametrize("text", STORIES)
def test_a_story_about_kills_and_holds_is_a_story(text: str) -> None:
    assert notices.kind_of(text) is None


def test_a_kill_notice_has_its_target_and_no_body() -> None:
    draft = Draft(headline="KILL: harbor fire", blocks=[Block(KILLS[0])])
    notices.lift(draft)
    assert draft.notice is not None
    assert (draft.notice.kind, draft.notice.transref, draft.notice.slugline) == ("kill", "W4711", "BC-XX--Harbor Fire")
    assert (draft.pub_status, draft.blocks, draft.notes) == (PubStatus.CANCELED, [], [KILLS[0]])
    assert Signal.KILL in draft.signals


def test_a_withdrawal_names_the_headline_behind_its_prefix() -> None:
    draft = Draft(
        headline="STORY WITHDRAWN-Harbour group buys rival",
        blocks=[Block("The story about the harbour group is withdrawn. There will be no substitute.")],
    )
    notices.lift(draft)
    assert draft.notice is not None
    assert draft.notice.headline == "Harbour group buys rival"


def test_a_hold_is_withheld_and_a_reinstatement_usable() -> None:
    held, released = Draft(blocks=[Block(HOLDS[0])]), Draft(blocks=[Block(REINSTATEMENTS[1])])
    notices.lift(held)
    notices.lift(released)
    assert (held.pub_status, held.blocks) == (PubStatus.WITHHELD, [])
    assert released.pub_status is PubStatus.USABLE
    assert released.notice is not None
    assert released.notice.headline == "Crane fire shuts harbour"


def test_a_long_story_that_quotes_a_kill_notice_is_a_story() -> None:
    draft = Draft(
        headline="How a wrong story was killed", blocks=[Block(KILLS[1]), Block("The desk noticed it late. " * 60)]
    )
    notices.lift(draft)
    assert draft.notice is None
    assert len(draft.blocks) == 2


@pytest.mark.parametrize(
    "headline", ["KILL: review of the new thriller", "HOLD-UP in harbour bar", "WITHDRAWN: ten medicines"]
)
def test_a_word_in_capitals_in_a_headline_proves_nothing(headline: str) -> None:
    draft = Draft(headline=headline, blocks=[Block("The film opens on Friday.")])
    notices.lift(draft)
    assert draft.notice is None
