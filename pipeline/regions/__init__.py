"""Gazetteer, matcher, ranker."""
