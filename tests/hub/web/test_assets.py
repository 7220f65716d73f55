"""Files from wheels: the named ones, and no others."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage, storages
from whitenoise.storage import CompressedManifestStaticFilesStorage

from hub.web import assets
from hub.web.assets import WheelFinder

NAMED = {
    "bootstrap/css/bootstrap-reboot.min.css",
    "bootstrap/css/bootstrap-reboot.min.css.map",
    "bootstrap/css/bootstrap-grid.min.css",
    "bootstrap/css/bootstrap-grid.min.css.map",
    "django_htmx/htmx-2.min.js",
    "mfa/js/webauthn-json.js",
    "mfa/js/webauthn.js",
}


def test_wheel_finder_lists_only_named_files() -> None:
    assert {name for name, _ in WheelFinder().list(None)} == NAMED


def test_wheel_finder_lists_files_that_open() -> None:
    for name, storage in WheelFinder().list(None):
        assert isinstance(storage, FileSystemStorage)
        with storage.open(name) as file:
            assert len(file.read()) > 1000


def test_wheel_finder_leaves_out_what_collectstatic_ignores() -> None:
    assert {name for name, _ in WheelFinder().list(["*.map", "django_htmx"])} == {
        "bootstrap/css/bootstrap-reboot.min.css",
        "bootstrap/css/bootstrap-grid.min.css",
        "django_htmx/htmx-2.min.js",
        "mfa/js/webauthn-json.js",
        "mfa/js/webauthn.js",
    }


def test_finding_a_named_file() -> None:
    found = finders.find("django_htmx/htmx-2.min.js")
    assert isinstance(found, str)
    assert Path(found).read_text().startswith("var htmx=")
    assert WheelFinder().find("django_htmx/htmx-2.min.js", find_all=True) == [found]


def test_finding_another_file_of_the_same_wheel() -> None:
    assert finders.find("bootstrap/css/bootstrap.min.css") is None
    assert finders.find("django_htmx/htmx-4.js") is None
    assert WheelFinder().find("django_htmx/htmx-4.js", find_all=True) == []


def test_finding_a_path_that_leaves_the_wheel() -> None:
    assert WheelFinder().find("../bootstrap/css/bootstrap-grid.min.css") == []


def test_check_names_a_file_that_its_wheel_no_longer_has(monkeypatch) -> None:
    renamed = assets.Wheel("django-htmx", "django_htmx/static", ("django_htmx/htmx-1.min.js",))
    monkeypatch.setattr(assets, "WHEELS", (renamed,))
    assert [error.msg for error in WheelFinder().check()] == [
        "django-htmx has no file django_htmx/htmx-1.min.js."
    ]


def test_check_finds_nothing_wrong_now() -> None:
    assert WheelFinder().check() == []


def test_collected_style_sheet_imports_collected_names() -> None:
    collected = storages["staticfiles"]
    assert isinstance(collected, CompressedManifestStaticFilesStorage)
    with collected.open(collected.stored_name("hub.css")) as file:
        style = file.read().decode()
    for name in ("bootstrap/css/bootstrap-reboot.min.css", "bootstrap/css/bootstrap-grid.min.css"):
        stored = collected.stored_name(name)
        assert stored != name
        assert f'@import url("{stored}") layer(bootstrap);' in style
