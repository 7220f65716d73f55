"""Two read apart: nobody sees what another found in an answer before both have finished."""

import pytest
from django.utils import timezone

from charter import rules
from charter.models import DoubleReading, Passage, Place, Reading
from hub.access import can, scope
from tests.factories.charter_analysis import Room, client_of, make_reading
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    room = Room()
    room.secret = room.theme("Zinnia beds")
    return room


def pages(room, answer, reading):
    """Every page of the room on which something about an answer could show."""
    key = room.secret.key
    return [
        *(room.url(path) for path in ("reading/", "agreement/", "agreement/?question=premises-barriers")),
        *(room.url(path) for path in ("settle/", "settle/?show=settled", f"settle/{answer.pk}/")),
        *(room.url(f"reading/{pk}/") for pk in (reading.pk, reading.pk + 1)),
        *(room.url(f"themes/{key}/{path}") for path in ("passages/", "sort/")),
        *("/worklist/", "/worklist/answers-to-settle/"),
    ]


@pytest.mark.parametrize("who", ["admin", "third"])
@pytest.mark.parametrize("second", ["none", "begun"])
def test_what_the_first_reader_found_shows_on_no_page_before_the_second_has_finished(room, who, second):
    answer = room.answer("Every bed of mauve petals. The rest is fine.")
    reading = make_reading(answer, Place.FIRST, room.analyst, (room.secret, 10, 25))
    if second == "begun":
        make_reading(answer, Place.SECOND, room.admin, finished=False)
    client = client_of(getattr(room, who))
    told = {}
    for path in pages(room, answer, reading):
        page = client.get(path)
        if page.status_code == 200:
            marks = [one.text for one in read(page).all("mark")]
            told[path] = [one for one in marks if "mauve" in one or "petals" in one]
            if room.secret.key not in path and "reading/" not in path:
                # Its name stands in the codebook, which readers choose from; beside an answer it may not.
                assert "Both saw it in 1" not in page.text
                assert "Only the first reader" not in page.text
        else:
            assert page.status_code == 404, path
    assert len(told) >= 6
    assert not any(told.values())
    assert client.get(room.url(f"settle/{answer.pk}/")).status_code == 404
    assert client.get(room.url(f"reading/{reading.pk}/")).status_code == 404
    hidden = client.get(room.url(f"themes/{room.secret.key}/passages/"))
    assert "1 more passage is not shown" in hidden.text


def test_second_readers_page_shows_nothing_of_the_first(room):
    answer = room.answer()
    make_reading(answer, Place.FIRST, room.analyst, (room.secret, 0, 5))
    reading = make_reading(answer, Place.SECOND, room.admin, finished=False)
    page = read(client_of(room.admin).get(room.url(f"reading/{reading.pk}/")))
    assert page.all("mark") == []
    assert page.all("li.marked") == []
    assert "You are the second reader." in page.text


def test_both_see_both_once_both_have_finished(room):
    answer = room.answer()
    first = make_reading(answer, Place.FIRST, room.analyst, (room.secret, 0, 27))
    second = make_reading(answer, Place.SECOND, room.admin, (room.gate, 28, 52))
    for person, own in ((room.analyst, first), (room.admin, second)):
        client = client_of(person)
        response = client.get(room.url(f"reading/{own.pk}/"))
        assert response.url == room.url(f"settle/{answer.pk}/")
        page = read(client.get(response.url))
        assert [one.text for one in page.all("mark")] == [
            "The gate is locked at four.",
            "Nobody knows who to ask.",
        ]
        assert "Ada Larkspur" in page.text
        assert "Ben Fennel" in page.text


def test_neither_changes_their_reading_once_both_have_finished(room):
    answer = room.answer()
    readings = [
        make_reading(answer, Place.FIRST, room.analyst, room.secret),
        make_reading(answer, Place.SECOND, room.admin, room.gate),
    ]
    for actor, one in zip((room.first, room.second), readings, strict=True):
        assert not can(actor, rules.change_reading, one)
        for do in ("mark", "whole", "finish", "none", "reopen", "again"):
            sent = {"do": do, "s": "1", "t": room.gate.pk, "text_edition": "1"}
            response = client_of(room.analyst if one.place == Place.FIRST else room.admin).post(
                room.url(f"reading/{one.pk}/"), sent
            )
            assert response.url == room.url(f"settle/{answer.pk}/")
    assert Passage.objects.count() == 2
    assert Reading.objects.filter(finished_at=None).count() == 0


def test_going_back_while_the_other_has_finished_hides_both_again(room):
    answer = room.answer()
    first = make_reading(answer, Place.FIRST, room.analyst, room.secret)
    second = make_reading(answer, Place.SECOND, room.admin, room.gate, finished=False)
    client = client_of(room.analyst)
    client.post(room.url(f"reading/{first.pk}/"), {"do": "reopen"})
    Reading.objects.filter(pk=second.pk).update(finished_at=timezone.now())
    assert list(scope(room.first, rules.view_reading, Reading)) == [first]
    assert list(scope(room.second, rules.view_reading, Reading)) == [second]
    assert not scope(room.other, rules.view_reading, Reading).exists()


def test_what_nobody_reads_twice_shows_once_it_is_finished(room):
    room.consultation.double_reading = DoubleReading.NONE
    room.consultation.save()
    done, begun = room.answer(), room.answer()
    finished = make_reading(done, Place.FIRST, room.analyst, room.secret)
    make_reading(begun, Place.FIRST, room.analyst, room.secret, finished=False)
    assert list(scope(room.second, rules.view_reading, Reading)) == [finished]
    assert scope(room.second, rules.view_passage, Passage).count() == 1
    assert scope(room.first, rules.view_passage, Passage).count() == 2


@pytest.mark.parametrize("person", ["visitor", "one factor", "outsider"])
def test_nobody_else_reads_anything(room, person):
    from hub.people.models import Role
    from tests.factories.people import OrganisationFactory, make_member

    answer = room.differing()
    first = Reading.objects.get(answer=answer, place=Place.FIRST)
    client = {
        "visitor": lambda: client_of(None),
        "one factor": lambda: client_of(room.analyst, second_factor=False),
        "outsider": lambda: client_of(make_member(OrganisationFactory(), Role.MANAGER)),
    }[person]()
    for path in [*pages(room, answer, first)[:-2], room.url("themes/"), room.url("themes/gates/")]:
        for response in (client.get(path), client.post(path, {"do": "none", "choice": "both"})):
            assert response.status_code in (302, 403, 404, 405), path
            assert "gate is locked" not in response.text
            if response.status_code == 302:
                assert "/charter/manage/" not in response.url.partition("?")[0]
