"""The figures of results, over few answers made by hand: every number is known."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from charter.models import Channel, RespondentKind
from tests.charter.results_pages import page_of, results_url, table_of
from tests.factories.charter import make_version, publish
from tests.factories.charter_results import TOTAL, make_results, make_theme, make_words, sort_answer

pytestmark = pytest.mark.django_db
HIDDEN = "hidden"


def test_overview_counts_who_answered_and_neither_what_was_begun_nor_withdrawn():
    page = page_of(make_results())
    assert page.one("dl.figures").text.startswith(f"responses were sent {TOTAL} people they speak for")
    assert "91" in page.one("dl.figures").text
    assert table_of(page, "Who they say they are")[1:] == [
        ["Parent or carer", "30 (47%)"],
        ["School staff", "20 (31%)"],
        ["School governor or trustee", HIDDEN],
        ["Community group, staff or volunteer", HIDDEN],
        ["Resident or neighbour", "9 (14%)"],
        ["Young person, 16 or over", HIDDEN],
        ["Council or other public service", HIDDEN],
        ["Somebody else", HIDDEN],
        ["Did not say", HIDDEN],
    ]
    # Two letters and nobody in person are 2 together: the nine from events are hidden with them.
    assert table_of(page, "How the answers came")[1:] == [
        ["Online", "32 (50%)"],
        ["Letter", HIDDEN],
        ["E-mail", "11 (17%)"],
        ["Printed form", "10 (16%)"],
        ["At an event", HIDDEN],
        ["In person or by telephone", HIDDEN],
    ]
    assert table_of(page, "Where they live")[1:] == [["B14", "64"]]


def test_overview_says_that_respondents_are_no_sample_and_how_tables_count():
    page = page_of(make_results())
    assert "Those who answer are not a sample of everyone." in page.text
    assert "Notes of a table at an event are one response" in page.text
    assert "Counted by people, these 64 responses speak for 91." in page.text
    assert "None at all counts as under 5." in page.text


def test_ratings_are_percentages_of_those_who_answered_in_the_order_of_the_text():
    consultation = make_results()
    rows = table_of(page_of(consultation), "How important each area is")
    premises = ["Sharing school premises", "32 (52%)", "19 (31%)", "11 (18%)", "2", "62"]
    training = ["Training together", "12 (38%)", "20 (63%)", "0 (0%)", "32", "32"]
    assert rows[1:] == [premises, training]
    assert rows[0] == [
        *("Area", "Very important", "Quite important", "Not important", "Did not answer", "Answered"),
    ]
    chart = page_of(consultation).one("svg.bars-drawing")
    assert chart.attributes["role"] == "img"
    assert chart.said("desc") == (
        "Sharing school premises: Very 52% · Quite 31% · Not 18%. "
        "Training together: Very 38% · Quite 63% · Not 0%."
    )
    full = [one.attributes["width"] for one in chart.all("rect.bars-full")]
    assert full == ["51.61%", "37.50%"]


def test_ratings_are_sorted_by_importance_on_request():
    few = (6, RespondentKind.PARENT, Channel.ONLINE, {"rate-premises": 2, "rate-training": 1})
    consultation = make_results(lots=[few])
    names = [row[0] for row in table_of(page_of(consultation), "How important")[1:]]
    assert names == ["Sharing school premises", "Training together"]
    page = page_of(consultation, "?sort=importance")
    assert [row[0] for row in table_of(page, "How important")[1:]] == names[::-1]
    assert "In the order of the text" in page.text


def test_question_counts_yes_no_and_unsure_and_says_who_did_not_answer():
    page = page_of(make_results(), "premises/")
    assert "50 of 64 responses answer this question. 14 do not." in page.text
    assert table_of(page, "How it was answered")[1:] == [
        ["Yes", "28 (56%)"],
        ["No", "13 (26%)"],
        ["Not sure", "9 (18%)"],
        ["Did not answer", "14"],
    ]


def test_words_without_a_choice_are_an_answer_of_their_own():
    lots = [
        (6, RespondentKind.PARENT, Channel.ONLINE, {"premises-right": ("yes", "")}),
        (5, RespondentKind.PARENT, Channel.ONLINE, {"premises-right": ("", "It depends.")}),
    ]
    rows = table_of(page_of(make_results(lots=lots), "premises-right/"), "How it was answered")
    assert ["In words only", "5 (45%)"] in rows


def test_split_by_kind_hides_small_counts_and_what_reveals_them():
    rows = table_of(page_of(make_results(), "premises/?by=kind"), "Who answered: 2a")
    assert rows[0] == ["Who answered", "Yes", "No", "Not sure", "Did not answer", "Responses"]
    assert rows[1] == ["Parent or carer", "20", HIDDEN, HIDDEN, HIDDEN, "30"]
    # Eight said yes: with the parents' twenty that is everybody who did, so no other group did. Hidden.
    assert rows[2] == ["School staff", HIDDEN, HIDDEN, HIDDEN, "12", "20"]
    # Three governors who all said no are hidden with every other small group, whole.
    assert rows[3] == ["School governor or trustee", HIDDEN]
    assert rows[5] == ["Resident or neighbour", HIDDEN, HIDDEN, HIDDEN, HIDDEN, "9"]
    assert rows[-1] == ["Everyone", "28 (56%)", "13 (26%)", "9 (18%)", "14", "64"]


def test_split_shows_what_is_large_enough():
    counts = dict.fromkeys((*RespondentKind.values, ""), (6, 5, 5))
    counts |= {RespondentKind.PARENT: (20, 10, 5), RespondentKind.SCHOOL: (8, 9, 4)}
    lots = [
        (count, kind, Channel.ONLINE, {"premises-right": (choice, "")})
        for kind, three in counts.items()
        for choice, count in zip(("yes", "no", "unsure"), three, strict=True)
    ]
    consultation = make_results(lots=lots)
    rows = table_of(page_of(consultation, "premises/?by=kind"), "Who answered: 2a")
    assert rows[1] == ["Parent or carer", "20 (57%)", "10 (29%)", "5 (14%)", "0", "35"]
    # Four of the schools are not sure: with another of their numbers, and the same two of one other group.
    assert rows[2] == ["School staff", HIDDEN, "9 (43%)", HIDDEN, "0", "21"]
    assert rows[3] == ["School governor or trustee", HIDDEN, "5 (31%)", HIDDEN, "0", "16"]
    assert {tuple(row[1:]) for row in rows[4:-1]} == {("6 (38%)", "5 (31%)", "5 (31%)", "0", "16")}
    assert rows[-1] == ["Everyone", "70 (42%)", "54 (32%)", "44 (26%)", "0", "168"]
    only = page_of(consultation, "premises/?kind=parent")
    assert "Only: Parent or carer, 35 of 168 responses." in only.text
    # A filter shows the same row of the same table, and nothing more.
    assert table_of(only, "How it was answered: Parent")[1:] == [
        ["Yes", "20 (57%)"],
        ["No", "10 (29%)"],
        ["Not sure", "5 (14%)"],
        ["Did not answer", "0"],
    ]


def test_filter_on_a_small_group_says_that_it_is_hidden():
    page = page_of(make_results(), "premises/?kind=governor")
    assert "School governor or trustee: fewer than 5 responses" in page.text
    assert page.all("svg.bars-drawing") == []
    assert {row[1] for row in table_of(page, "How it was answered")[1:]} == {HIDDEN}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("?kind=wizard", ""),
        ("?by=shoe-size", ""),
        ("?kind=parent&channel=letter", "?kind=parent"),
        ("?by=kind&kind=parent", "?kind=parent"),
        ("?page=2", ""),
        ("?kind=", ""),
        ("?kind=%00", ""),
        ("?sort=importance", ""),
    ],
)
def test_address_that_asks_for_nothing_there_is_leads_to_one_that_does(asked, told):
    url = results_url(make_results(), "premises/")
    response = Client().get(url + asked)
    assert (response.status_code, response["Location"]) == (302, url + told)


def test_kind_that_was_not_said_can_be_chosen():
    page = page_of(make_results(), "premises/?kind=unsaid")
    assert "Did not say: fewer than 5 responses" in page.text


def test_fewer_than_five_responses_show_no_figure_at_all():
    lots = [(4, RespondentKind.PARENT, Channel.ONLINE, {"premises-right": ("yes", "")})]
    consultation = make_results(lots=lots)
    for rest in ("", "premises/", "premises/?by=kind", "premises-right/"):
        page = page_of(consultation, rest)
        assert "Fewer than 5 responses were sent." in page.text
        assert page.all("table") == page.all("svg.bars-drawing") == []


def test_under_thirty_read_answers_nothing_is_called_a_finding():
    consultation = make_results()
    theme = make_theme(consultation, "Locked gates")
    answers = make_words(consultation, 40)
    for answer in answers[:29]:
        sort_answer(answer, theme)
    page = page_of(consultation, "premises/")
    # Two more answered in words: the two letters.
    assert "29 of 42 answers in words read so far: too few to say what people think." in page.text
    assert "Locked gates" not in page.text
    sort_answer(answers[29], theme)
    page = page_of(consultation, "premises/")
    assert "42 answered in words; 30 of these answers have been read and sorted." in page.text
    assert table_of(page, "What people said") == [
        ["Theme", "Of 30 answers read"],
        ["Locked gates", "30 (100%)"],
    ]


def test_quotes_are_published_words_and_never_raw_ones():
    consultation = make_results()
    theme = make_theme(consultation, "Locked gates", definition="The gate is shut when it is needed.")
    answers = make_words(consultation, 31, "RAW words {} about Zebedee Quill")
    for answer in answers:
        sort_answer(answer, theme)
    shown = publish(answers[0].response, {"premises-barriers": "Words about […]"})
    gone = publish(answers[1].response, {"premises-barriers": "Words that were taken back"})
    gone.withdrawn_at = gone.published_at
    gone.save(update_fields=["withdrawn_at"])
    page = page_of(consultation, "premises/")
    assert [quote.said("p") for quote in page.all("blockquote")] == ["Words about […]"]
    assert "The gate is shut when it is needed." in page.text
    assert "RAW" not in page.text
    assert "Zebedee" not in page.text
    assert shown.public_id


def test_newest_words_of_each_question_are_shown():
    consultation = make_results()
    version = make_version(consultation, published=False)
    version.wordings.filter(question__key="premises-right").update(text="Is it fair, as it is put now?")
    assert "Is it fair, as it is put now?" not in page_of(consultation, "premises/").text
    version.published_at = consultation.published_at
    version.save(update_fields=["published_at"])
    assert "Is it fair, as it is put now?" in page_of(consultation, "premises/").text


def test_page_of_one_question_and_of_none():
    consultation = make_results()
    page = page_of(consultation, "premises-right/")
    assert [one.text for one in page.all("h2") if "fair account" in one.text] == [
        "2a Is this a fair account of why it matters?"
    ]
    assert "What else is in the way?" not in page.text
    assert Client().get(results_url(consultation, "no-such-part/")).status_code == 404


@pytest.mark.parametrize(
    "rest", ["", "priorities/", "premises/", "premises/?by=kind", "premises/?kind=parent"]
)
def test_queries_are_as_many_for_many_as_for_few(rest):
    def queries(consultation) -> int:
        with CaptureQueriesContext(connection) as asked:
            page_of(consultation, rest)
        return len(asked)

    few, many = make_results(), make_results()
    for consultation, themes, answers in ((few, 1, 30), (many, 30, 60)):
        codebook = [make_theme(consultation, f"Theme {number}") for number in range(themes)]
        for answer in make_words(consultation, answers):
            sort_answer(answer, *codebook)
            publish(answer.response)
    assert queries(few) == queries(many) <= 10


def test_visitor_is_answered_from_the_page_cache_and_with_304():
    url = results_url(make_results(), "premises/")
    first = Client().get(url)
    with CaptureQueriesContext(connection) as asked:
        again = Client().get(url)
    assert (again.content, len(asked)) == (first.content, 0)
    assert Client().get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
