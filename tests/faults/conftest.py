"""Fixtures of the fault tests: the broker and the settings of the integration tests."""

from tests.integration.conftest import kafka, make_settings

__all__ = ["kafka", "make_settings"]
