"""Proves the trainable model: it learns, the same each time, with thresholds and confidences that mean something."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.topics.features import BUCKETS, features, occurrences
from pipeline.topics.model import LinearModel
from pipeline.topics.self_training import self_train
from pipeline.topics.text import topics_of_text
from pipeline.topics.thresholds import f1, score_slice, slope_of, tune_thresholds
from pipeline.topics.training import Example, TooLittle, train
from tests.unit.topics.made import dispatches


@pytest.fixture(scope="module")
def model() -> LinearModel:
    return train(dispatches(150))


def _best(model: LinearModel, one: Example) -> str:
    return next(iter(model.topics_of(one.headline, one.body)), "")


def test_it_labels_texts_that_it_has_not_seen(model: LinearModel) -> None:
    unseen = dispatches(60, seed=2)
    assert [_best(model, one) for one in unseen] == [next(iter(one.labels)) for one in unseen]
    for one in unseen:
        sure = {label for label, confidence in model.topics_of(one.headline, one.body).items() if confidence >= 0.5}
        assert sure == one.labels


def test_a_text_without_a_known_word_has_no_topic_that_is_sure(model: LinearModel) -> None:
    assert all(confidence < 0.5 for confidence in model.topics_of("Qwrt", "Zxcv bnmp.").values())
    assert all(confidence < 0.5 for confidence in model.topics_of("", "").values())


def test_the_same_examples_give_the_same_model(model: LinearModel) -> None:
    again = train(dispatches(150))
    assert np.array_equal(again.weights, model.weights)
    assert np.array_equal(again.thresholds, model.thresholds)
    assert again.metrics == model.metrics


def test_a_text_of_two_topics_has_both() -> None:
    one, other = dispatches(2, seed=9)
    both = Example(one.headline, f"{one.body} {other.body} {other.headline}", one.labels | other.labels)
    mixed = [
        Example(f"{a.headline} {b.headline}", f"{a.body} {b.body}", a.labels | b.labels)
        for a, b in zip(dispatches(90, seed=3), dispatches(91, seed=4)[1:], strict=True)
    ]
    found = train(dispatches(150) + mixed).topics_of(both.headline, both.body)
    assert {label for label, confidence in found.items() if confidence >= 0.5} == both.labels


def test_examples_without_a_label_teach_that_there_may_be_none() -> None:
    nothing = [one._replace(labels=frozenset()) for one in dispatches(90) if one.labels == {"17000000"}]
    model = train([one for one in dispatches(120) if one.labels != {"17000000"}] + nothing)
    assert all(confidence < 0.5 for confidence in model.topics_of(nothing[0].headline, nothing[0].body).values())


def test_too_little_to_train_on_is_said() -> None:
    with pytest.raises(TooLittle, match="3 examples"):
        train(dispatches(3))
    with pytest.raises(TooLittle, match="label"):
        train([one._replace(labels=frozenset()) for one in dispatches(40)])
    with pytest.raises(TooLittle, match="lexicon"):
        self_train(dispatches(40), [{}] * 40, lambda _what, _share: None)


def test_what_it_gives_as_reasons_adds_up_to_the_score(model: LinearModel) -> None:
    one = dispatches(1, seed=5)[0]
    label = next(iter(one.labels))
    reasons = model.contributions(label, one.headline, one.body, most=10_000)
    column = model.labels.index(label)
    score = sum(reason.score for reason in reasons) + model.weights[-1, column]
    confidence = 1 / (1 + np.exp(-model.slope * (score - model.thresholds[column])))
    assert model.topics_of(one.headline, one.body)[label] == pytest.approx(confidence, abs=1e-3)
    assert reasons[0].term in f"{one.headline} {one.body}"
    assert [abs(reason.score) for reason in reasons] == sorted((abs(reason.score) for reason in reasons), reverse=True)


def test_self_training_needs_no_labels_and_learns_words_that_the_lexicon_lacks() -> None:
    new_words = {"15000000": "zorbing", "04000000": "fiduciary", "17000000": "graupel"}
    texts = []
    for one in dispatches(150):
        word = new_words[next(iter(one.labels))]
        texts.append(Example(one.headline, f"{one.body} {word} {word}", frozenset(), "en"))
    model = self_train(texts, [topics_of_text(one.headline, one.body) for one in texts], lambda _what, _share: None)
    for topic, word in new_words.items():
        assert topics_of_text("", word) == {}
        assert next(iter(model.topics_of(word, f"{word} was seen"))) == topic
    assert model.metrics["agreement"] > 0.9
    assert model.languages == ("en",)


def test_what_the_lexicon_took_for_the_streams_main_topic_is_put_right() -> None:
    made = dispatches(900)
    rare = [one for one in made if one.labels != {"04000000"}][:80]
    texts = [one for one in made if one.labels == {"04000000"}] + rare
    mistaken = [at for at, one in enumerate(texts) if one in rare and at % 4 < 2]
    by_lexicon = [topics_of_text(one.headline, one.body) for one in texts]
    for at in mistaken:
        by_lexicon[at] = {"04000000": 0.4}
    model = self_train(texts, by_lexicon, lambda _what, _share: None)
    assert {texts[at].labels for at in mistaken} == {frozenset({"15000000"}), frozenset({"17000000"})}
    assert all(_best(model, texts[at]) in texts[at].labels for at in mistaken)


def test_a_threshold_is_tuned_for_each_label_that_has_examples_enough() -> None:
    order = np.random.default_rng(1)
    right = np.zeros((300, 2), bool)
    right[:60, 0] = right[60:90, 1] = True
    # a text of the first label scores no higher than one that is not of the second
    scores = np.where(right, [-0.5, -0.2], [-0.9, -0.6]).astype(np.float32)
    scores += order.normal(0, 0.05, right.shape).astype(np.float32)
    thresholds = tune_thresholds(scores, right)
    one_for_all = max(f1(scores > at, right) for at in np.arange(-1, 1, 0.01))
    assert f1(scores > thresholds, right) > one_for_all


def test_the_slope_is_that_with_which_confidence_tells_how_often_a_label_is_right() -> None:
    order = np.random.default_rng(1)
    margins = order.uniform(-1, 1, (3000, 2)).astype(np.float32)
    right = order.uniform(0, 1, margins.shape) < 1 / (1 + np.exp(-6 * margins))
    assert slope_of(margins, right) == pytest.approx(6, rel=0.1)
    figures = score_slice(margins, right, 6.0)
    assert figures["calibration_error"] < 0.03
    assert score_slice(margins, right, 30.0)["calibration_error"] > 0.08


@given(st.text(max_size=200), st.text(max_size=1500))
def test_any_text_has_features_in_order_within_bounds(headline: str, body: str) -> None:
    found = features(headline, body)
    assert (np.diff(found.buckets) > 0).all()
    assert all(0 <= bucket < BUCKETS for bucket in found.buckets)
    assert (found.counts > 0).all()
    named = occurrences(headline, body)
    assert len(named.names()) == len(named.buckets) == len(named.weights)


def test_places_are_weighted_and_pairs_are_of_neighbours() -> None:
    named = occurrences("Alpha Beta", "gamma delta")
    weights = dict(zip(named.names(), named.weights.tolist(), strict=True))
    assert set(weights) == {"alpha", "beta", "gamma", "delta", "alpha beta", "gamma delta"}
    assert weights["alpha"] > weights["gamma"] > weights["gamma delta"]
    late = occurrences("", "x " * 200 + "tail end")
    assert late.weights[late.names().index("tail")] < weights["gamma"]
    assert "tail end" not in late.names()


def test_letters_are_the_words_of_languages_without_blanks() -> None:
    assert occurrences("", "台風が来る").words == list("台風が来る")
    assert occurrences("", "Стачка в порту").words == ["стачка", "в", "порту"]
    assert features("", "up 12 pct").buckets.tolist() == features("", "up 34 pct").buckets.tolist()
