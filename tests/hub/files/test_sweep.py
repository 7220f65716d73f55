"""What the night takes away: pictures that nothing shows, and files that belong to no picture."""

import os
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey
from django.utils import timezone

from hub.files.actions import finish_picture
from hub.files.models import Picture
from hub.files.store import remove_files_when_committed
from hub.files.tasks import sweep_pictures, uses
from tests.concurrency import Someone
from tests.factories.files import make_picture
from tests.factories.people import OrganisationFactory, PersonFactory, acting


def aged(picture: Picture, **ago: int) -> Picture:
    Picture.objects.filter(pk=picture.pk).update(created=timezone.now() - timedelta(**ago))
    return picture


@pytest.fixture
def person(fresh_database):
    return acting(PersonFactory())


def test_picture_that_nothing_shows_goes_after_two_days_with_its_files(person, stored):
    used, unused, new = (aged(make_picture(by=person), hours=hours) for hours in (49, 49, 47))
    OrganisationFactory(logo=used)
    assert sweep_pictures() == {"pictures": 1, "folders": 0, "failed": 0}
    assert set(Picture.objects.all()) == {used, new}
    assert not (stored / str(unused.key)).exists()
    assert (stored / str(used.key) / "640.webp").exists()
    assert sweep_pictures() == {"pictures": 0, "folders": 0, "failed": 0}


def bare_row(key: ForeignKey, picture: Picture) -> None:
    """A row of nothing but its reference to a picture, in a table that is made to take it."""
    table = key.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_nullable = 'NO'"
            " AND is_identity = 'NO' AND column_name <> %s",
            [table, key.model._meta.pk.column],
        )
        for (column,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} ALTER "{column}" DROP NOT NULL')
        cursor.execute(
            f'INSERT INTO {table} ("{key.model._meta.pk.column}", "{key.column}") VALUES (1, %s)',
            [picture.pk],
        )


@pytest.mark.django_db
@pytest.mark.parametrize("key", uses(), ids=lambda key: f"{key.model.__name__}.{key.name}")
def test_whatever_refers_to_a_picture_keeps_it(key):
    """Every foreign key of every app."""
    used, unused = (aged(make_picture(), days=3) for _ in range(2))
    with transaction.atomic():
        bare_row(key, used)
        assert sweep_pictures()["pictures"] == 1
        assert set(Picture.objects.all()) == {used}
        transaction.set_rollback(True)
    assert set(Picture.objects.all()) == {used, unused}


def test_logos_and_listings_pictures_are_among_the_uses():
    assert {"Organisation.logo", "Listing.picture"} <= {f"{key.model.__name__}.{key.name}" for key in uses()}
    assert not {key.model.__name__ for key in uses()} & {
        model.__name__ for model in apps.get_models() if model.__name__.endswith("Event")
    }


def test_picture_that_comes_into_use_while_it_is_swept_stays(person, stored):
    """An action holds the picture that it is about to use, and the sweep leaves what is held alone."""
    picture = aged(make_picture(by=person, alt="Beans"), days=3)
    organisation = OrganisationFactory()
    with transaction.atomic():
        organisation.logo = finish_picture(picture.pk, alt="Beans", consent=True, by=person)
        organisation.save()
        # Not committed yet: to the sweep, nothing uses it.
        assert Someone(sweep_pictures).done()["pictures"] == 0
    assert sweep_pictures()["pictures"] == 0
    organisation.refresh_from_db()
    assert organisation.logo == picture
    assert (stored / str(picture.key)).exists()


def test_files_without_a_picture_go_after_a_day(person, stored):
    kept = make_picture(by=person)
    old, new, empty = (stored / str(uuid.uuid4()) for _ in range(3))
    foreign = stored / "not-the-hubs"
    yesterday = (timezone.now() - timedelta(hours=25)).timestamp()
    for folder in (old, new, empty, foreign):
        folder.mkdir()
        if folder != empty:
            (folder / "320.webp").write_bytes(b"x")
    for path in (old / "320.webp", empty, foreign / "320.webp", stored / str(kept.key) / "320.webp"):
        os.utime(path, (yesterday, yesterday))
    assert sweep_pictures() == {"pictures": 0, "folders": 2, "failed": 0}
    assert [folder.exists() for folder in (old, new, empty, foreign)] == [False, True, False, True]
    assert (stored / str(kept.key) / "320.webp").exists()


def test_folder_that_cannot_be_removed_stops_no_other(person, stored):
    stored.mkdir(parents=True, exist_ok=True)
    stuck, other = sorted(stored / str(uuid.uuid4()) for _ in range(2))
    yesterday = (timezone.now() - timedelta(hours=25)).timestamp()
    for folder in (stuck, other):
        folder.mkdir()
        (folder / "320.webp").write_bytes(b"x")
        os.utime(folder / "320.webp", (yesterday, yesterday))
    # A folder inside is nothing that the hub has made, and it is not the hub's to remove.
    (stuck / "inside").mkdir()
    assert sweep_pictures() == {"pictures": 0, "folders": 1, "failed": 1}
    assert not other.exists()
    (stuck / "inside").rmdir()
    stuck.rmdir()


def test_sweep_of_nothing_does_nothing(fresh_database, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "never made")
    assert sweep_pictures() == {"pictures": 0, "folders": 0, "failed": 0}


def test_files_stay_when_the_row_is_not_deleted_after_all(person, stored):
    picture = make_picture(by=person)
    with transaction.atomic():
        remove_files_when_committed([picture.key])
        transaction.set_rollback(True)
    assert (stored / str(picture.key) / "640.webp").exists()
    with transaction.atomic():
        remove_files_when_committed([picture.key])
        assert (stored / str(picture.key)).exists()
    assert not (stored / str(picture.key)).exists()
