"""Work by night: dates for the month that came into reach, and what is over marked so."""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from celery.schedules import crontab
from django.db import transaction
from django.utils import timezone

from hub.calendar.recurrence import Pattern
from hub.celery import app
from hub.people.models import Organisation
from hub.web.logs import JsonFormatter
from listings.models import DateChange, Listing, Occurrence, Schedule, State
from listings.tasks import extend_occurrences
from tests.concurrency import Someone, wait_until_waiting
from tests.factories.listings import in_days, make_listing
from tests.factories.people import OrganisationFactory
from tests.listings.samples import HISTORY, counted, everything, on, starts, utc, written
from tests.support.databases import database_url
from tests.support.servers import ROOT

NOTHING = {"series": 0, "dates": 0, "over": 0, "failed": 0}
PATIENCE = 30.0


def thursdays(rrule: str = "FREQ=WEEKLY", **more: object) -> Pattern:
    """10am to 12 noon from Thursday 10 September 2026."""
    return Pattern(datetime(2026, 9, 10, 10), datetime(2026, 9, 10, 12), rrule=rrule, **more)  # type: ignore[arg-type]


@pytest.fixture
def club(group: Organisation) -> Listing:
    """Every Thursday at 10am without an end, known since 7 September 2026."""
    with on(2026, 9, 7):
        return make_listing(group, title="Story time", pattern=thursdays())


def test_month_later_there_are_the_dates_of_one_month_more(club):
    before = everything()["Occurrence"]
    with on(2026, 10, 7):
        assert extend_occurrences() == {"series": 1, "dates": 5, "over": 0, "failed": 0}
    after = everything()["Occurrence"]
    assert {pk: after[pk] for pk in before} == before
    # At 10am: the clocks go forward on 26 March 2028.
    assert starts(club)[len(before) :] == [
        "2028-03-09 10:00",
        "2028-03-16 10:00",
        "2028-03-23 10:00",
        "2028-03-30 09:00",
        "2028-04-06 09:00",
    ]
    assert all(one.turn is not None and one.ends for one in Occurrence.objects.all())


def test_second_run_changes_nothing_and_writes_nothing(club):
    with on(2026, 10, 7):
        extend_occurrences()
        before = everything()
        with counted() as queries:
            assert extend_occurrences() == {**NOTHING, "series": 1}
    assert written(queries) == []
    assert everything() == before


def test_extending_is_no_change_that_subscribers_should_see(club):
    before = everything()["Listing"]
    with on(2026, 12, 7):
        assert extend_occurrences()["dates"] == 13
    assert everything()["Listing"] == before


def test_changed_dates_come_into_reach_as_changed(club):
    original = utc("2028-03-16 10:00")
    DateChange.objects.create(listing=club, original=original, cancelled=True, note="Off.")
    with on(2026, 10, 7):
        extend_occurrences()
    row = Occurrence.objects.get(listing=club, original=original)
    assert (row.cancelled, row.note) == (True, "Off.")


def test_missed_nights_are_made_good(club):
    with on(2027, 9, 7):
        assert extend_occurrences()["dates"] == 52
    assert starts(club)[-1] == "2029-03-01 10:00"


def test_what_has_no_date_left_is_past(group, client):
    with on(2026, 9, 7):
        single = make_listing(group, title="Fair", pattern=thursdays(""))
        course = make_listing(group, title="Course", pattern=thursdays("FREQ=WEEKLY;COUNT=3"))
    before = everything()
    with on(2026, 9, 10, 11):
        assert extend_occurrences()["over"] == 0
    with on(2026, 9, 10, 13):
        assert extend_occurrences() == {"series": 1, "dates": 0, "over": 1, "failed": 0}
        assert client.get("/whats-on/fair/").status_code == 200
    assert (Listing.objects.get(pk=single.pk).state, Listing.objects.get(pk=course.pk).state) == (
        State.PAST,
        State.PUBLISHED,
    )
    with on(2026, 9, 25):
        assert extend_occurrences() == {"series": 1, "dates": 0, "over": 1, "failed": 0}
        assert extend_occurrences() == NOTHING
    after = everything()
    assert after["Occurrence"] == before["Occurrence"]
    told = set(Listing.objects.values_list("state", "sequence", "updated"))
    assert told == {(State.PAST, 1, utc("2026-09-07 11:00"))}
    states = HISTORY.objects.filter(pgh_obj=single.pk).order_by("pgh_id").values_list("state", flat=True)
    assert list(states) == ["draft", "submitted", "published", "past"]


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.CANCELLED])
def test_what_is_not_published_is_left_alone(group, state):
    with on(2026, 9, 7):
        make_listing(group, state, pattern=thursdays())
        make_listing(group, state, pattern=thursdays(""))
    before = everything()
    with on(2026, 10, 7):
        assert extend_occurrences() == NOTHING
    assert everything() == before


def test_single_date_far_ahead_gets_its_row_when_it_comes_into_reach(group):
    far = Pattern(datetime(2028, 6, 15, 10), datetime(2028, 6, 15, 12))
    with on(2026, 9, 7):
        birthday = make_listing(group, pattern=far)
        assert extend_occurrences() == {**NOTHING, "series": 1}
    assert (starts(birthday), Listing.objects.get(pk=birthday.pk).state) == ([], State.PUBLISHED)
    with on(2026, 12, 15):
        assert extend_occurrences() == {**NOTHING, "series": 1, "dates": 1}
        assert extend_occurrences() == NOTHING
    assert starts(birthday) == ["2028-06-15 09:00"]


def test_listed_dates_far_ahead_get_their_rows_when_they_come_into_reach(group):
    listed = (datetime(2027, 9, 9, 10), datetime(2028, 6, 15, 10))
    with on(2026, 9, 7):
        reunion = make_listing(group, pattern=thursdays("", rdates=listed))
    assert starts(reunion) == ["2026-09-10 09:00", "2027-09-09 09:00"]
    with on(2027, 10, 1):
        assert extend_occurrences() == {"series": 1, "dates": 1, "over": 0, "failed": 0}
    assert starts(reunion)[-1] == "2028-06-15 09:00"


def test_what_comes_round_every_third_year_is_not_over_between(group):
    with on(2026, 9, 7):
        festival = make_listing(group, pattern=thursdays("FREQ=YEARLY;INTERVAL=3;COUNT=2"))
    with on(2026, 9, 20):
        assert extend_occurrences() == {**NOTHING, "series": 1}
    with on(2028, 5, 1):
        assert extend_occurrences() == {**NOTHING, "series": 1, "dates": 1}
    assert starts(festival) == ["2026-09-10 09:00", "2029-09-10 09:00"]
    with on(2029, 9, 20):
        assert extend_occurrences()["over"] == 1


@pytest.mark.parametrize(
    ("columns", "error"),
    [
        ({"rrule": "FREQ=NEVER"}, "RuleError"),
        ({"rrule": "FREQ=DAILY;BYHOUR=9,12,15"}, "TooMany"),
        ({"zone": "Nowhere/Atall"}, "ZoneInfoNotFoundError"),
    ],
)
def test_one_bad_series_stops_no_other(club, caplog, columns, error):
    group = OrganisationFactory()
    with on(2026, 9, 7):
        bad = make_listing(group, title="Wistful Wombats", pattern=thursdays())
        last = make_listing(group, pattern=thursdays())
        ended = make_listing(group, pattern=thursdays(""))
    Schedule.objects.filter(pk=bad.pk).update(**columns)
    before = starts(bad)
    with on(2026, 10, 7), caplog.at_level(logging.INFO, logger="listings.tasks"):
        assert extend_occurrences() == {"series": 2, "dates": 10, "over": 1, "failed": 1}
    assert starts(bad) == before
    assert starts(club)[-1] == starts(last)[-1] == "2028-04-06 09:00"
    assert Listing.objects.get(pk=ended.pk).state == State.PAST
    assert Listing.objects.get(pk=bad.pk).state == State.PUBLISHED
    lines = [JsonFormatter().format(record) for record in caplog.records]
    (failure,) = [line for line in lines if "could not be extended" in line]
    assert f'"listing": {bad.pk}' in failure
    assert error in failure
    assert "Wombats" not in failure


def test_bad_series_without_a_date_left_stops_no_other_either(club):
    with on(2026, 9, 7):
        bad = make_listing(club.organisation, pattern=thursdays("FREQ=WEEKLY;COUNT=2"))
        ended = make_listing(club.organisation, pattern=thursdays(""))
    Schedule.objects.filter(pk=bad.pk).update(rrule="FREQ=NEVER")
    with on(2026, 10, 7):
        assert extend_occurrences() == {"series": 1, "dates": 5, "over": 1, "failed": 1}
    assert Listing.objects.get(pk=ended.pk).state == State.PAST
    assert Listing.objects.get(pk=bad.pk).state == State.PUBLISHED


def test_pages_are_forgotten_only_where_something_changed(club, client, django_capture_on_commit_callbacks):
    with on(2026, 10, 7):
        with django_capture_on_commit_callbacks() as first:
            extend_occurrences()
        with django_capture_on_commit_callbacks() as second:
            extend_occurrences()
    assert (len(first), len(second)) == (1, 0)


def test_each_series_costs_the_same_few_queries(group):
    def queries(number: int) -> int:
        with on(2026, 9, 7):
            for _one in range(number):
                make_listing(group, pattern=thursdays())
        with on(2026, 9, 8), counted() as captured:
            extend_occurrences()
        return len(captured)

    # A savepoint and its release, the listing, its schedule, its changed dates, its rows.
    assert queries(3) + 7 * 6 == queries(7)


def test_two_runs_at_once_make_each_date_once(fresh_database):
    group = OrganisationFactory()
    with on(2026, 9, 7):
        clubs = [make_listing(group, pattern=thursdays()) for _ in range(5)]
        fair = make_listing(group, pattern=thursdays(""))
    with on(2026, 10, 7):
        with transaction.atomic():
            Listing.objects.select_for_update(no_key=True).get(pk=clubs[0].pk)
            runs = [Someone(extend_occurrences) for _ in range(2)]
            wait_until_waiting(2)
        outcomes = [run.done() for run in runs]
    assert [(one["series"], one["failed"]) for one in outcomes] == [(5, 0), (5, 0)]
    assert sum(one["dates"] for one in outcomes) == 5 * 5
    assert sum(one["over"] for one in outcomes) == 1
    assert all(len(starts(club)) == 78 + 5 for club in clubs)
    assert HISTORY.objects.filter(pgh_obj=fair.pk, state="past").count() == 1


def test_series_cancelled_while_the_night_waits_for_it_is_left_alone(fresh_database):
    with on(2026, 9, 7):
        club = make_listing(OrganisationFactory(), pattern=thursdays())
    with on(2026, 10, 7):
        with transaction.atomic():
            Listing.objects.filter(pk=club.pk).update(state=State.CANCELLED, reason="Rain.")
            run = Someone(extend_occurrences)
            wait_until_waiting(1)
        assert run.done() == {**NOTHING, "series": 1}
    assert len(starts(club)) == 78


def test_nightly_work_is_on_the_timetable():
    entry = app.conf.beat_schedule["extend-occurrences"]
    assert entry["task"] == extend_occurrences.name == "listings.tasks.extend_occurrences"
    app.loader.import_default_modules()
    assert entry["task"] in app.tasks
    assert entry["schedule"] == crontab(hour=3, minute=10)
    assert app.conf.timezone == "Europe/London"


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-10-24 12:00", "2026-10-25 03:10"),
        ("2027-03-27 12:00", "2027-03-28 02:10"),
        ("2027-03-28 12:00", "2027-03-29 02:10"),
    ],
)
def test_nightly_work_is_due_at_ten_past_three_in_london(now, due):
    schedule = app.conf.beat_schedule["extend-occurrences"]["schedule"]
    last = utc(now)
    schedule.nowfun = lambda: last.astimezone(ZoneInfo("Europe/London"))
    try:
        assert abs(last + schedule.remaining_estimate(last) - utc(due)) < timedelta(seconds=1)
    finally:
        schedule.nowfun = None


@pytest.fixture
def worker(fresh_database: str, tmp_path: Path) -> Iterator[Path]:
    """A Celery worker of its own program, over this test's database and queue; where it logs."""
    log = tmp_path / "worker.log"
    options = ["--pool=solo", "--concurrency=1", "--loglevel=INFO", "--without-mingle", "--without-gossip"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "hub", "worker", "--without-heartbeat", *options],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": database_url(fresh_database)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield log
    finally:
        process.terminate()
        process.wait(PATIENCE)


def test_worker_of_its_own_does_the_nightly_work_from_the_queue(worker):
    group = OrganisationFactory()
    club = make_listing(group, pattern=Pattern(in_days(3), in_days(3, hour=12), rrule="FREQ=WEEKLY"))
    whole = starts(club)
    half = Occurrence.objects.filter(listing=club, starts__gt=timezone.now() + timedelta(days=270))
    missing, _by_model = half.delete()
    fair = make_listing(group, pattern=Pattern(in_days(3), in_days(3, hour=12)))
    over = timezone.now() - timedelta(days=2)
    Occurrence.objects.filter(listing=fair).update(original=over, starts=over, ends=over + timedelta(hours=1))
    Schedule.objects.filter(pk=fair.pk).update(starts=in_days(-2), ends=in_days(-2, hour=12))
    assert 35 < missing < 45
    extend_occurrences.delay()
    deadline = time.monotonic() + PATIENCE
    while "succeeded" not in worker.read_text() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert f"{{'series': 1, 'dates': {missing}, 'over': 1, 'failed': 0}}" in worker.read_text()
    assert starts(club) == whole
    assert Listing.objects.get(pk=fair.pk).state == State.PAST
