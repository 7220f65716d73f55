"""Where two readers differ: what counts until it is settled, and after."""

import pytest

from charter.models import Look, Place, Reading, SealedLook
from tests.charter.marks import marks_of
from tests.factories.charter_analysis import Room, client_of, counts, make_reading
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return Room()


def test_where_two_differ_nothing_counts_and_it_waits_for_analysts_and_administrators(room):
    answer = room.differing(first=(room.gate, room.cost), second=(room.cost,))
    agreed = room.differing(first=(room.gate,), second=((room.gate, 28, 52),))
    assert (counts(answer), counts(agreed)) == (set(), {"Locked gates"})
    for person in (room.analyst, room.admin, room.third):
        client = client_of(person)
        page = read(client.get(room.url("settle/")))
        (row,) = page.all("li.to-read")
        assert f"Answer {answer.pk} 2b What else is in the way?" in row.text
        assert "Only the first reader Locked gates" in row.text
        assert "Both Too dear" in row.text
        assert "Only the second reader" not in row.text
        waiting = client.get("/worklist/").text
        assert "Answers to settle" in waiting
        assert f"Answer {answer.pk}" in waiting
        assert f"Answer {agreed.pk}" not in waiting
    # Neither list shows what somebody wrote.
    assert not SealedLook.objects.exists()


@pytest.mark.parametrize(
    ("choice", "names"),
    [("first", {"Locked gates"}), ("second", {"Too dear"}), ("both", {"Locked gates", "Too dear"})],
)
def test_choice_settles_it_and_can_be_taken_back_by_another(room, choice, names):
    answer = room.differing()
    client = client_of(room.third)
    path = room.url(f"settle/{answer.pk}/")
    page = read(client.get(path))
    assert [one.text for one in page.all("h2")][:3] == [
        "What they differ about",
        "First reader",
        "Second reader",
    ]
    assert SealedLook.objects.get().what == Look.RESPONSE
    response = client.post(path, {"choice": choice, "edition": "0"})
    assert response.url == room.url("settle/")
    assert counts(answer) == names
    assert "Nothing to settle" in client.get(room.url("settle/")).text
    assert "Settled by Cleo Marrow" in client.get(room.url("settle/?show=settled")).text
    assert "By Cleo Marrow" in client.get(path).text
    other = "second" if choice == "first" else "first"
    client_of(room.admin).post(path, {"choice": other, "edition": "1"})
    assert counts(answer) == ({"Too dear"} if other == "second" else {"Locked gates"})
    assert Reading.objects.get(answer=answer, place=Place.SETTLED).reader == room.admin


def test_something_else_is_settled_on_the_reading_page_and_counts_when_it_is_finished(room):
    answer = room.differing()
    third = room.theme("Nobody to ask")
    client = client_of(room.third)
    response = client.post(room.url(f"settle/{answer.pk}/"), {"choice": "edit", "edition": "0"})
    settled = Reading.objects.get(place=Place.SETTLED)
    assert response.url == room.url(f"reading/{settled.pk}/")
    assert counts(answer) == set()
    assert {name for name, _words in marks_of(settled)} == {"Locked gates", "Too dear"}
    assert f"Answer {answer.pk}" in client.get(room.url("settle/")).text
    for gone in settled.passages.all():
        client.post(response.url, {"unmark": gone.pk})
    sent = {"text_edition": "1", "s": "1", "t": third.pk, "do": "finish"}
    assert client_of(room.admin).post(response.url, sent).status_code == 404
    assert client.post(response.url, sent).url == room.url("settle/")
    assert counts(answer) == {"Nobody to ask"}
    # What each saw alone stays as it was.
    assert [marks_of(one)[0][0] for one in Reading.objects.filter(answer=answer).order_by("place")] == [
        "Locked gates",
        "Too dear",
        "Nobody to ask",
    ]


def test_second_who_settles_is_told_who_did_and_changes_nothing(room):
    answer = room.differing()
    path = room.url(f"settle/{answer.pk}/")
    client_of(room.third).post(path, {"choice": "first", "edition": "0"})
    page = client_of(room.admin).post(path, {"choice": "second", "edition": "0"})
    assert page.status_code == 200
    assert "Cleo Marrow settled it meanwhile. Look at what was chosen." in page.text
    assert counts(answer) == {"Locked gates"}


@pytest.mark.parametrize(
    "sent", [{}, {"choice": "third"}, {"choice": "first", "edition": "x" * 50}, {"choice": "\0"}]
)
def test_odd_choice_gets_an_answer_and_changes_nothing(room, sent):
    answer = room.differing()
    room.consultation.refresh_from_db()
    client = client_of(room.third)
    if sent.get("edition"):
        client.post(room.url(f"settle/{answer.pk}/"), {"choice": "both", "edition": "0"})
    before = counts(answer)
    page = client.post(room.url(f"settle/{answer.pk}/"), sent)
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    assert counts(answer) == before


@pytest.mark.parametrize(
    "path", ["settle/999999/", "settle/99999999999999999999/", "reading/99999999999999999999/"]
)
def test_what_is_not_there_is_not_found(room, path):
    assert client_of(room.admin).get(room.url(path)).status_code == 404
    assert client_of(room.admin).post(room.url(path), {"choice": "both"}).status_code == 404


def test_answer_changed_after_it_was_read_is_not_settled_over_older_words(room):
    answer = room.differing()
    answer.text, answer.edition = "New words.", 2
    answer.save()
    page = client_of(room.third).post(room.url(f"settle/{answer.pk}/"), {"choice": "both", "edition": "0"})
    assert "Each of the two has to read it again first." in page.text
    # Each of them may, though both had finished.
    reading = Reading.objects.get(answer=answer, place=Place.FIRST)
    client = client_of(room.analyst)
    client.post(room.url(f"reading/{reading.pk}/"), {"do": "again"})
    reading.refresh_from_db()
    assert (reading.answer_edition, reading.finished_at) == (2, None)


def test_only_finished_reading_counts_until_the_second_is_finished(room):
    answer = room.answer()
    make_reading(answer, Place.FIRST, room.analyst, room.gate)
    assert counts(answer) == {"Locked gates"}
    second = make_reading(answer, Place.SECOND, room.admin, room.cost, finished=False)
    assert counts(answer) == {"Locked gates"}
    client_of(room.admin).post(room.url(f"reading/{second.pk}/"), {"text_edition": "1", "do": "finish"})
    assert counts(answer) == set()
