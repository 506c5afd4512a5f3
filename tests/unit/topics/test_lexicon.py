"""Proves the shipped lexicons: their size, their form, and that each topic of each language is told from plain text."""

import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from pipeline.topics.lexicon import Phrases, languages, lexicon
from pipeline.topics.text import topics_of_text
from pipeline.topics.vocabulary import vocabulary

TOPS = {f"{number:02}000000" for number in range(1, 18)}
TERMS_WANTED = {"en": 60, "de": 40, "fr": 40, "es": 40}
# The second levels that most of a wire's stories are about
FREQUENT = [
    "20000002", "20000082", "20000106", "20000129", "20000139", "20000148", "20000170", "20000209", "20000344",
    "20000385", "20000400", "20000418", "20000446", "20000464", "20000509", "20000524", "20000574", "20000593",
    "20000621", "20000638", "20000649", "20000717", "20000756", "20000822", "20001108", "20000056", "20001129",
]  # fmt: skip


def _terms(language: str) -> dict[str, list[str]]:
    terms: dict[str, list[str]] = {}
    for file in files("pipeline.topics").joinpath("lexicon").joinpath(language).iterdir():
        for code, lists in tomllib.loads(file.read_text("utf-8")).items():
            assert set(lists) <= {"strong", "plain", "weak"}
            terms[code] = [term for given in lists.values() for term in given]
    return terms


def test_there_are_four_languages() -> None:
    assert languages() == set(TERMS_WANTED)


@pytest.mark.parametrize("language", sorted(TERMS_WANTED))
def test_each_top_level_has_terms_enough_and_all_are_well_formed(language: str) -> None:
    terms = _terms(language)
    known = vocabulary()
    counts = Counter(at for code, given in terms.items() for term in given for at in known.line(code))
    assert {top for top in TOPS if counts[top] < TERMS_WANTED[language]} == set()
    for code, given in terms.items():
        assert code in known.topics, code
        assert not known.topics[code].retired, code
        assert len(set(given)) == len(given), code
        assert all(term == term.lower().strip() and "*" not in term[:-1] for term in given), code
        assert not {term[:-1] for term in given if term.endswith("*")} & set(given), code


@pytest.mark.parametrize("language", sorted(TERMS_WANTED))
def test_no_term_stands_twice_on_the_way_up(language: str) -> None:
    terms = _terms(language)
    for code, given in terms.items():
        for above in vocabulary().line(code)[1:]:
            assert set(given).isdisjoint(terms.get(above, [])), (code, above)


@pytest.mark.parametrize("code", FREQUENT)
def test_frequent_second_levels_have_terms_of_their_own(code: str) -> None:
    below = [term for at, given in _terms("en").items() if code in vocabulary().line(at) for term in given]
    assert len(below) >= 60


def test_a_phrase_speaks_for_its_topic_and_all_above() -> None:
    words = lexicon("en")
    meanings = dict(words.meanings(words.phrases.index("polling station")))
    assert meanings == {"20000574": 2.0, "11000000": 2.0}


def test_whole_words_plurals_and_open_endings() -> None:
    phrases = Phrases(["war", "earthquake", "wahlkampf*", "court"])
    found = [phrases.phrases[number] for number, _ in phrases.find("warden, wardrobe, wars, earthquakes' court-room")]
    assert found == ["war", "earthquake", "court"]
    assert [at for _, at in phrases.find("der wahlkampfauftakt im vorwahlkampf")] == [4]


def test_the_longest_phrase_counts_unless_all_are_wanted() -> None:
    text = "the supreme court"
    longest, every = (Phrases(["court", "supreme court"], overlapping=all_of_them) for all_of_them in (False, True))
    assert [longest.phrases[number] for number, _ in longest.find(text)] == ["supreme court"]
    assert {every.phrases[number] for number, _ in every.find(text)} == {"court", "supreme court"}


@pytest.mark.parametrize(
    ("language", "top", "text"),
    [
        (
            "de",
            "01",
            "Die Regisseurin zeigte ihren Spielfilm auf den Filmfestspielen; die Schauspieler jubelten.",
        ),
        ("de", "02", "Das Landgericht verurteilte den Angeklagten wegen Mordes zu lebenslanger Haft."),
        ("de", "03", "Bei dem Zugunglück gab es Verletzte; Feuerwehr und Rettungskräfte suchten nach Vermissten."),
        ("de", "04", "Der Autobauer steigerte den Umsatz, die Aktionäre erhalten eine höhere Dividende."),
        ("de", "05", "Wegen des Lehrermangels fällt an den Grundschulen Unterricht aus, klagt die Schulleitung."),
        ("de", "06", "Umweltschützer fordern mehr Klimaschutz; der CO2-Ausstoß sinkt zu langsam."),
        ("de", "07", "Die Klinik meldet mehr Patienten mit Grippe; das Gesundheitsamt rät zur Impfung."),
        ("de", "09", "Die Gewerkschaft ruft zum Warnstreik auf, weil die Tarifverhandlungen scheiterten."),
        ("de", "11", "Der Bundestag stimmte ab; die Koalition stritt mit der Opposition über den Gesetzentwurf."),
        ("de", "12", "Der Papst empfing den Erzbischof im Vatikan; Gläubige beteten im Gottesdienst."),
        ("de", "15", "Der Stürmer traf in der Nachspielzeit, die Mannschaft steht im Halbfinale."),
        ("de", "16", "Rebellen brachen die Waffenruhe; Artillerie beschoss die Truppen an der Frontlinie."),
        ("de", "17", "Der Wetterdienst warnt vor Sturmböen, Starkregen und Gewittern."),
        ("fr", "02", "Le procureur a requis dix ans de prison ferme contre le prévenu devant la cour d'assises."),
        ("fr", "03", "Les pompiers luttent contre un incendie; des sinistrés ont été évacués après le séisme."),
        ("fr", "04", "Le chiffre d'affaires du groupe recule et les actionnaires renoncent au dividende."),
        ("fr", "05", "Les lycéens passent le baccalauréat; les enseignants demandent des moyens pour l'école."),
        ("fr", "07", "L'hôpital manque d'infirmières alors que l'épidémie de grippe touche plus de patients."),
        ("fr", "09", "Les syndicats ont déposé un préavis de grève contre les licenciements."),
        ("fr", "11", "Le premier ministre affronte une motion de censure de l'opposition à l'Assemblée nationale."),
        ("fr", "13", "La sonde spatiale a photographié un astéroïde, annoncent les astronomes de la Nasa."),
        ("fr", "15", "L'attaquant a marqué deux buts en demi-finale de la Ligue des champions."),
        ("fr", "16", "Les rebelles ont rompu le cessez-le-feu; des frappes aériennes visent les troupes."),
        ("fr", "17", "Météo-France place deux départements en vigilance orange pour orages et fortes pluies."),
        (
            "es",
            "02",
            "La fiscalía pide veinte años de prisión para el acusado de asesinato en la Audiencia Nacional.",
        ),
        ("es", "03", "El terremoto dejó damnificados; los rescatistas buscan supervivientes entre los escombros."),
        ("es", "04", "El banco central sube los tipos de interés por la inflación y cae la bolsa."),
        ("es", "06", "Los ecologistas denuncian la deforestación y piden cumplir el acuerdo de París."),
        ("es", "07", "El hospital atiende a pacientes con dengue; el ministerio de salud amplía la vacunación."),
        ("es", "09", "Los sindicatos convocan una huelga general contra los despidos."),
        ("es", "11", "El presidente del Gobierno pierde la investidura y convoca elecciones generales."),
        ("es", "12", "El Vaticano anunció que el papa Francisco recibirá a los obispos tras la misa."),
        ("es", "15", "El delantero marcó dos goles y su equipo jugará la semifinal de la Copa América."),
        ("es", "16", "La guerrilla rompió el alto el fuego y el ejército respondió con bombardeos."),
        ("es", "17", "La Aemet activa el aviso naranja por lluvias torrenciales, granizo y rachas de viento."),
    ],
)
def test_the_best_topic_in_other_languages(language: str, top: str, text: str) -> None:
    assert next(iter(topics_of_text("", text, language))) == f"{top}000000"


def test_a_language_without_a_lexicon_gives_nothing() -> None:
    assert topics_of_text("Oorlog", "De rebellen en war en stock exchange.", "nl") == {}
