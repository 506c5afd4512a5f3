"""Settings: one frozen class, from defaults, one TOML file, then `WIREFEED_` variables (the last wins)."""

from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Any, Literal, Self

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from pipeline.errors import Misconfigured
from schemas.words import Format

DEFAULT_FILE = Path("wirefeed.toml")


class Feed(BaseModel):
    """A feed and what is known of it beforehand. A feed not named in the settings gets these defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    format: Format | None = None  # None: told from the content
    encoding: str | None = None  # None: declared, else sniffed
    time_zone: str | None = None  # IANA name, for local times without a zone
    agency: str | None = None
    domain: str = "default"
    default_country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    language: str | None = None
    keep_private_notes: bool = False  # keep contacts of non-public blocks in `ednote`


class Domain(BaseModel):
    """A deduplication domain: the feeds whose dispatches are compared with each other."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    partition: int = Field(default=0, ge=0)  # of wire.parsed, wire.ledger and wire.holds
    cross_agency: Literal["similar", "duplicate"] = "similar"
    window_hours: int = Field(default=72, ge=1)


class Route(BaseModel):
    """A topic of its own, `<prefix>.enriched.<name>`, for the records that match every list that is not empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$")
    topics: tuple[str, ...] = ()  # Media Topic codes, any of
    regions: tuple[str, ...] = ()  # focus countries, any of
    feeds: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    minimum_confidence: float = Field(default=0.5, ge=0, le=1)


class Settings(BaseSettings):
    """Everything that can be set. Units are in the names."""

    model_config = SettingsConfigDict(env_prefix="WIREFEED_", frozen=True, extra="forbid", env_nested_delimiter="__")

    bootstrap_servers: str = Field(
        default="127.0.0.1:9092",
        validation_alias=AliasChoices("WIREFEED_BOOTSTRAP_SERVERS", "KAFKA_BOOTSTRAP", "bootstrap_servers"),
    )
    prefix: str = Field(default="wire", pattern=r"^[a-z0-9][a-z0-9.-]{0,40}$")  # of topics, groups, transactional ids
    feed: tuple[Feed, ...] = ()
    domain: tuple[Domain, ...] = ()
    route: tuple[Route, ...] = ()

    topics_model: Path | None = None  # made by `wirefeed topics train`; workers take up a changed file by themselves
    topics_rules: Path | None = None  # rules beside the shipped lexicon; tried by `wirefeed topics test`
    topics_tagger: str | None = None  # a plug-in in the model's place: `module:attribute`, or its entry point's name

    raw_partitions: int = Field(default=6, ge=1)
    parsed_partitions: int = Field(default=1, ge=1)  # one or more domains each; fixed once made
    unique_partitions: int = Field(default=6, ge=1)
    output_partitions: int = Field(default=6, ge=1)
    replication_factor: int = Field(default=3, ge=1)
    retention_hours: int = Field(
        default=168, ge=1
    )  # of every topic but wire.ledger (window) and wire.holds (compacted)
    max_payload_bytes: int = Field(default=16 * 1024 * 1024, ge=1024)

    batch_dispatches: int = Field(default=500, ge=1)  # taken and committed together
    session_timeout_seconds: float = Field(default=10.0, gt=0)
    heartbeat_seconds: float = Field(default=3.0, gt=0)
    rebalance_timeout_seconds: float = Field(default=10.0, gt=0)
    transaction_timeout_seconds: float = Field(default=15.0, gt=0)
    commit_timeout_seconds: float = Field(default=10.0, gt=0)  # a transaction that takes longer ends the process
    kill_days: int = Field(default=30, ge=1)  # how long a kill binds

    http_host: str = "127.0.0.1"
    http_port: int = Field(default=9464, ge=0, le=65535)  # /metrics, /livez, /readyz, the page; 0: a free one
    log_format: Literal["auto", "json", "console"] = "auto"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for kind, names in (
            ("feed", [feed.name for feed in self.feed]),
            ("domain", [domain.name for domain in self.domain]),
            ("route", [route.name for route in self.route]),
        ):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"[[{kind}]] {twice[0]!r} is named twice")
        if self.topics_model and self.topics_tagger:
            raise ValueError("topics_model and topics_tagger exclude each other")
        known = {domain.name for domain in self.domain} | {"default"}
        for feed in self.feed:
            if feed.domain not in known:
                raise ValueError(f"[[feed]] {feed.name!r}: there is no [[domain]] {feed.domain!r}")
        for domain in self.domain:
            if domain.partition >= self.parsed_partitions:
                raise ValueError(
                    f"[[domain]] {domain.name!r}: partition {domain.partition} does not exist; "
                    f"parsed_partitions is {self.parsed_partitions} (they count from 0)"
                )
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        sources = (init_settings, env_settings)
        has_file = bool(settings_cls.model_config.get("toml_file"))
        return (*sources, TomlConfigSettingsSource(settings_cls)) if has_file else sources

    def feed_named(self, name: str) -> Feed:
        """The feed of that name; one that the settings do not name gets the defaults."""
        return next((feed for feed in self.feed if feed.name == name), Feed(name=name))

    def domain_named(self, name: str) -> Domain:
        """The domain of that name (`default` need not be configured)."""
        return next((domain for domain in self.domain if domain.name == name), Domain(name=name))


def load_settings(file: Path | None = None, **overrides: Any) -> Settings:  # noqa: ANN401 - any field
    """Read settings: `overrides`, then environment, then `file` (else ./wirefeed.toml where it exists), then defaults.

    Raises `Misconfigured` with one line for each fault, naming the field and the file.
    """
    if file is not None and not file.is_file():
        raise Misconfigured(f"settings file {file} does not exist")
    path = file or (DEFAULT_FILE if DEFAULT_FILE.is_file() else None)

    class FromFile(Settings):
        model_config = SettingsConfigDict(toml_file=path)

    try:
        return FromFile(**overrides)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or 'settings'}: {fault['msg']}" for fault in error.errors()
        )
        raise Misconfigured(f"settings ({path or 'environment'}): {faults}") from error
    except TOMLDecodeError as error:
        raise Misconfigured(f"settings file {path} is not TOML: {error}") from error
