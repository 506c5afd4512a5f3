"""Logs: to standard error, JSON unless that is a terminal. Never a dispatch's text."""

import logging
import sys

import structlog

from pipeline.settings import Settings

NOISY = {
    # "Got error produce response ... retrying": Kafka checking that a partition belongs to the transaction (KIP-890)
    "aiokafka.producer.sender": logging.ERROR,
    "aiokafka": logging.WARNING,
    "kafka": logging.CRITICAL,  # a broker away is said by whoever asked for it, with its address
    "agents.faust_adapter": logging.WARNING,  # Faust's services log under the module of their class
    "faust": logging.WARNING,
    "mode": logging.WARNING,
}

# Local variables hold dispatches: never in a log
NO_LOCALS = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))


def configure(settings: Settings) -> None:
    """Set up structlog and the standard library's logging alike."""
    as_json = settings.log_format == "json" or (settings.log_format == "auto" and not sys.stderr.isatty())
    level = getattr(logging, settings.log_level.upper())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: list[structlog.typing.Processor] = (
        [NO_LOCALS, structlog.processors.JSONRenderer()]
        if as_json
        else [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    )
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name, least in NOISY.items():
        logging.getLogger(name).setLevel(max(least, level))
