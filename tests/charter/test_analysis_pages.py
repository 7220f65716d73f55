"""What pages cost: as many queries for thirty rows as for one; and agreement as the page tells it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charter.models import Place
from tests.factories.charter_analysis import Room, client_of, make_answers, make_reading, make_theme
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return Room()


def fill(room, number):
    """So many themes, answers that two differ about, readings that lie about, and marks."""
    for row in range(number):
        make_theme(room.consultation, f"More {row} {number}")
    for answer in make_answers(room.consultation, number):
        make_reading(answer, Place.FIRST, room.analyst, room.gate)
        make_reading(answer, Place.SECOND, room.admin, room.cost)
    for answer in make_answers(room.consultation, number):
        make_reading(answer, Place.FIRST, room.analyst, room.gate, finished=False)


def test_pages_ask_as_much_for_thirty_rows_as_for_one(room):
    client = client_of(room.analyst)
    paths = ["themes/", "themes/print/", "reading/", "agreement/", "settle/", "themes/gates/passages/"]

    def asked():
        numbers = {}
        for path in paths:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(room.url(path)).status_code == 200
            numbers[path] = len(queries)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/worklist/answers-to-settle/").status_code == 200
        return {**numbers, "worklist": len(queries)}

    fill(room, 1)
    asked()
    before = asked()
    fill(room, 30)
    assert asked() == before


def test_reading_page_asks_as_much_for_thirty_marks_as_for_one(room):
    answer = room.answer("x. " * 60)
    client = client_of(room.analyst)
    reading = make_reading(answer, Place.FIRST, room.analyst, (room.gate, 0, 2), finished=False)
    path = room.url(f"reading/{reading.pk}/")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    asked()
    before = asked()
    for row in range(30):
        theme = make_theme(room.consultation, f"More {row}")
        reading.passages.create(theme=theme, start=row * 3, end=row * 3 + 2)
    assert asked() == before


def test_agreement_is_told_in_plain_words_per_theme_and_per_question(room):
    """Fifty answers: both saw the gates in 8, only one in 4, neither in 38."""
    answers = make_answers(room.consultation, 50)
    for number, answer in enumerate(answers):
        make_reading(answer, Place.FIRST, room.analyst, *([room.gate] if number < 10 else []))
        make_reading(answer, Place.SECOND, room.admin, *([room.gate] if 2 <= number < 12 else []))
    # Neither finished by both, nor of words that were changed since.
    make_reading(room.answer(), Place.FIRST, room.analyst, room.gate)
    stale = room.differing()
    stale.edition = 2
    stale.save()
    page = read(client_of(room.analyst).get(room.url("agreement/")))
    gates, cost, question = page.all("li.agreed")
    assert (
        "They agreed on 46 of 50 answers: 92 in 100. Both saw it in 8; only one of them in 4." in gates.text
    )
    # By hand: 1 - 99 × 4 / (20 × 80).
    assert "0.75 , with 95 in 100 of the draws between 0.46 and 0.94." in gates.text
    assert "Good enough for careful conclusions." in gates.text
    assert "They agreed on 50 of 50 answers: 100 in 100. Both saw it in 0" in cost.text
    assert "Not defined: both readers said the same of every answer" in cost.text
    assert question.said("h3") == "2b What else is in the way?"
    assert "They agreed on 46 of 50 answers: 92 in 100." in question.text
    other = read(client_of(room.analyst).get(room.url("agreement/?question=premises-right")))
    assert "0 answers were read by two people." in other.text
    assert "Nobody has read an answer as the second reader yet." in other.all("li.agreed")[0].text


def test_agreement_over_few_answers_says_that_it_is_too_few(room):
    room.differing()
    page = client_of(room.analyst).get(room.url("agreement/")).text
    assert "Too few to say how clear the themes are." in page
    assert "Too few to say: alpha means little under 30 answers, and there is 1." in page
    assert "Good enough" not in page


def test_agreement_without_a_second_reader_says_how_to_start(room):
    make_reading(room.answer(), Place.FIRST, room.analyst, room.gate)
    assert "Nothing to compare yet" in client_of(room.analyst).get(room.url("agreement/")).text
