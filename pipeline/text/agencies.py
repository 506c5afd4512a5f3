"""The agencies: how each is named on the wire, its home, and its habits. A new agency is one row."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency and what is known of it beforehand."""

    name: str  # the usual short name: the record's `agency`
    zone: str | None = None  # IANA: where local times without a zone belong
    names: tuple[str, ...] = ()  # other forms in credits, providers, copyright lines
    signs: str | None = None  # the form of its sign-offs, a key of `sign_offs.FORMS`
    located_is_desk: bool = False  # its structured place of origin is the newsroom
    bare_credit: bool = False  # its datelines name it without brackets


AGENCIES = (
    Agency("AFP", "Europe/Paris", ("Agence France-Presse", "Agence France Presse", "afp.com",
           "АФП", "法新社", "AFP時事", "أ ف ب", "ا ف ب", "فرانس برس"), signs="initials"),
    Agency("AP", "America/New_York", ("Associated Press", "The Associated Press", "ap.org", "apnews.com",
           "美联社", "美聯社", "أ ب"), signs="ap"),
    Agency(
        "Reuters", "Europe/London",
        ("Thomson Reuters", "reuters.com", "RTRS", "Refinitiv", "LSEG", "Reuters News", "Reuters Limited",
           "Рейтер", "路透社", "رويترز", "ロイター"),
        signs="reuters", located_is_desk=True,
    ),
    Agency("Thomson Reuters Foundation", "Europe/London", signs="reuters"),
    Agency("dpa", "Europe/Berlin", ("Deutsche Presse-Agentur", "Deutsche Presse-Agentur GmbH", "dpa.com",
           "Deutsche Presse Agentur", "dpa-AFX", "dpa infocom", "dpa-infocom",
           "ДПА", "德新社", "د ب أ"), signs="dpa"),
    Agency(
        "PA", "Europe/London", ("PA Media", "Press Association", "The Press Association", "PA Sport", "PA_API"),
        signs="ends",
    ),
    Agency("Xinhua", "Asia/Shanghai", ("Xinhua News Agency", "Xinhuanet", "news.cn",
           "新华社", "新華社", "Синьхуа", "شينخوا"), signs="xinhua"),
    Agency("Kyodo", "Asia/Tokyo", ("Kyodo News", "KYODO", "共同", "共同社"), signs="kyodo", bare_credit=True),
    Agency("Jiji", "Asia/Tokyo", ("Jiji Press", "時事")),
    Agency("TASS", "Europe/Moscow", ("ITAR-TASS", "Itar-Tass", "tass.com", "tass.ru", "itar-tass.com",
           "ТАСС", "ИТАР-ТАСС", "塔斯社")),
    Agency("Interfax", "Europe/Moscow", ("Interfax-Ukraine", "Интерфакс", "Интерфакс-Украина", "Інтерфакс-Україна")),
    Agency("RIA Novosti", "Europe/Moscow", ("Sputnik", "RIA", "РИА Новости")),
    Agency("EFE", "Europe/Madrid", ("Agencia EFE", "EFEUSA", "efe.com", "Efe", "efeservicios.com",
           "埃菲社"), signs="efe"),
    Agency("Europa Press", "Europe/Madrid", ("EUROPA PRESS", "EP")),
    Agency("ANSA", "Europe/Rome", ("ansa.it", "Agenzia ANSA"), signs="ansa"),
    Agency("Adnkronos", "Europe/Rome", ("ADNKRONOS",)),
    Agency("AGI", "Europe/Rome", ("Agenzia Italia",)),
    Agency("ATS", "Europe/Zurich", ("SDA", "Keystone-ATS", "Keystone-SDA", "SDA-ATS", "ATS-SDA", "sda-ats.ch",
           "sda.ch"), signs="swiss"),
    Agency("APA", "Europe/Vienna", ("Austria Presse Agentur",)),
    Agency("Belga", "Europe/Brussels", ("belga.be", "Agence Belga", "Belga News Agency")),
    Agency("ANP", "Europe/Amsterdam", ("Algemeen Nederlands Persbureau",)),
    Agency("STT", "Europe/Helsinki", ("STT-Lehtikuva", "STT Lehtikuva", "stt.fi", "Suomen Tietotoimisto")),
    Agency("NTB", "Europe/Oslo", ("ntb.no", "Norsk Telegrambyrå")),
    Agency("TT", "Europe/Stockholm", ("tt.se", "TT Nyhetsbyrån", "Tidningarnas Telegrambyrå")),
    Agency("Ritzau", "Europe/Copenhagen", ("ritzau", "Via Ritzau", "Ritzaus Bureau"), signs="ritzau"),
    Agency("Lusa", "Europe/Lisbon", ("Agência Lusa",)),
    Agency("PAP", "Europe/Warsaw"),
    Agency("CTK", "Europe/Prague", ("ČTK",)),
    Agency("MTI", "Europe/Budapest"),
    Agency("Agerpres", "Europe/Bucharest"),
    Agency("BTA", "Europe/Sofia"),
    Agency("ANA", "Europe/Athens", ("ANA-MPA", "Athens News Agency", "ana.gr", "amna.gr", "ΑΠΕ-ΜΠΕ", "ΑΜΠΕ")),
    Agency("Tanjug", "Europe/Belgrade"),
    Agency("HINA", "Europe/Zagreb"),
    Agency("Ukrinform", "Europe/Kyiv", ("Укринформ", "Укрінформ")),
    Agency("BelTA", "Europe/Minsk", ("БЕЛТА",)),
    Agency("Anadolu", "Europe/Istanbul", ("Anadolu Agency", "AA", "الأناضول")),
    Agency("KNA", "Europe/Berlin", ("Katholische Nachrichten-Agentur",)),
    Agency("epd", "Europe/Berlin", ("Evangelischer Pressedienst",)),
    Agency("SID", "Europe/Berlin", ("Sport-Informations-Dienst",)),
    Agency("AAP", "Australia/Sydney", ("Australian Associated Press", "aap.com.au"), signs="aap"),
    Agency("NZ Newswire", "Pacific/Auckland", ("NZN",)),
    Agency("360info"),
    Agency("CP", "America/Toronto", ("The Canadian Press", "Canadian Press")),
    Agency("UPI", "America/New_York", ("United Press International",)),
    Agency("Bloomberg", "America/New_York", ("Bloomberg News",)),
    Agency("TNS", "America/New_York", ("Tribune News Service", "tca", "Tribune Content Agency")),
    Agency("Yonhap", "Asia/Seoul", ("Yonhap News Agency", "연합뉴스"), signs="yonhap"),
    Agency("Newsis", "Asia/Seoul", ("뉴시스",)),
    Agency("News1", "Asia/Seoul", ("뉴스1",)),
    Agency("China News Service", "Asia/Shanghai", ("中新社", "中新网", "中新網")),
    Agency("KCNA", "Asia/Pyongyang"),
    Agency("CNA", "Asia/Taipei", ("Central News Agency", "中央社")),
    Agency("PTI", "Asia/Kolkata", ("Press Trust of India",)),
    Agency("ANI", "Asia/Kolkata", ("Asian News International",)),
    Agency("IANS", "Asia/Kolkata"),
    Agency("APP", "Asia/Karachi", ("Associated Press of Pakistan",)),
    Agency("Antara", "Asia/Jakarta"),
    Agency("Bernama", "Asia/Kuala_Lumpur", ("BERNAMA",)),
    Agency("VNA", "Asia/Ho_Chi_Minh"),
    Agency("IRNA", "Asia/Tehran"),
    Agency("SPA", "Asia/Riyadh", ("Saudi Press Agency", "واس")),
    Agency("WAM", "Asia/Dubai", ("Emirates News Agency", "وام")),
    Agency("QNA", "Asia/Qatar", ("Qatar News Agency", "قنا")),
    Agency("MENA", "Africa/Cairo", ("Middle East News Agency", "أ ش أ")),
    Agency("APS", "Africa/Algiers", ("Algérie Presse Service",)),
    Agency("MAP", "Africa/Casablanca", ("Maghreb Arabe Presse",)),
    Agency("NAN", "Africa/Lagos", ("News Agency of Nigeria",)),
    Agency("SAnews", "Africa/Johannesburg"),
    Agency("Notimex", "America/Mexico_City", ("NTX",)),
    Agency("Télam", "America/Argentina/Buenos_Aires", ("Telam", "TELAM")),
    Agency("Agência Brasil", "America/Sao_Paulo", ("Agencia Brasil", "ABr")),
    Agency("Prensa Latina", "America/Havana", ("PL",)),
    Agency("Variety", None, ("Variety.com", "Variety Media", "Variety Media, LLC")),
    Agency("Gracenote", None, ("OPTA by Gracenote",)),
    Agency("OPTA", None, ("Opta",)),
    Agency("Sportradar"),
    Agency("WENN", None, ("WENN Newsdesk", "WENN Feed")),
    Agency("PRNewswire", None, ("PR Newswire", "PRNewswire-AsiaNet", "PRNewswire-FirstCall", "PRNewswire-USNewswire")),
    Agency("Business Wire", None, ("BUSINESS WIRE",)),
    Agency("GlobeNewswire", None, ("GLOBE NEWSWIRE", "Globe Newswire")),
    Agency("AsiaNet", None, ("MEDIANET",)),
    Agency("ACN Newswire"),
    Agency("news aktuell", None, ("ots",)),
)  # fmt: skip

RELEASE_AGENCIES = frozenset(
    {"PRNewswire", "Business Wire", "GlobeNewswire", "AsiaNet", "ACN Newswire", "news aktuell"}
)
_SPLIT = re.compile(r"[/+]|\s+(?=afp\b|sda\b|dpa\b|reuters\b)")
_COMPANY = re.compile(r",?\s+(?:GmbH|LLC|Ltd\.?|Inc\.?|Limited|S\.?A\.?|AG|Oy|AB)$", re.IGNORECASE)
MAX_NAME = 200  # of a name: what is longer names several
_LONG_NAME = 6  # from this length a name inside a longer line is no accident


@cache
def _by_name() -> dict[str, Agency]:
    table: dict[str, Agency] = {}
    for agency in AGENCIES:
        for name in (agency.name, *agency.names):
            table.setdefault(name.casefold(), agency)
    return table


@cache
def _by_long_name() -> tuple[tuple[re.Pattern[str], Agency], ...]:
    long_names = sorted((n for n in _by_name() if len(n) >= _LONG_NAME or n in {"afp"}), key=len, reverse=True)
    return tuple((re.compile(rf"\b{re.escape(name)}\b"), _by_name()[name]) for name in long_names)


def agency_named(name: str | None) -> Agency | None:
    """The agency of a credit, provider or company name; of a slash list the first that is known."""
    return _agency_named(name[:MAX_NAME]) if name else None


@lru_cache(maxsize=4096)
def _agency_named(name: str) -> Agency | None:
    folded = _COMPANY.sub("", name.strip().strip("().:–-").strip()).casefold()
    whole = _by_name().get(folded)
    if whole:
        return whole
    for part in _SPLIT.split(folded[:80]):
        if found := _by_name().get(part.strip()):
            return found
    return None


def agency_in(text: str) -> Agency | None:
    """The agency that a longer line (a copyright notice, a feed's title) names in full."""
    folded = text[:400].casefold()
    for pattern, agency in _by_long_name():
        if pattern.search(folded):
            return agency
    return None


def home_zone(name: str | None) -> ZoneInfo | None:
    """The home zone of an agency."""
    agency = agency_named(name)
    return ZoneInfo(agency.zone) if agency and agency.zone else None
