"""What is taken for a picture, and what is said to what is not."""

import logging
import re

import pytest
from django.core.exceptions import ValidationError

from hub.files.check import LEAST_LOGO_WIDTH, check_picture
from tests.factories.files import KINDS, make_upload, picture_bytes, quarters
from tests.hub.files.hostile import REFUSED

SAYS_WHAT_TO_DO = re.compile(r"\b(Choose|choose|Save|Make|Open|Cut)\b")


def refusal(content: bytes, **options: int) -> ValidationError:
    with pytest.raises(ValidationError) as refused:
        check_picture(make_upload(content), **options)
    return refused.value


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_is_refused_with_words_that_help(name):
    content, code = REFUSED[name]
    error = refusal(content)
    assert error.code == code
    (sentence,) = error.messages
    assert sentence.endswith(".")
    assert SAYS_WHAT_TO_DO.search(sentence)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["poster.exe", "holiday.svg", "x", "../../etc/passwd.png", "a" * 300])
def test_name_and_type_of_a_good_picture_do_not_matter(kind, name):
    picture = check_picture(make_upload(picture_bytes(kind), name, "application/x-msdownload"))
    assert (picture.width, picture.height, picture.widths) == (800, 600, [320, 640, 800])


def test_upload_of_just_ten_megabytes_is_taken():
    good = picture_bytes()
    padded = good + bytes(10 * 1024 * 1024 - len(good))
    assert check_picture(make_upload(padded)).width == 800
    assert refusal(padded + b"\0").code == "too_large"


def test_bytes_that_were_read_already_are_read_again():
    upload = make_upload()
    upload.read()
    assert check_picture(upload).width == 800


def test_logo_may_be_smaller_than_a_photograph():
    small = picture_bytes("PNG", quarters(LEAST_LOGO_WIDTH, 40))
    assert check_picture(make_upload(small), least_width=LEAST_LOGO_WIDTH).widths == [64]
    assert refusal(small).messages == [
        "This picture is 64 pixels wide, too few to show well. Choose one that is at least 200 pixels wide."
    ]


def test_width_is_counted_the_right_way_up():
    """A camera turned on its side wrote 400 by 199 pixels, to be shown as 199 by 400."""
    exif = quarters().getexif()
    exif[0x0112] = 6
    assert refusal(picture_bytes(image=quarters(400, 199), exif=exif)).code == "too_small"
    assert check_picture(make_upload(picture_bytes(image=quarters(199, 400), exif=exif))).width == 400


def test_refusal_is_logged_without_what_the_file_says(caplog):
    with caplog.at_level(logging.INFO, logger="hub.files"):
        refusal(picture_bytes("PNG", comment="Amina Hollis")[:300] + b"Amina Hollis")
    (record,) = caplog.records
    assert record.kind == "PNG"
    assert "Amina" not in str(vars(record))


def test_damaged_byte_anywhere_is_a_picture_or_a_refusal_and_never_another_error():
    """Every hundredth byte or so of each kind of file, one after the other set to something else."""
    taken = refused = 0
    for kind in KINDS:
        good = picture_bytes(kind, quarters(240, 200))
        for at in [*range(60), *range(60, len(good), max(1, len(good) // 60))]:
            broken = good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :]
            try:
                check_picture(make_upload(broken))
                taken += 1
            except ValidationError:
                refused += 1
    assert taken > 20
    assert refused > 60
