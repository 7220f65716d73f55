"""Search forgives spelling, and still does not find everything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from hub.people.models import Sort
from hub.web.spelling import words_in
from listings.models import State
from listings.search import matching
from tests.factories.listings import make_listing, one_date
from tests.factories.people import OrganisationFactory, make_administrator
from tests.factories.places import PlaceFactory
from tests.pages import read, titles_of
from tests.support.databases import database_copy, using_database

# What is on: title, summary, description, kind, organiser, place.
THINGS = [
    ("Story time", "Picture books on the rug.", "", "club", "library", "Tansy Street Library"),
    ("Football for girls", "Boots or trainers, either will do.", "", "sport", "sport", "Highbury Park"),
    ("Toddler group", "Toast, toys and talk.", "", "club", "families", "Heathfield Hall"),
    ("Makaton choir", "Sing together.", "", "club", "families", "Heathfield Hall"),
    ("Swimming lessons", "Small groups in warm water.", "", "course", "sport", "Moseley Road Baths"),
    ("Gardening for beginners", "Dig, sow and eat.", "", "course", "residents", "Poplar Road allotments"),
    ("Drop-in coffee morning", "No need to book.", "", "event", "residents", "Heathfield Hall"),
    ("Dads and donuts", "Saturday breakfast.", "Bring your scooter.", "event", "families", "Heathfield Hall"),
    ("Sensory playroom", "Lights low, a signed welcome.", "", "event", "send", "Rainbarrow School"),
    ("Wheelchair basketball", "Come and try.", "", "sport", "sport", "Highbrook Sports Hall"),
    ("Homework help", "Quiet tables and a volunteer.", "", "help", "library", "Tansy Street Library"),
    ("Christmas craft fair", "Stalls, soup and songs.", "", "event", "school", "Grange Lane Primary School"),
    ("Café for new parents", "Prams welcome.", "", "event", "families", "The Old Bakery"),
    ("Children’s theatre", "A play about a whale.", "", "event", "arts", "The Old Bakery"),
    ("Bicycle repair workshop", "Mend your own.", "", "course", "residents", "Poplar Road allotments"),
    ("English for parents", "Conversation over tea.", "", "learning", "library", "Tansy Street Library"),
    ("Playgroup open morning", "See the rooms and meet the staff.", "", "open-day", "school", "Grange Lane"),
    ("Music for babies", "Bells and bubbles.", "", "club", "arts", "The Old Bakery"),
    ("Cookery club", "Soups for winter.", "", "club", "school", "Grange Lane Primary School"),
    ("Holiday dance camp", "Three days, one show.", "", "course", "arts", "Highbrook Sports Hall"),
]
ORGANISERS = {
    "library": ("Friends of Tansy Street Library", Sort.LIBRARY),
    "sport": ("Silver Street Athletic", Sort.SPORT),
    "families": ("Heathfield Families", Sort.PLAY),
    "residents": ("Poplar Road Neighbours", Sort.RESIDENTS),
    "send": ("Rainbarrow Parents", Sort.SEND),
    "school": ("Grange Lane Teachers", Sort.PLAY),
    "arts": ("Paper Moon Company", Sort.ARTS),
}


@pytest.fixture(scope="module", autouse=True)
def _things(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of this module's own, in which nothing changes."""
    with django_db_blocker.unblock(), database_copy("empty") as name, using_database(name):
        administrator = make_administrator()
        groups = {key: OrganisationFactory(name=name, sort=sort) for key, (name, sort) in ORGANISERS.items()}
        places = {name: PlaceFactory(name=name) for *_words, name in THINGS}
        for number, (title, summary, description, kind, organiser, place) in enumerate(THINGS):
            make_listing(
                groups[organiser],
                administrator=administrator,
                title=title,
                summary=summary,
                description=description,
                kind=kind,
                place=places[place],
                pattern=one_date(days=number + 1),
            )
        make_listing(
            groups["arts"],
            State.DRAFT,
            administrator=administrator,
            title="Puppetry of one storey",
            summary="Still a secret.",
        )
        yield


def found(words: str) -> list[str]:
    return titles_of(Client().get("/", {"q": words}))


MISSPELT = {
    "storey time": "Story time",
    "stroy time": "Story time",
    "storytime": "Story time",
    "futball": "Football for girls",
    "footbal": "Football for girls",
    "foot ball": "Football for girls",
    "toddlr": "Toddler group",
    "todler group": "Toddler group",
    "makatn": "Makaton choir",
    "macaton": "Makaton choir",
    "chior": "Makaton choir",
    "swiming": "Swimming lessons",
    "swimming lesons": "Swimming lessons",
    "grdening": "Gardening for beginners",
    "gardning": "Gardening for beginners",
    "begginers": "Gardening for beginners",
    "coffe": "Drop-in coffee morning",
    "cofee mornin": "Drop-in coffee morning",
    "sensry": "Sensory playroom",
    "wheelchare": "Wheelchair basketball",
    "weelchair": "Wheelchair basketball",
    "homwork": "Homework help",
    "home work": "Homework help",
    "chrismas": "Christmas craft fair",
    "cristmas": "Christmas craft fair",
    "theater": "Children’s theatre",
    "bicycel": "Bicycle repair workshop",
    "repare": "Bicycle repair workshop",
    "englsh": "English for parents",
    "babbies": "Music for babies",
    "playgruop": "Playgroup open morning",
    "cookry": "Cookery club",
    "holliday": "Holiday dance camp",
    "dnace": "Holiday dance camp",
}


@pytest.mark.parametrize("words", MISSPELT)
def test_wrong_spelling_finds_what_was_meant_and_nothing_else(words):
    assert found(words) == [MISSPELT[words]]


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        # In another form, however it is written.
        ("swim", ["Swimming lessons"]),
        ("stories", ["Story time"]),
        ("GARDENS", ["Gardening for beginners"]),
        ("baby", ["Music for babies"]),
        ("cafe", ["Café for new parents"]),
        ("CAFÉ", ["Café for new parents"]),
        ("childrens theatre", ["Children’s theatre"]),
        ("children's", ["Children’s theatre"]),
        ("children’s", ["Children’s theatre"]),
        ("drop in", ["Drop-in coffee morning"]),
        ("scooters", ["Dads and donuts"]),
        # Of words that are near each other the one that was typed.
        ("sign", ["Sensory playroom"]),
        ("singing", ["Makaton choir"]),
        ("play group", ["Toddler group", "Playgroup open morning"]),
        ("muisc", ["Children’s theatre", "Music for babies", "Holiday dance camp"]),
        # The beginning of a word.
        ("rain", ["Sensory playroom"]),
        ("gard", ["Gardening for beginners"]),
        ("christ", ["Christmas craft fair"]),
        # Several words: all of them, in any order and from anywhere, and small words do not count.
        ("babies music", ["Music for babies"]),
        ("a story for the time", ["Story time"]),
        ("library english", ["English for parents"]),
        ("music football", []),
        # Who, where, and what sort.
        (
            "heathfield",
            [
                "Toddler group",
                "Makaton choir",
                "Drop-in coffee morning",
                "Dads and donuts",
                "Café for new parents",
            ],
        ),
        (
            "heathfield families",
            ["Toddler group", "Makaton choir", "Dads and donuts", "Café for new parents"],
        ),
        ("paper moon", ["Children’s theatre", "Music for babies", "Holiday dance camp"]),
        ("paper mooon", ["Children’s theatre", "Music for babies", "Holiday dance camp"]),
        ("highbury", ["Football for girls"]),
        ("hihgbury park", ["Football for girls"]),
        ("open day", ["Playgroup open morning"]),
        ("practical help", ["Homework help"]),
        ("special needs", ["Sensory playroom"]),
        ("dance B14", ["Holiday dance camp"]),
        ("kingsheath swim", ["Swimming lessons"]),
    ],
)
def test_words_find_exactly_what_has_them_all(words, titles):
    assert found(words) == titles


@pytest.mark.parametrize(
    "words",
    [
        # What is not there is not made up from what looks a little like it.
        *("yoga", "karate", "judo", "tennis", "ballet", "chess", "trampoline", "pilates", "casino", "kitten"),
        *("clay", "mosque", "poetry", "insurance", "football tennis", "horse", "reading", "skiing"),
        # Words that say nothing, no words at all, and what could be taken for a pattern.
        *("the", "for the", "a", "🎉", "…", "%", "_", "%%%%", "\\", "'", "*", ":*", "&|!", "x" * 100),
        # Nobody learns by searching that a draft has a word.
        *("puppetry", "pupetry", "puppet"),
    ],
)
def test_what_is_not_on_is_not_found(words):
    assert found(words) == []


def test_page_says_which_words_were_looked_for_instead():
    page = read(Client().get("/", {"q": "storey time"}))
    assert [one.text for one in page.one("main").all("p.soft") if "looked for" in one.text] == [
        "Nothing on has the word “storey”. We looked for “story”."
    ]
    assert "looked for" not in read(Client().get("/", {"q": "story time"})).text
    assert "We looked for “baths”, “boots”." in read(Client().get("/", {"q": "boats"})).text


def test_page_says_no_word_that_only_a_draft_has():
    """Nor does a draft that has a word keep it from being taken for another: see “storey time” above."""
    for words in ("pupetry", "puppet"):
        assert "puppetry" not in Client().get("/", {"q": words}).text


def test_words_as_they_are_typed_stay_in_the_form():
    page = read(Client().get("/", {"q": "storey <b>time"}))
    assert page.one("input", name="q").attributes["value"] == "storey <b>time"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mum’s café, drop-in!", ["mums", "cafe", "drop", "in"]),
        ("ŁÓDŹ Über_alles", ["łodz", "uber", "alles"]),
        ("ＦＵＬＬ width ①", ["full", "width", "1"]),
        ("سَلَام", ["سلام"]),
        ("🎉 \u202e", []),
    ],
)
def test_words_of_a_text(text, words):
    assert words_in(text) == words


@pytest.mark.parametrize(
    ("words", "queries"), [("football", 1), ("story time for babies", 1), ("futball", 2), ("!", 0), ("", 0)]
)
def test_reading_words_takes_one_query_and_a_second_for_what_is_not_known(words, queries):
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        matching(words)
    assert len(asked) == queries


def test_no_words_let_everything_through():
    assert matching("  ").listings.count() == len(THINGS) + 1
