"""The error tree: bad input goes to the dead letters, transient faults are retried, fatal ones end the process."""

from schemas.words import Reason


class WirefeedError(Exception):
    """Root of every error that wirefeed raises itself."""


class BadInput(WirefeedError):
    """These bytes cannot become a dispatch. They go to the dead letters, unchanged."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class Transient(WirefeedError):
    """May go away by itself (a broker restarting): retried within a bound, then fatal."""


class Fatal(WirefeedError):
    """The process ends with `exit_code`, nothing committed; its supervisor decides what is next."""

    exit_code = 70  # EX_SOFTWARE: start again


class Misconfigured(Fatal):
    """Starting again will not help: an operator has to act. The message names the remedy."""

    exit_code = 78  # EX_CONFIG
