"""Taking answers, marking what they say, finishing: as the reader, page by page."""

import pytest

from charter.models import DoubleReading, Look, Passage, Place, Reading, SealedLook, Theme
from tests.charter.marks import marks_of
from tests.factories.charter import make_response
from tests.factories.charter_analysis import TEXT, Room, client_of, counts, make_answers, make_reading
from tests.pages import read

pytestmark = pytest.mark.django_db
QUESTION = {"question": "premises-barriers"}


@pytest.fixture
def room() -> Room:
    return Room()


def taken(client, room, **how):
    """The reading that “Give me the next answer” leads to."""
    response = client.post(room.url("reading/"), {**QUESTION, "as": "first", **how})
    assert response.status_code == 302
    pk = response.url.rstrip("/").rpartition("/")[2]
    return Reading.objects.get(pk=pk) if pk.isdigit() else None


def test_page_says_how_far_each_question_has_come_in_true_numbers(room):
    answers = make_answers(room.consultation, 4)
    make_response(room.consultation, answers={"premises-right": ("yes", "")})
    make_response(room.consultation, answers={"premises-barriers": "Gone."}, state="withdrawn")
    make_reading(answers[0], Place.FIRST, room.analyst, room.gate)
    make_reading(answers[1], Place.FIRST, room.admin, room.gate)
    make_reading(answers[1], Place.SECOND, room.analyst, room.cost)
    make_reading(answers[2], Place.FIRST, room.admin, finished=False)
    page = read(client_of(room.analyst).get(room.url("reading/")))
    (row,) = page.all("li.to-read")[:1]
    assert "2b What else is in the way?" in row.text
    assert "2 of 4 read, 1 begun; 1 of 4 read by two." in row.text
    assert "2 of 4" in page.one("section.card", **{"aria-labelledby": "far"}).text
    rows = [[cell.text for cell in line if cell.name in ("th", "td")] for line in page.all("tr")[1:]]
    assert rows == [["Ada Larkspur", "1", "1", "0"], ["Ben Fennel", "1", "0", "1"]]


def test_next_answer_is_one_that_nobody_has_and_ones_own_unfinished_comes_first(room):
    first, second = make_answers(room.consultation, 2)
    ada, ben = client_of(room.analyst), client_of(room.admin)
    begun = taken(ada, room)
    assert (begun.answer, begun.place, begun.finished_at) == (first, Place.FIRST, None)
    assert taken(ada, room) == begun
    assert taken(ben, room).answer == second
    cleo = client_of(room.third)
    assert taken(cleo, room) is None
    page = cleo.get(room.url("reading/"))
    assert "Every answer to this question has been read, or somebody is reading it." in page.text


def test_second_reader_gets_what_another_finished_and_never_their_own(room):
    answers = make_answers(room.consultation, 3)
    make_reading(answers[0], Place.FIRST, room.admin, room.gate, finished=False)
    make_reading(answers[1], Place.FIRST, room.analyst, room.gate)
    make_reading(answers[2], Place.FIRST, room.admin, room.gate)
    found = taken(client_of(room.analyst), room, **{"as": "second"})
    assert (found.answer, found.place) == (answers[2], Place.SECOND)
    assert taken(client_of(room.third), room, **{"as": "second"}).answer == answers[1]


def test_only_the_chosen_share_is_read_twice_and_a_larger_share_keeps_it(room):
    answers = make_answers(room.consultation, 60)
    for answer in answers:
        make_reading(answer, Place.FIRST, room.admin, room.gate)

    def chosen(share):
        room.consultation.double_reading = share
        room.consultation.save()
        page = read(client_of(room.analyst).get(room.url("reading/")))
        text = page.all("li.to-read")[0].text
        return int(text.partition("; 0 of ")[2].partition(" read by two")[0]) if "read by two" in text else 0

    numbers = {share.value: chosen(share) for share in DoubleReading}
    assert numbers[0] == 0
    assert numbers[1] == 60
    assert 28 <= numbers[2] <= 32
    assert 10 <= numbers[5] <= 14
    assert 4 <= numbers[10] <= 8
    room.consultation.double_reading = DoubleReading.NONE
    room.consultation.save()
    assert taken(client_of(room.analyst), room, **{"as": "second"}) is None


def test_sentences_and_themes_that_are_ticked_are_marked(room):
    answer = room.answer()
    client = client_of(room.analyst)
    reading = taken(client, room)
    path = room.url(f"reading/{reading.pk}/")
    page = read(client.get(path))
    assert page.said("h1") == "What else is in the way?"
    assert [one.text for one in page.all("label.sentence")] == [
        "The gate is locked at four.",
        "Nobody knows who to ask.",
        "The hall costs too much.",
    ]
    ticked = {"text_edition": "1", "s": ["0", "1"], "t": [room.gate.pk, room.cost.pk], "do": "mark"}
    assert client.post(path, ticked).status_code == 302
    assert marks_of(reading) == [
        ("Locked gates", "The gate is locked at four. Nobody knows who to ask."),
        ("Too dear", "The gate is locked at four. Nobody knows who to ask."),
    ]
    page = read(client.get(path))
    assert [one.text for one in page.all("mark")] == [
        "The gate is locked at four.",
        "Nobody knows who to ask.",
    ]
    gone = Passage.objects.get(theme=room.cost)
    assert client.post(path, {"unmark": gone.pk, "text_edition": "1"}).status_code == 302
    assert [name for name, _text in marks_of(reading)] == ["Locked gates"]
    assert counts(answer) == set()


def test_finish_marks_what_is_still_ticked_counts_it_and_leads_to_the_next(room):
    first, second = make_answers(room.consultation, 2)
    client = client_of(room.analyst)
    reading = taken(client, room)
    ticked = {"text_edition": "1", "s": ["2"], "t": [room.cost.pk], "do": "finish"}
    response = client.post(room.url(f"reading/{reading.pk}/"), ticked)
    following = Reading.objects.get(answer=second)
    assert response.url == room.url(f"reading/{following.pk}/")
    assert marks_of(reading) == [("Too dear", "The hall costs too much.")]
    assert counts(first) == {"Too dear"}


def test_selected_words_are_marked_as_they_are_selected(room):
    text = "😀 The gate is shut. It costs too much."
    room.answer(text)
    client = client_of(room.analyst)
    reading = taken(client, room)
    start = text.index("gate")
    selected = {"text_edition": "1", "start": start, "end": start + 12, "quote": "gate is shut", "do": "mark"}
    path = room.url(f"reading/{reading.pk}/")
    assert client.post(path, {**selected, "t": [room.gate.pk]}).status_code == 302
    assert marks_of(reading) == [("Locked gates", "gate is shut")]
    page = client.post(path, {**selected, "quote": "something else", "t": [room.cost.pk]})
    assert "What you selected is no longer there." in page.text
    assert len(marks_of(reading)) == 1


def test_whole_answer_is_one_passage_and_no_theme_fits_is_an_answer_too(room):
    first, second = make_answers(room.consultation, 2, f"  {TEXT}\n")
    client = client_of(room.analyst)
    reading = taken(client, room)
    path = room.url(f"reading/{reading.pk}/")
    client.post(path, {"text_edition": "1", "t": [room.gate.pk], "do": "whole"})
    assert marks_of(reading) == [("Locked gates", TEXT)]
    client.post(path, {"text_edition": "1", "do": "finish"})
    following = Reading.objects.get(answer=second)
    path = room.url(f"reading/{following.pk}/")
    page = client.post(path, {"text_edition": "1", "do": "finish"})
    assert "Nothing is marked yet. Mark something, or say that no theme fits." in page.text
    assert client.post(path, {"text_edition": "1", "do": "none"}).status_code == 302
    following.refresh_from_db()
    assert following.finished_at is not None
    assert (counts(first), counts(second)) == ({"Locked gates"}, set())


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"do": "mark", "t": "gate"}, "Choose the sentences first, or mark the whole answer."),
        ({"do": "mark", "s": "0"}, "Choose the themes that it says."),
        ({"do": "whole"}, "Choose the themes that it says."),
        ({"do": "finish", "t": "gate"}, "You ticked a theme and no sentence."),
        ({"do": "finish", "s": "1"}, "You chose sentences and no theme."),
        ({"do": "dance"}, "Choose what to do with the answer."),
        ({}, "Choose what to do with the answer."),
    ],
)
def test_what_is_missing_is_said_and_ticks_stay(room, sent, said):
    room.answer()
    client = client_of(room.analyst)
    path = room.url(f"reading/{taken(client, room).pk}/")
    given = {**sent, "text_edition": "1"}
    if "t" in given:
        given["t"] = room.gate.pk
    response = client.post(path, given)
    assert response.status_code == 200
    assert said in response.text
    page = read(response)
    ticked = {(one.attributes["name"], one.attributes["value"]) for one in page.all("input", checked="")}
    assert ticked == {(name, str(given[name])) for name in ("s", "t") if name in given}


def test_new_theme_is_made_and_ticked_without_losing_the_place(room):
    room.answer()
    client = client_of(room.analyst)
    path = room.url(f"reading/{taken(client, room).pk}/")
    sent = {"text_edition": "1", "s": ["1"], "t": [room.gate.pk], "do": "theme"}
    page = read(client.post(path, {**sent, "name": "locked GATES", "definition": "Again."}))
    assert "There is a theme of that name already." in page.text
    assert page.one("input", id="id_name").attributes["value"] == "locked GATES"
    response = client.post(path, {**sent, "name": "Whom to ask", "definition": "Nobody knows."})
    made = Theme.objects.get(name="Whom to ask")
    page = read(client.get(response.url))
    ticked = {(one.attributes["name"], one.attributes["value"]) for one in page.all("input", checked="")}
    assert ticked == {("s", "1"), ("t", str(room.gate.pk)), ("t", str(made.pk))}


def test_reader_goes_back_to_the_last_one_and_what_it_counts_for_waits(room):
    first, _second = make_answers(room.consultation, 2)
    client = client_of(room.analyst)
    done = make_reading(first, Place.FIRST, room.analyst, room.gate)
    now = taken(client, room)
    page = read(client.get(room.url(f"reading/{now.pk}/")))
    (back,) = [one for one in page.all("a") if one.text == "Back to the last one"]
    assert back.attributes["href"] == room.url(f"reading/{done.pk}/")
    assert "You finished it" in client.get(back.attributes["href"]).text
    client.post(back.attributes["href"], {"do": "reopen"})
    assert counts(first) == set()
    client.post(
        back.attributes["href"],
        {"text_edition": "1", "s": "2", "t": room.cost.pk, "do": "finish"},
    )
    assert counts(first) == {"Locked gates", "Too dear"}


def test_answer_left_to_somebody_else_loses_its_marks_and_is_taken_again(room):
    answer = room.answer()
    begun = make_reading(answer, Place.FIRST, room.analyst, room.gate, finished=False)
    assert client_of(room.admin).post(room.url(f"reading/{begun.pk}/put-back/")).status_code == 404
    response = client_of(room.analyst).post(room.url(f"reading/{begun.pk}/put-back/"))
    assert response.url == room.url("reading/")
    assert not Reading.objects.exists()
    assert taken(client_of(room.admin), room).answer == answer


def test_whoever_read_second_is_not_given_the_same_answer_as_first_reader(room):
    """Where the first reader's place came free again."""
    answer = room.answer()
    begun = make_reading(answer, Place.FIRST, room.admin, room.gate)
    make_reading(answer, Place.SECOND, room.analyst, room.gate, finished=False)
    client = client_of(room.admin)
    client.post(room.url(f"reading/{begun.pk}/"), {"do": "reopen"})
    client.post(room.url(f"reading/{begun.pk}/put-back/"))
    assert taken(client_of(room.analyst), room) is None
    assert taken(client_of(room.third), room).answer == answer


def test_answer_changed_since_is_said_and_read_again(room):
    answer = room.answer()
    client = client_of(room.analyst)
    reading = make_reading(answer, Place.FIRST, room.analyst, room.gate)
    answer.text, answer.edition = "It is open now.", 2
    answer.save()
    path = room.url(f"reading/{reading.pk}/")
    assert "Changed after you read them" in client.get(room.url("reading/")).text
    page = client.get(path)
    assert "The answer was changed" in page.text
    assert "<mark" not in page.text
    page = client.post(path, {"text_edition": "2", "s": "0", "t": room.cost.pk, "do": "mark"})
    assert "Begin again with its words as they are." in page.text
    client.post(path, {"do": "again"})
    reading.refresh_from_db()
    assert (reading.answer_edition, reading.finished_at, marks_of(reading)) == (2, None, [])
    assert counts(answer) == set()
    # The page of before is still open in another tab.
    page = client.post(path, {"text_edition": "1", "s": "0", "t": room.cost.pk, "do": "mark"})
    assert "The answer was changed since you began to read it." in page.text


def test_withdrawn_answer_is_gone_from_its_page_and_from_the_numbers(room):
    answer = room.answer()
    reading = make_reading(answer, Place.FIRST, room.analyst, room.gate)
    response = answer.response
    response.state, response.withdrawn_at, response.publish = "withdrawn", response.sent_at, ""
    response.save()
    client = client_of(room.analyst)
    page = client.get(room.url(f"reading/{reading.pk}/"))
    assert page.status_code == 404
    assert "whoever gave the answer took it back" in page.text
    assert "There is nothing to read" in client.get(room.url("reading/")).text
    assert "in 0 answers" in client.get(room.url("themes/")).text


def test_each_opening_of_an_answer_is_on_record_until_results_are_published(room):
    answer = room.answer()
    reading = make_reading(answer, Place.FIRST, room.analyst, room.gate)
    client = client_of(room.analyst)
    client.get(room.url(f"reading/{reading.pk}/"))
    client.get(room.url("reading/"))
    look = SealedLook.objects.get()
    assert (look.what, look.response, look.person, look.while_open) == (
        Look.RESPONSE,
        answer.response,
        room.analyst,
        False,
    )
    room.consultation.results_published_at = room.consultation.closes_at
    room.consultation.save()
    client.get(room.url(f"reading/{reading.pk}/"))
    assert SealedLook.objects.count() == 1


def test_administrator_chooses_the_share_and_an_analyst_does_not(room):
    path = room.url("reading/share/")
    assert client_of(room.analyst).get(path).status_code == 404
    assert client_of(room.analyst).post(path, {"share": "0"}).status_code == 404
    client = client_of(room.admin)
    page = client.post(path, {"share": "3"})
    assert page.status_code == 200
    assert "Error:" in read(page).said("title")
    assert client.post(path, {"share": "10"}).status_code == 302
    room.consultation.refresh_from_db()
    assert room.consultation.double_reading == DoubleReading.TENTH


def test_consultation_that_is_open_is_not_read(room):
    room.consultation.closes_at = room.consultation.opens_at.replace(year=2099)
    room.consultation.save()
    for path in ("themes/", "reading/", "agreement/", "settle/"):
        assert client_of(room.admin).get(room.url(path)).status_code == 404
