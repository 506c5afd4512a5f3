from tests.integration.conftest import kafka, make_settings  # noqa: F401
