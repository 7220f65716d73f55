"""The codebook: writing themes, finding them, merging, splitting, and what stays of them."""

import pytest
from django.db import IntegrityError, transaction

from charter.models import Change, Look, Passage, Place, Reading, SealedLook, Theme, ThemeChange
from tests.charter.marks import marks_of
from tests.factories.charter import make_consultation
from tests.factories.charter_analysis import Room, client_of, counts, make_answers, make_reading, make_theme
from tests.pages import read

pytestmark = pytest.mark.django_db
WORDS = {
    "name": "Whom to ask",
    "definition": "Nobody knows.",
    "includes": "Keys",
    "excludes": "",
    "example": "",
}


@pytest.fixture
def room() -> Room:
    return Room()


def changes(theme):
    """(change, into) of a theme's history, the oldest first."""
    return [
        (one.change, one.into.name if one.into else "")
        for one in ThemeChange.objects.filter(theme=theme).order_by("pk").select_related("into")
    ]


def test_theme_is_written_found_worded_anew_and_its_history_keeps_what_it_said(room):
    client = client_of(room.analyst)
    response = client.post(room.url("themes/new/"), {**WORDS, "area": "2"})
    theme = Theme.objects.get(name="Whom to ask")
    assert response.url == room.url("themes/whom-to-ask/")
    assert theme.area == 2
    page = read(client.get(room.url("themes/?q=nobody+KEYS")))
    assert [one.said("h3") for one in page.all("li.card")] == ["Whom to ask"]
    assert "No theme says that" in client.get(room.url("themes/?q=elephant")).text
    path = room.url("themes/whom-to-ask/edit/")
    assert client.post(path, {**WORDS, "name": "Who has keys", "edition": "1"}).status_code == 302
    page = read(client.get(room.url("themes/whom-to-ask/history/")))
    assert page.one("details.fold").text.startswith(
        "What it said before Name Whom to ask What it means Nobody"
    )
    assert changes(theme) == [(Change.MADE, ""), (Change.WORDED, "")]
    assert "Ada Larkspur" in page.text
    # Nothing was changed: no step.
    client.post(path, {**WORDS, "name": "Who has keys", "edition": "2"})
    assert len(changes(theme)) == 2


def test_two_who_word_one_theme_lose_nothing(room):
    path = room.url("themes/gates/edit/")
    ada, ben = client_of(room.analyst), client_of(room.admin)
    assert ada.post(path, {**WORDS, "name": "Gates shut", "edition": "1"}).status_code == 302
    response = ben.post(path, {**WORDS, "name": "Gates and doors", "edition": "1"})
    page = read(response)
    assert "Somebody changed this theme while you were writing." in page.text
    assert page.one("input", id="id_name").attributes["value"] == "Gates and doors"
    assert "Gates shut" in page.one("aside.card").text
    edition = page.one("input", name="edition").attributes["value"]
    assert ben.post(path, {**WORDS, "name": "Gates and doors", "edition": edition}).status_code == 302
    room.gate.refresh_from_db()
    assert room.gate.name == "Gates and doors"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Fill this in."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"name": "TOO DEAR"}, "There is a theme of that name already."),
        ({"definition": " "}, "Fill this in."),
        ({"area": "9"}, "Select a valid choice."),
        ({"area": "x"}, "Select a valid choice."),
        ({"name": "a\0b"}, "Null characters are not allowed."),
        ({"includes": "x" * 1001}, "at most 1000 characters"),
    ],
)
def test_theme_that_is_not_right_is_said_beside_the_field_and_kept(room, changed, said):
    response = client_of(room.analyst).post(room.url("themes/new/"), {**WORDS, **changed})
    assert response.status_code == 200
    page = read(response)
    assert said in page.one(".errors").text
    assert page.one("textarea", name="definition").text == changed.get("definition", "Nobody knows.").strip()
    assert Theme.objects.count() == 2


def test_name_is_free_again_once_its_theme_is_retired_and_the_database_holds_it(room):
    client = client_of(room.analyst)
    client.post(room.url("themes/gates/retire/"), {"note": "Too wide."})
    assert client.post(room.url("themes/new/"), {**WORDS, "name": "Locked gates"}).status_code == 302
    client.post(room.url("themes/gates/restore/"))
    room.gate.refresh_from_db()
    assert room.gate.retired_at is not None
    assert "Another theme is called “Locked gates” now." in client.get(room.url("themes/gates/")).text
    with pytest.raises(IntegrityError, match="theme_name_once_while_used"), transaction.atomic():
        make_theme(room.consultation, "LOCKED gates")


def test_retired_theme_is_not_offered_still_counts_and_is_used_again(room):
    answer = room.answer()
    make_reading(answer, Place.FIRST, room.analyst, room.gate)
    begun = make_reading(room.answer(), Place.FIRST, room.analyst, finished=False)
    client = client_of(room.admin)
    assert (
        "The 1 passage marked with it stays marked, and counts."
        in client.get(room.url("themes/gates/retire/")).text
    )
    client.post(room.url("themes/gates/retire/"), {"note": ""})
    assert counts(answer) == {"Locked gates"}
    ada = client_of(room.analyst)
    desk = room.url(f"reading/{begun.pk}/")
    assert "Locked gates" not in read(ada.get(desk)).one("ul.book").text
    page = ada.post(desk, {"text_edition": "1", "s": "1", "t": room.gate.pk, "do": "mark"})
    assert "“Locked gates” is no longer used." in page.text
    assert "Locked gates" in client.get(room.url("themes/?show=retired")).text
    client.post(room.url("themes/gates/restore/"))
    assert changes(room.gate) == [(Change.RETIRED, ""), (Change.RESTORED, "")]
    assert "Locked gates" in read(ada.get(desk)).one("ul.book").text


def test_merge_says_what_will_happen_then_moves_every_mark_and_keeps_the_history(room):
    both, one, mixed = make_answers(room.consultation, 3)
    make_reading(both, Place.FIRST, room.analyst, (room.gate, 0, 27), (room.cost, 0, 27), (room.gate, 28, 52))
    make_reading(one, Place.FIRST, room.analyst, room.gate)
    make_reading(mixed, Place.FIRST, room.analyst, room.gate)
    make_reading(mixed, Place.SECOND, room.admin, room.cost)
    assert counts(mixed) == set()
    client = client_of(room.admin)
    path = room.url("themes/gates/merge/")
    page = client.post(path, {"into": room.cost.pk, "note": "The same."})
    assert page.status_code == 200
    assert "The 4 passages marked with it are marked with “Too dear” instead." in page.text
    assert "The 3 answers that they are in count for “Too dear”" in page.text
    assert "This cannot be undone" in page.text
    assert Passage.objects.filter(theme=room.gate).count() == 4
    sure = {"into": room.cost.pk, "note": "The same.", "edition": "1", "sure": "1"}
    assert client.post(path, sure).url == room.url("themes/cost/")
    assert marks_of(Reading.objects.get(answer=both)) == [
        ("Too dear", "The gate is locked at four."),
        ("Too dear", "Nobody knows who to ask."),
    ]
    # Those two differed only because they said it by two names.
    assert [counts(answer) for answer in (both, one, mixed)] == [{"Too dear"}] * 3
    assert changes(room.gate) == [(Change.MERGED, "Too dear")]
    page = client.get(room.url("themes/gates/"))
    assert "Merged into" in page.text
    assert "“The same.”" in page.text
    assert "became part of it" in client.get(room.url("themes/cost/history/")).text


@pytest.mark.parametrize("stale", ["edition", "retired target", "itself", "elsewhere", "nothing"])
def test_merge_that_is_no_longer_right_changes_nothing(room, stale):
    elsewhere = make_theme(make_consultation("closed"), "Elsewhere")
    make_reading(room.answer(), Place.FIRST, room.analyst, room.gate)
    sure = {"into": room.cost.pk, "edition": "1", "sure": "1", "note": ""}
    if stale == "edition":
        Theme.objects.filter(pk=room.gate.pk).update(edition=2)
    elif stale == "retired target":
        client_of(room.admin).post(room.url("themes/cost/retire/"))
    sure["into"] = {"itself": room.gate.pk, "elsewhere": elsewhere.pk, "nothing": "x"}.get(
        stale, room.cost.pk
    )
    page = client_of(room.admin).post(room.url("themes/gates/merge/"), sure)
    assert page.status_code == 200
    assert read(page).all(".errors") or "There is no other theme" in page.text
    assert Passage.objects.filter(theme=room.gate).count() == 1
    room.gate.refresh_from_db()
    assert room.gate.retired_at is None


PARTS = {
    "name_1": "Gates",
    "definition_1": "Of the yard.",
    "name_2": "Doors",
    "definition_2": "Of the hall.",
    "name_3": "",
    "definition_3": "",
    "edition": "1",
}


def test_split_makes_new_themes_and_each_passage_is_sorted_when_somebody_does(room):
    room.consultation.double_reading = 0
    room.consultation.save()
    first, second, third = make_answers(room.consultation, 3)
    for answer in (first, second, third):
        make_reading(answer, Place.FIRST, room.analyst, room.gate)
    client = client_of(room.admin)
    response = client.post(room.url("themes/gates/split/"), PARTS)
    assert response.url == room.url("themes/gates/sort/")
    gates, doors = Theme.objects.get(name="Gates"), Theme.objects.get(name="Doors")
    assert changes(room.gate) == [(Change.SPLIT, "Gates"), (Change.SPLIT, "Doors")]
    page = read(client.get(response.url))
    assert "3 passages left to sort." in page.text
    assert SealedLook.objects.get().what == Look.RESPONSES
    keys = [one.pk for one in Passage.objects.order_by("pk")]
    client.post(response.url, {f"p{keys[0]}": gates.pk, f"p{keys[1]}": doors.pk, f"p{keys[2]}": ""})
    assert [counts(answer) for answer in (first, second, third)] == [{"Gates"}, {"Doors"}, {"Locked gates"}]
    assert "1 mark waits to be sorted" in client.get(room.url("themes/gates/")).text
    client.post(response.url, {f"p{keys[2]}": doors.pk, f"p{keys[0]}": doors.pk})
    # The first was sorted already, and stays.
    assert [counts(answer) for answer in (first, second, third)] == [{"Gates"}, {"Doors"}, {"Doors"}]
    assert "Everything is sorted." in client.get(response.url).text


def test_passages_that_a_second_reader_may_not_know_of_are_not_sorted_yet(room):
    answer = room.answer()
    make_reading(answer, Place.FIRST, room.analyst, room.gate)
    client = client_of(room.admin)
    client.post(room.url("themes/gates/split/"), PARTS)
    doors = Theme.objects.get(name="Doors")
    page = client.get(room.url("themes/gates/sort/"))
    assert "1 more passage is not shown" in page.text
    assert "The gate is locked" not in page.text
    client.post(room.url("themes/gates/sort/"), {f"p{Passage.objects.get().pk}": doors.pk})
    assert counts(answer) == {"Locked gates"}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name_2": ""}, "Fill this in."),
        ({"name_2": "gates"}, "Give each new theme a name of its own."),
        ({"name_3": "Keys"}, "Say what it means, or empty its name."),
        ({"definition_3": "Keys"}, "Give it a name, or empty what it means."),
        ({"name_1": "Too dear"}, "One of the new names belongs to another theme."),
        ({"edition": "7"}, "Look at it again before you split it."),
    ],
)
def test_split_that_is_not_right_is_said_and_makes_nothing(room, changed, said):
    page = client_of(room.admin).post(room.url("themes/gates/split/"), {**PARTS, **changed})
    assert page.status_code == 200
    assert said in page.text
    assert Theme.objects.count() == 2
    room.gate.refresh_from_db()
    assert room.gate.retired_at is None


@pytest.mark.parametrize("to", ["cost", "0", "x", "99999999999999999"])
def test_passage_is_sorted_only_into_what_the_theme_became(room, to):
    room.consultation.double_reading = 0
    room.consultation.save()
    answer = room.answer()
    make_reading(answer, Place.FIRST, room.analyst, room.gate)
    client = client_of(room.admin)
    client.post(room.url("themes/gates/split/"), PARTS)
    sent = {f"p{Passage.objects.get().pk}": room.cost.pk if to == "cost" else to}
    assert client.post(room.url("themes/gates/sort/"), sent).status_code in (200, 302)
    assert counts(answer) == {"Locked gates"}


def test_printed_codebook_has_every_theme_in_use_with_what_it_means(room):
    make_theme(room.consultation, "Lighting", includes="Lamps", excludes="Sunshine", example="It was dark.")
    page = read(client_of(room.analyst).get(room.url("themes/print/")))
    assert [one.said("h2") for one in page.all("section.card")] == ["Lighting", "Locked gates", "Too dear"]
    assert all(word in page.text for word in ("Lamps", "Sunshine", "It was dark."))


def test_themes_of_another_consultation_are_not_found_here(room):
    elsewhere = make_theme(make_consultation("closed"), "Elsewhere", key="elsewhere")
    client = client_of(room.admin)
    for path in ("", "edit/", "history/", "passages/", "merge/", "split/", "sort/", "retire/"):
        assert client.get(room.url(f"themes/{elsewhere.key}/{path}")).status_code == 404
    begun = make_reading(room.answer(), Place.FIRST, room.admin, finished=False)
    sent = {"text_edition": "1", "s": "1", "t": elsewhere.pk, "do": "mark"}
    page = client.post(room.url(f"reading/{begun.pk}/"), sent)
    assert "One of the themes is not there. Choose again." in page.text
    assert not Passage.objects.exists()
