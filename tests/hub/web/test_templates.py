"""What every template and the style sheet keep to."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".jinja"))
NAMES = [str(path.relative_to(ROOT / "templates")) for path in TEMPLATES]
COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", re.DOTALL)
TAG = re.compile(r"<[a-z][^<>]*>")
# Bootstrap's classes that name a side, and so stay on it in a page written right to left.
SIDED = re.compile(r"\b(?:[mp][se]-(?:\w+-)?\d|[mp][se]-auto|offset-|text-start|text-end|float-)\w*")


def markup(path: Path) -> str:
    """The template without its notes and template tags."""
    return re.sub(r"{[%{].*?[%}]}", "", COMMENT.sub("", path.read_text()))


def test_templates_are_found() -> None:
    assert len(TEMPLATES) >= 40


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".html")])
def test_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_template_has_no_inline_style_or_script(path: Path) -> None:
    tags = TAG.findall(markup(path))
    for tag in tags:
        assert not re.search(r"\s(?:style|on[a-z]+)\s*=", tag), tag
        assert not tag.startswith("<style"), tag
        assert not re.search(r"\shx-on", tag), tag
        if tag.startswith("<script"):
            assert re.search(r"\ssrc=|type=\"application/", tag), tag


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_template_names_no_side(path: Path) -> None:
    for classes in re.findall(r'class="([^"]*)"', markup(path)):
        assert not SIDED.search(classes), classes


def test_style_sheet_names_no_side() -> None:
    style = re.sub(r"/\*.*?\*/", "", (ROOT / "static" / "hub.css").read_text(), flags=re.DOTALL)
    sided = re.findall(
        r"[{;]\s*((?:margin|padding|border|inset)-(?:left|right)[\w-]*|left|right|width|height)\s*:|"
        r"(?:float|clear|text-align)\s*:\s*(left|right)",
        style,
    )
    assert sided == []


def test_no_third_party_file_is_in_static() -> None:
    files = {
        str(path.relative_to(ROOT / "static")) for path in (ROOT / "static").rglob("*") if path.is_file()
    }
    assert files == {
        "charter-answer.js",
        "charter-reading.js",
        "charter.css",
        "favicon.svg",
        "hub.css",
        "marks.svg",
        "passkeys.js",
        "review.js",
        "style-page.css",
    }
