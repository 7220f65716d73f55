"""How files arrive: no more of them than the hub could use, and what is large in a temporary file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, TemporaryUploadedFile
from django.test import Client, RequestFactory

from tests.factories.files import make_upload

ROOT = Path(__file__).resolve().parents[3]
MEGABYTE = 1024 * 1024


def arriving(**contents: bytes):
    """The files of a request, as a view sees them."""
    uploads = {name: make_upload(content) for name, content in contents.items()}
    return RequestFactory().post("/", uploads).FILES


def test_small_file_is_kept_in_memory_and_large_one_in_a_temporary_file():
    files = arriving(small=b"x" * MEGABYTE)
    assert isinstance(files["small"], InMemoryUploadedFile)
    files = arriving(large=b"x" * (3 * MEGABYTE))
    assert isinstance(files["large"], TemporaryUploadedFile)
    assert files["large"].read() == b"x" * (3 * MEGABYTE)


def test_file_of_just_twenty_megabytes_arrives_whole():
    """As large as a document may be; a picture of that size is refused by its field."""
    files = arriving(document=b"x" * (20 * MEGABYTE))
    assert (files["document"].size, len(files["document"].read())) == (20 * MEGABYTE, 20 * MEGABYTE)


def test_file_too_large_arrives_with_its_true_size_and_nothing_in_it(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", str(tmp_path))
    files = arriving(picture=b"x" * (30 * MEGABYTE))
    assert (files["picture"].size, files["picture"].read()) == (30 * MEGABYTE, b"")
    assert list(tmp_path.iterdir()) == []


def test_files_beside_one_that_is_too_large_arrive_whole():
    files = arriving(first=b"a" * 9, second=b"x" * (21 * MEGABYTE), third=b"c" * (3 * MEGABYTE))
    assert [files[name].size for name in ("first", "second", "third")] == [9, 21 * MEGABYTE, 3 * MEGABYTE]
    assert [len(files[name].read()) for name in ("first", "second", "third")] == [9, 0, 3 * MEGABYTE]


@pytest.mark.django_db
def test_more_files_than_any_form_has_are_refused():
    uploads = {f"file-{number}": make_upload(b"x") for number in range(11)}
    assert Client(raise_request_exception=False).post("/account/sign-in/", uploads).status_code == 400


SHOW = """
from django.conf import settings
from django.core.files.storage import default_storage
default_storage.exists("x")
print(type(default_storage._wrapped).__name__, getattr(default_storage, "location", ""), settings.MEDIA_ROOT)
"""


def storage(**environment: str) -> list[str]:
    """The class and the folder of the storage, and MEDIA_ROOT, as settings make them of the environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MEDIA_")}
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        env={**kept, **environment, "DJANGO_SETTINGS_MODULE": "hub.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()[-1].split()


def test_storage_is_chosen_by_the_environment(tmp_path):
    local = str(ROOT / ".local" / "media")
    assert storage() == ["FileSystemStorage", local, local]
    folder = str(tmp_path / "media")
    assert storage(MEDIA_ROOT=folder) == ["FileSystemStorage", folder, folder]
    memory = "django.core.files.storage.InMemoryStorage"
    assert storage(MEDIA_STORAGE=memory)[0] == "InMemoryStorage"
    options = f'{{"location": "{tmp_path}"}}'
    assert storage(MEDIA_STORAGE_OPTIONS=options) == ["FileSystemStorage", str(tmp_path), local]
