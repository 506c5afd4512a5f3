"""An example of a plug-in: topics by the slug-like first word of a headline ("SOCCER-Rovers win cup").

In the settings: `topics_tagger = "pipeline.topics.example_plugin:SlugTagger"`. A package of your own may name its
tagger in its metadata instead, and the setting then takes that name:

    [project.entry-points."wirefeed.taggers"]
    slugs = "your_package.taggers:SlugTagger"
"""

DESKS = {"soccer": "20001065", "election": "20000574", "weather": "17000000", "markets": "20000385"}


class SlugTagger:
    """Tells the topic of a headline that begins with the name of a desk and a hyphen."""

    def reads(self, language: str | None) -> bool:
        """English, and what tells no language."""
        return (language or "en").lower().startswith("en")

    def topics_of(self, headline: str, body: str) -> dict[str, float]:
        """The desk's topic, or nothing: then the lexicon decides."""
        slug, hyphen, _ = headline.partition("-")
        topic = DESKS.get(slug.strip().lower()) if hyphen else None
        return {topic: 0.9} if topic else {}
