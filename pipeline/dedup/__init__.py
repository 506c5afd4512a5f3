"""Fingerprints, story chain, decision."""
