"""PDF files: what they say, that anything can be said in them, and that nothing in it is obeyed."""

import re
from io import BytesIO

import pypdfium2 as pdfium
import pytest
import typst
from django.template import TemplateDoesNotExist
from django.utils.translation import gettext_lazy
from PIL import Image

from hub.documents import pdf, pdf_response, render_pdf
from hub.documents.fonts import FOLDER, MISSING, covered, drawable
from tests.source import TEMPLATES

SAMPLE = "documents/sample.typ"


def render(**data) -> bytes:
    return render_pdf(SAMPLE, {"title": "A sample", **data})


def text_of(content: bytes) -> str:
    """Its words, with single spaces and without the places where a long word may break."""
    with pdfium.PdfDocument(content) as document:
        pages = [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    return " ".join(" ".join(pages).replace("\u200b", "").replace("\ufffe", "").split())


def count_of(content: bytes) -> int:
    with pdfium.PdfDocument(content) as document:
        return len(document)


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), (200, 40, 40)).save(out, "WEBP", lossless=True)
    return out.getvalue()


def colours(content: bytes) -> set[tuple[int, ...]]:
    with pdfium.PdfDocument(content) as document:
        image = document[len(document) - 1].render(scale=1).to_pil().convert("RGB")
    return {colour for _, colour in image.getcolors(1_000_000)}


def test_pdf_is_tagged_and_says_what_it_is(settings):
    settings.HUB_NAME = "The Quarter"
    content = render(title="What should the charter say?")
    with pdfium.PdfDocument(content) as document:
        assert document.is_tagged()
        about = document.get_metadata_dict()
    assert (about["Title"], about["Author"]) == ("What should the charter say?", "The Quarter")
    assert b"/Lang" in content
    assert re.search(rb"pdfuaid:part(>|=\")1", content)


def test_every_page_has_its_number_the_hub_and_the_day(time_machine_at_noon):
    questions = [{"words": f"Question {number}", "lines": 8} for number in range(9)]
    content = render(questions=questions)
    assert count_of(content) == 5
    words = text_of(content)
    assert [f"Page {number} of 5" in words for number in range(1, 6)] == [True] * 5
    assert words.count("Children’s Quarter, 28 November 2026") == 5


@pytest.fixture
def time_machine_at_noon():
    import time_machine

    with time_machine.travel("2026-11-28 12:00+00:00"):
        yield


def test_same_data_at_the_same_time_makes_the_same_file(time_machine_at_noon):
    data = {"introduction": "Dear all", "picture": picture(), "picture_alt": "Red"}
    assert render(**data) == render(**data)


def test_large_print_is_larger():
    normal, large = (render(introduction="word " * 900, large=large) for large in (False, True))
    assert (count_of(normal), count_of(large)) == (2, 4)
    with pdfium.PdfDocument(large) as document:
        box = document[0].get_textpage().get_charbox(40)
    with pdfium.PdfDocument(normal) as document:
        small = document[0].get_textpage().get_charbox(40)
    assert box[3] - box[1] > small[3] - small[1]


def test_table_repeats_its_headings_on_every_page():
    content = render(headings=["Area", "Answers"], rows=[[f"Area {number}", number] for number in range(90)])
    assert count_of(content) > 2
    assert text_of(content).count("Answers") == count_of(content)


def test_picture_is_drawn_and_needs_words_for_those_who_cannot_see_it():
    content = render(picture=picture(), picture_alt="A red field")
    assert (200, 40, 40) in colours(content)
    with pytest.raises(typst.TypstError, match="say what the picture shows"):
        render(picture=picture(), picture_alt="")


# Each is found in the words of the PDF as it was given.
SAID = {
    "Polish": "Zażółć gęślą jaźń",
    "Romanian": "Țară, știință",
    "Somali": "Waxaan rabnaa hoolka",
    "Greek": "Καλημέρα",
    "Ukrainian": "Ґанок і їжак",
    "Vietnamese": "Tiếng Việt",
    "quotes": "“It’s £5 – or €6” … ½",
    "ticks and bullets": "☑ ✔ ▪ •",
}


@pytest.mark.parametrize("words", SAID.values(), ids=SAID)
def test_words_of_many_languages_are_in_it(words):
    assert words in text_of(render(introduction=words))


# Scripts whose letters change with their neighbours: that they are drawn is seen, not read.
SHAPED = {
    "Urdu": "ہمیں جمعرات کو ہال چاہیے۔ ٹڈڑے",
    "Punjabi, in Pakistan": "سانوں ہال چاہیدا اے",
    "Punjabi, in India": "ਸਾਨੂੰ ਵੀਰਵਾਰ ਨੂੰ ਹਾਲ ਚਾਹੀਦਾ ਹੈ",
    "Bengali": "আমাদের বৃহস্পতিবার হল দরকার",
    "Arabic": "نحتاج القاعة يوم الخميس",
    "Hindi": "हमें हॉल चाहिए",
    "Gujarati": "અમને હોલ જોઈએ છે",
    "Tamil": "எங்களுக்கு மண்டபம் வேண்டும்",
    "Tigrinya": "ኣዳራሽ ሓሙስ የድልየና",
    "Hebrew": "אנחנו צריכים אולם",
}


@pytest.mark.parametrize("words", SHAPED.values(), ids=SHAPED)
def test_no_letter_of_the_towns_languages_is_missing(words):
    assert drawable(words).count(MISSING) == 0
    shown = text_of(render(introduction=words))
    assert MISSING not in shown
    assert len([letter for letter in shown if 0x590 <= ord(letter) < 0x2000]) >= 10


def test_urdu_begins_on_the_right():
    content = render(introduction="ہمیں ہال چاہیے")
    with pdfium.PdfDocument(content) as document:
        page = document[0].get_textpage()
        letters = [page.get_text_range(number, 1) for number in range(page.count_chars())]
        at = next(number for number, letter in enumerate(letters) if "\u0600" <= letter[:1] < "\u0700")
        left, _, right, _ = page.get_charbox(at)
        width, _ = document[0].get_size()
    assert min(left, right) > width / 2


ODD = {
    "Chinese": "我们需要大厅",
    "emoji": "😀👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿❤️",
    "control characters": "".join(map(chr, range(0x20))) + "\x7f\x85\u2028\u2029",
    "directions": "a\u202eb\u2066c\u200f\u061c",
    "private, surrogate, nothing": "\ue000\ud800\udfff\uffff\U0010ffff",
    "marks alone": "\u0301\u064b\u09cd\u0a3c",
    "a thousand marks": "a" + "\u0301" * 1000,
    "everything up to U+FFFF": "".join(map(chr, range(0x10000))),
    "some of the rest": "".join(map(chr, range(0x10000, 0x110000, 101))),
    "letters beside marks of other scripts": "a\u0650b\u09cd\u0a4dc\u200d\u0301\u064bد\u0a3c",
    "100,000 letters": "x" * 100_000,
    "100,000 characters": "word " * 20_000,
    "100,000 characters of Urdu": "اردو " * 20_000,
    "10,000 lines": "a\n" * 10_000,
    "nothing": "",
}


@pytest.mark.parametrize("words", ODD.values(), ids=ODD)
def test_no_text_can_stop_it(words):
    content = render(introduction=words, questions=[{"words": words[:500], "lines": 0}], headings=["A"])
    assert content.startswith(b"%PDF-")
    with_title = render_pdf(SAMPLE, {"title": f"A {words[:300]}"})
    assert with_title.startswith(b"%PDF-")


def test_what_no_font_has_is_a_question_mark_in_a_diamond():
    assert drawable("a我b") == f"a{MISSING}b"
    assert text_of(render(introduction="a我b")).startswith(f"Children’s Quarter A sample a{MISSING}b")


def test_sign_that_the_fonts_lack_is_replaced_by_one_that_says_the_same():
    assert drawable("● tea ✓ ≥ 5") == "• tea ✔ >= 5"
    given = set("✓●■□☐○≤≥★")
    assert given & set(map(chr, covered())) == set()
    assert MISSING not in drawable("".join(given))


def test_long_word_does_not_run_off_the_page():
    content = render(introduction="x" * 100_000)
    assert count_of(content) > 20
    assert text_of(content).count("x") == 100_000


MARKUP = [
    '#read("/etc/passwd")',
    "#panic(1)",
    "$x$ *bold* _slanted_ `code`",
    '#import "@preview/cetz:0.3.0"',
    "= A heading\n- a list\n<label> @label // no comment /* nor this */",
    '"]\\u{41} \\ \\#',
    "{{ title }}{% now %}",
]


@pytest.mark.parametrize("words", MARKUP)
def test_markup_is_words(words):
    assert " ".join(words.split()) in text_of(render(introduction=words))


def test_title_with_markup_is_words():
    assert '#read("/etc/passwd")' in text_of(render(title='#read("/etc/passwd")'))


def test_lazy_words_and_numbers_are_taken():
    rows = [[gettext_lazy("Yes"), 3], ["No", 0.5]]
    words = text_of(render(headings=["Answer", "Number"], rows=rows))
    assert "Yes 3 No 0.5" in words


@pytest.mark.parametrize("value", [object(), {1, 2}, b"no picture"])
def test_value_that_cannot_be_shown_is_an_error_of_the_program(value):
    with pytest.raises((TypeError, OSError)):
        render(introduction=value)


@pytest.mark.parametrize("data", [{}, {"title": " "}])
def test_document_without_a_title_is_an_error_of_the_program(data):
    with pytest.raises(KeyError):
        render_pdf(SAMPLE, data)


@pytest.mark.parametrize("name", ["documents/none.typ", "../hub/settings.py", "/etc/passwd", "documents"])
def test_template_that_is_not_among_the_templates_is_not_there(name):
    with pytest.raises(TemplateDoesNotExist):
        render_pdf(name, {"title": "A"})


def test_template_reads_nothing_outside_the_templates(tmp_path, settings):
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    for name, path in {"up.typ": "../secret.txt", "root.typ": "/etc/passwd"}.items():
        (folder / name).write_text(f'#read("{path}")')
        with pytest.raises(typst.TypstError):
            pdf._compiled(folder, folder / name, {})


def test_no_template_fetches_a_package():
    """Typst would look for one on the network."""
    templates = sorted(TEMPLATES.rglob("*.typ"))
    assert len(templates) >= 2
    assert [path.name for path in templates if "@preview" in path.read_text()] == []


def test_fonts_are_those_of_the_wheel_and_no_others():
    found = {info.path for info in pdf.fonts().fonts()}
    assert found == {str(path) for path in FOLDER.glob("*.ttf")}
    assert len(found) > 10


def test_each_font_that_the_look_names_is_there():
    """Typst says nothing of a family that it does not find."""
    look = (TEMPLATES / "documents" / "hub.typ").read_text()
    named = set(re.findall(r'^  "(Noto [^"]+)",$', look, re.MULTILINE))
    assert len(named) > 10
    assert named <= set(pdf.fonts().families())


def test_coverage_is_read_from_the_fonts():
    assert {ord(letter) for letter in f"aŻ£’ہ{MISSING}"} <= covered()
    assert ord("我") not in covered()


def test_response_is_saved_and_kept_by_nothing_in_between():
    response = pdf_response(b"%PDF-", "Charter: Heath “Singers”.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="Charter-Heath-Singers.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("results", "results.pdf"),
        ("../../etc/passwd", "etcpasswd.pdf"),
        ('a"\r\nSet-Cookie: x=1', "aSet-Cookie-x1.pdf"),
        ("我们", "document.pdf"),
        ("", "document.pdf"),
        (".", "document.pdf"),
        ("x" * 500, f"{'x' * 80}.pdf"),
    ],
)
def test_filename_is_safe(given, made):
    assert pdf_response(b"", given)["Content-Disposition"] == f'attachment; filename="{made}"'
