"""The <img> that a page draws for a picture."""

import pytest
from django.template import engines

from hub.files.models import Picture
from tests.factories.files import make_picture

pytestmark = pytest.mark.django_db


def drawn(picture: Picture | None, tag: str = "{% picture shown %}") -> str:
    return engines["django"].from_string("{% load pictures %}" + tag).render({"shown": picture}).strip()


def test_picture_is_drawn_with_its_widths_and_its_proportion():
    picture = make_picture(alt="Beans & “peas”", width=3000, height=2000)
    tag = '{% picture shown sizes="(min-width: 52rem) 40rem, 100vw" %}'
    start = f"/pictures/{picture.key}"
    assert drawn(picture, tag) == (
        f'<img class="picture" src="{start}-640.webp"'
        f' srcset="{start}-320.webp 320w, {start}-640.webp 640w, {start}-1280.webp 1280w"'
        ' sizes="(min-width: 52rem) 40rem, 100vw" alt="Beans &amp; “peas”" width="1280" height="853"'
        ' loading="lazy" decoding="async">'
    )


def test_small_picture_is_drawn_as_it_is():
    picture = make_picture(width=250, height=500)
    assert drawn(picture) == (
        f'<img class="picture" src="/pictures/{picture.key}-250.webp"'
        f' srcset="/pictures/{picture.key}-250.webp 250w" sizes="100vw" alt="Children planting beans"'
        ' width="250" height="500" loading="lazy" decoding="async">'
    )


def test_logo_has_the_class_of_logos():
    assert drawn(make_picture(), '{% picture shown css="logo" %}').startswith('<img class="logo" ')


def test_description_is_never_markup():
    picture = make_picture(alt='" onerror="alert(1)"><script>')
    assert 'alt="&quot; onerror=&quot;alert(1)&quot;&gt;&lt;script&gt;"' in drawn(picture)


def test_no_picture_is_nothing():
    assert drawn(None) == ""
