"""Keeping, setting aside, finishing and describing anew."""

from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from PIL import Image

from hub.access import NotAllowed
from hub.files.actions import MOST_A_DAY, describe_again, finish_picture, keep_picture, set_aside
from hub.files.check import check_picture
from hub.files.models import Picture
from hub.files.store import read_file, write_files
from hub.people.actor import VISITOR
from tests.concurrency import Someone
from tests.factories.files import make_picture, make_upload
from tests.factories.people import OrganisationFactory, PersonFactory, acting

ALT = "Children planting beans in a raised bed"


def clean():
    return check_picture(make_upload())


@pytest.fixture
def person(db):
    return acting(PersonFactory())


def test_picture_is_kept_with_all_its_widths(person, stored):
    before = timezone.now()
    checked = clean()
    picture = keep_picture(checked, alt=f"  {ALT}\n", consent=True, by=person)
    picture.refresh_from_db()
    assert (picture.alt, picture.consent, picture.pending) == (ALT, True, False)
    assert (picture.uploaded_by_id, picture.created >= before) == (person.id, True)
    assert (picture.width, picture.height, picture.widths) == (800, 600, [320, 640, 800])
    assert (picture.bytes, picture.digest) == (checked.bytes, checked.digest)
    names = sorted(path.name for path in (stored / str(picture.key)).iterdir())
    assert names == ["320.webp", "640.webp", "800.webp"]
    assert read_file(picture.key, 640) == checked.files[640]
    assert Image.open(BytesIO(read_file(picture.key, 320))).size == (320, 240)


def test_nothing_of_the_files_name_is_kept(person, stored):
    picture = keep_picture(
        check_picture(make_upload(name="Amina Hollis.jpg")), alt=ALT, consent=True, by=person
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM files_picture p WHERE id = %s", [picture.pk])
        assert "Amina" not in cursor.fetchone()[0]
    assert list(stored.rglob("*Amina*")) == []


@pytest.mark.parametrize(
    ("alt", "consent", "said"),
    [
        ("", True, "Say what can be seen in the picture, for people who can’t see it."),
        (" \n", True, "Say what can be seen in the picture, for people who can’t see it."),
        ("x" * 201, True, "Ensure this value has at most 200 characters (it has 201)."),
        (ALT, False, "A picture can only be shown when everybody in it, or their parent, has agreed."),
    ],
)
def test_picture_without_description_or_consent_is_not_kept(person, alt, consent, said):
    with pytest.raises(ValidationError) as refused:
        keep_picture(clean(), alt=alt, consent=consent, by=person)
    assert refused.value.messages == [said]
    assert Picture.objects.count() == 0
    waiting = set_aside(clean(), by=person)
    with pytest.raises(ValidationError):
        finish_picture(waiting.pk, alt=alt, consent=consent, by=person)
    waiting.refresh_from_db()
    assert waiting.pending


@pytest.mark.django_db
def test_visitor_and_closed_account_add_no_picture():
    closed = acting(PersonFactory(is_active=False))
    for actor in (VISITOR, closed):
        with pytest.raises(NotAllowed):
            keep_picture(clean(), alt=ALT, consent=True, by=actor)
        with pytest.raises(NotAllowed):
            set_aside(clean(), by=actor)
    assert Picture.objects.count() == 0


def test_picture_set_aside_is_finished_by_who_added_it_and_nobody_else(person):
    waiting = set_aside(clean(), by=person)
    assert (waiting.pending, waiting.alt, waiting.consent) == (True, "", False)
    with pytest.raises(NotAllowed):
        finish_picture(waiting.pk, alt=ALT, consent=True, by=acting(PersonFactory()))
    finished = finish_picture(waiting.pk, alt=ALT, consent=True, by=person)
    finished.refresh_from_db()
    assert (finished.pk, finished.key, finished.alt, finished.consent, finished.pending) == (
        waiting.pk,
        waiting.key,
        ALT,
        True,
        False,
    )


def test_picture_finished_twice_stays_as_it_is_and_other_words_make_another(person):
    waiting = set_aside(clean(), by=person)
    first = finish_picture(waiting.pk, alt=ALT, consent=True, by=person)
    assert finish_picture(waiting.pk, alt=ALT, consent=True, by=person) == first
    other = finish_picture(waiting.pk, alt="Beans", consent=True, by=person)
    assert other.pk != first.pk
    first.refresh_from_db()
    assert (first.alt, other.alt) == (ALT, "Beans")


def test_description_is_changed_by_a_colleague_in_a_copy(person, logos_are_shown):
    picture = make_picture(by=person, alt=ALT)
    colleague = acting(PersonFactory())
    with pytest.raises(NotAllowed):
        describe_again(picture.pk, alt="Beans", by=colleague)
    OrganisationFactory(logo=picture)
    copy = describe_again(picture.pk, alt="Beans", by=colleague)
    assert (copy.alt, copy.uploaded_by_id, copy.digest) == ("Beans", colleague.id, picture.digest)
    assert copy.key != picture.key
    assert [read_file(copy.key, width) for width in copy.widths] == [
        read_file(picture.key, width) for width in picture.widths
    ]
    assert describe_again(picture.pk, alt=f" {ALT} ", by=colleague) == picture


def test_nobody_adds_more_than_so_many_pictures_a_day(person):
    kept = make_picture(by=person)
    same = {"bytes": 1, "digest": kept.digest, "width": 1, "height": 1, "widths": [1], "pending": True}
    Picture.objects.bulk_create(Picture(uploaded_by_id=person.id, **same) for _ in range(MOST_A_DAY - 2))
    set_aside(clean(), by=person)
    with pytest.raises(ValidationError) as refused:
        set_aside(clean(), by=person)
    assert refused.value.messages == ["You have added 100 pictures since yesterday. Add more tomorrow."]
    set_aside(clean(), by=acting(PersonFactory()))
    Picture.objects.filter(pk=kept.pk).update(created=timezone.now() - timezone.timedelta(days=1))
    set_aside(clean(), by=person)


def test_two_at_once_do_not_both_add_the_last_picture_of_a_day(fresh_database):
    person = acting(PersonFactory())
    same = {"bytes": 1, "digest": "0" * 64, "width": 1, "height": 1, "widths": [1], "pending": True}
    Picture.objects.bulk_create(Picture(uploaded_by_id=person.id, **same) for _ in range(MOST_A_DAY - 1))
    checked = clean()
    both = [Someone(lambda: set_aside(checked, by=person)) for _ in range(2)]
    outcomes = sorted(type(one.done()).__name__ for one in both)
    assert outcomes == ["Picture", "ValidationError"]
    assert Picture.objects.count() == MOST_A_DAY


def folders(stored: Path) -> set[str]:
    return {path.name for path in stored.iterdir()} if stored.exists() else set()


class Changed(Exception):
    """Something else went wrong."""


def test_files_go_when_the_transaction_is_rolled_back(fresh_database, stored):
    person = acting(PersonFactory())
    before = folders(stored)
    seen = []

    @transaction.atomic
    def add_and_fail() -> None:
        picture = make_picture(by=person)
        seen.append(folders(stored) - before == {str(picture.key)})
        raise Changed

    with pytest.raises(Changed):
        add_and_fail()
    assert seen == [True]
    assert folders(stored) == before
    assert Picture.objects.count() == 0


def test_files_go_when_the_database_refuses_at_the_commit(fresh_database, stored):
    person = acting(PersonFactory())
    before = folders(stored)

    @transaction.atomic
    def add_for_nobody() -> None:
        picture = make_picture(by=person)
        # Foreign keys are looked at when the transaction ends: nobody has this number.
        Picture.objects.filter(pk=picture.pk).update(uploaded_by=2**40)

    with pytest.raises(DatabaseError):
        add_for_nobody()
    assert folders(stored) == before


def test_files_go_with_a_savepoint_and_those_outside_it_stay(fresh_database, stored):
    person = acting(PersonFactory())
    before = folders(stored)

    @transaction.atomic
    def add_and_fail() -> None:
        make_picture(by=person)
        raise Changed

    with transaction.atomic():
        kept = make_picture(by=person)
        with pytest.raises(Changed):
            add_and_fail()
        assert folders(stored) - before == {str(kept.key)}
    assert folders(stored) - before == {str(kept.key)}


def test_files_stay_when_something_fails_after_the_commit(fresh_database, stored):
    """What is to be done on commit is dropped when something before it fails, and yet the row is there."""
    person = acting(PersonFactory())
    before = folders(stored)

    def fails() -> None:
        raise Changed

    @transaction.atomic
    def add() -> None:
        transaction.on_commit(fails)
        make_picture(by=person)

    with pytest.raises(Changed):
        add()
    assert folders(stored) - before == {str(Picture.objects.get().key)}


def test_storage_that_takes_nothing_is_told_in_words_and_leaves_nothing(fresh_database, settings, tmp_path):
    person = acting(PersonFactory())
    folder = tmp_path / "media"
    folder.mkdir()
    # A file where the folder of pictures should be.
    (folder / "pictures").write_text("")
    settings.MEDIA_ROOT = str(folder)
    with pytest.raises(ValidationError) as refused:
        keep_picture(clean(), alt=ALT, consent=True, by=person)
    assert refused.value.messages == [
        "The picture could not be stored just now. Nothing else is lost: choose it again in a minute."
    ]
    assert Picture.objects.count() == 0


def test_files_are_not_written_outside_a_transaction(fresh_database):
    picture = Picture(uploaded_by=None)
    with pytest.raises(RuntimeError, match="inside the transaction"):
        write_files(picture.key, {320: b"x"})
    assert not default_storage.exists(f"pictures/{picture.key}")


def test_person_who_goes_leaves_the_picture_behind(db):
    person = get_user_model().objects.get(pk=PersonFactory().pk)
    picture = make_picture(by=acting(person))
    person.delete()
    picture.refresh_from_db()
    assert picture.uploaded_by is None
