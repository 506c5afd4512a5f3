"""Vocabulary, lexicon, rules."""
