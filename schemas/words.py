"""The fixed vocabularies of the record: outcomes, signals, relations, reasons and warnings."""

from enum import StrEnum


class Format(StrEnum):
    """Wire formats that a dispatch can arrive in."""

    TEXT = "text"
    HTML = "html"
    RSS = "rss"
    NITF = "nitf"
    NEWSML_1 = "newsml-1"
    NEWSML_G2 = "newsml-g2"
    NINJS = "ninjs"
    ANPA_1312 = "anpa-1312"
    IPTC_7901 = "iptc-7901"
    AP_MEDIA = "ap-media"
    RBNEWS = "rbnews"
    EMAIL = "email"
    JSON = "json"


class Outcome(StrEnum):
    """The one end of every dispatch (`held` is a wait, not an end)."""

    PUBLISHED = "published"
    DUPLICATE = "duplicate"
    STALE = "stale"
    HELD = "held"
    REJECTED = "rejected"


class PubStatus(StrEnum):
    """IPTC pubStatus."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


class Relation(StrEnum):
    """What a subscriber does with a record."""

    NEW = "new"
    REPLACES = "replaces"
    ADD = "add"
    ALTERNATE = "alternate"
    NOTICE = "notice"


class Signal(StrEnum):
    """What the agency says of a dispatch, by header, slug, headline prefix or note."""

    FLASH = "flash"
    ALERT = "alert"
    URGENT = "urgent"
    UPDATE = "update"
    CORRECTION = "correction"
    LEAD = "lead"
    WRITETHRU = "writethru"
    REFILE = "refile"
    WRAPUP = "wrapup"
    ADD = "add"
    ADVISORY = "advisory"
    KILL = "kill"
    HOLD = "hold"
    REINSTATED = "reinstated"
    EMBARGO = "embargo"
    REPEAT = "repeat"
    PRESS_RELEASE = "press-release"
    PRESERVED = "preserved"


class Origin(StrEnum):
    """Whether a tag came with the feed or was found in the text."""

    FEED = "feed"
    TEXT = "text"


class Reason(StrEnum):
    """Why a dispatch was rejected, held, or not published."""

    # rejected
    EMPTY = "empty"  # no bytes, or nothing but white space
    UNREADABLE = "unreadable"  # the bytes do not follow the format they claim
    UNKNOWN_FORMAT = "unknown-format"  # no reader knows these bytes
    TOO_LARGE = "too-large"  # the payload is over the size limit
    TOO_DEEP = "too-deep"  # nesting over the limit
    TOO_MANY_ITEMS = "too-many-items"  # one message holds more dispatches than the limit
    ENTITY_EXPANSION = "entity-expansion"  # XML entities that refer out or grow beyond bounds
    NO_DISPATCH = "no-dispatch"  # well-formed, but it holds no dispatch
    PACKAGE_WITHOUT_TEXT = "package-without-text"  # a package of references
    NO_TEXT = "no-text"  # neither headline nor body
    STAGE_FAILED = "stage-failed"  # a fault of wirefeed on this one dispatch: report it
    # duplicate
    SAME_ID_AND_VERSION = "same-id-and-version"
    SAME_TEXT = "same-text"
    NEAR_TEXT = "near-text"  # nothing that a reader would notice is different
    SAME_KILL = "same-kill"
    # stale
    OLDER_VERSION = "older-version"
    AFTER_KILL = "after-kill"
    KILLED_WHILE_HELD = "killed-while-held"
    REPLACED_WHILE_HELD = "replaced-while-held"
    # held
    EMBARGO = "embargo"
    EMBARGO_WITHOUT_TIME = "embargo-without-time"


class Warning(StrEnum):
    """What was odd about a dispatch but not fatal."""

    HEADLINE_FROM_TEXT = "headline-from-text"  # no headline in the bytes; the text's first line stands in
    SAME_VERSION_CHANGED = "same-version-changed"  # same id and version as before, other content
    RESEMBLES_KILLED = "resembles-killed"  # a substitute for a killed story, or something very like it
    KILL_TARGET_UNCERTAIN = "kill-target-uncertain"  # a kill notice whose story could not be told
    TAGGING_FAILED = "tagging-failed"  # topics or regions could not be found: a fault of wirefeed
    NAIVE_TIME = "naive-time"  # a local time without zone, read in UTC for want of better
    IMPOSSIBLE_DATE = "impossible-date"  # a date that does not exist: given as null
    FUTURE_VERSION_DATE = "future-version-date"  # a version date over a day ahead, capped
    CHARSET_MISMATCH = "charset-mismatch"  # the bytes were not in the declared encoding
    BROKEN_CHARACTERS = "broken-characters"  # replacement characters came with the feed
    UNKNOWN_LANGUAGE = "unknown-language"  # the feed gave a language tag that is not BCP 47
