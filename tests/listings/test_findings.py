"""What the checks find: personal details and the signs of an advert, and what they let pass."""

from types import SimpleNamespace

import pytest

from hub.local.demo.shapes import Item
from hub.local.demo.town import BODIES, ITEMS
from hub.local.demo.waiting import WAITING
from hub.people.models import Organisation
from listings.findings import FIELDS, find_in, kinds_of
from listings.marking import marked_fields, signs
from listings.models import Criterion, Moderation, State


def written(**words: str) -> SimpleNamespace:
    """What somebody wrote; fields that are not given are empty."""
    return SimpleNamespace(**{**dict.fromkeys(FIELDS, ""), **words})


def of_item(item: Item) -> SimpleNamespace:
    """What the demo town's people wrote."""
    note = item.cost[1] if isinstance(item.cost, tuple) else ""
    return written(title=item.title, summary=item.summary, description=item.about, price_note=note)


def owner(item: Item) -> Organisation:
    body = next(body for body in BODIES if body.slug == item.by)
    return Organisation(public_email=body.email, public_phone=body.phone)


PUBLISHED = [item for item in (*ITEMS, *WAITING) if item.state == State.PUBLISHED]


def test_no_text_that_the_demo_town_published_is_held():
    assert len(PUBLISHED) > 400
    found = {item.title: kinds_of(find_in(of_item(item), owner(item))) for item in PUBLISHED}
    assert {title: kinds for title, kinds in found.items() if kinds} == {}


def test_what_the_demo_towns_steward_sent_back_for_its_words_is_found():
    returned = {item.title: kinds_of(find_in(of_item(item), owner(item))) for item in WAITING}
    assert returned["Nearly-new sale"] == ["phone"]
    assert returned["The BEST puppet show in Birmingham!!!"] == ["boasting", "exclaiming", "pressing"]
    assert returned["Spring offer: ten classes for the price of nine"] == ["selling"]


@pytest.mark.parametrize("field", FIELDS)
def test_every_public_field_is_looked_through_for_personal_details(field):
    (found,) = find_in(written(**{field: "Ring Jo on 0121 496 0371."}))
    assert (found.field, found.kind, found.criterion) == (field, "phone", Criterion.PERSONAL)
    assert "Ring Jo on 0121 496 0371."[found.start : found.end] == "0121 496 0371"


def test_findings_stand_in_the_order_of_the_page():
    text = written(
        title="Fair!!", summary="Write to jo@example.org", description="B14 7QA. Don’t miss it. 0121 496 0371"
    )
    assert [(one.field, one.kind) for one in find_in(text)] == [
        ("title", "exclaiming"),
        ("summary", "email"),
        ("description", "postcode"),
        ("description", "pressing"),
        ("description", "phone"),
    ]


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("0121 496 0301", "Ring us on 0121 496 0301"),
        ("0121 496 0301", "Ring us on +44 121 496 0301"),
        ("+44 (0)121 496 0301", "Ring us on (0121) 496 0301"),
        ("hello@puddle.example.org", "Write to Hello@Puddle.example.org"),
    ],
)
def test_an_organisations_own_public_contact_is_no_finding(own, said):
    contact = {"public_email": own} if "@" in own else {"public_phone": own}
    assert find_in(written(description=said), Organisation(**contact)) == []
    assert len(find_in(written(description=said), Organisation())) == 1
    assert len(find_in(written(description=said))) == 1


def test_another_number_beside_the_organisations_own_is_found():
    text = written(description="Ring 0121 496 0301, or Jo on 0121 496 0371.")
    (found,) = find_in(text, Organisation(public_phone="0121 496 0301"))
    assert text.description[found.start : found.end] == "0121 496 0371"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("shouting", "BIGGEST BOUNCIEST CASTLE ever"),
        ("shouting", "COME AND JOIN THE FUN"),
        ("exclaiming", "Come along!!"),
        ("exclaiming", "Come along! ! !"),
        ("pressing", "Book now"),
        ("pressing", "Don't miss out"),
        ("pressing", "Limited time offer"),
        ("pressing", "Tickets are selling fast"),
        ("pressing", "Hurry, while they are there"),
        ("selling", "20% off this week"),
        ("selling", "Half term: 15 per cent discount"),
        ("selling", "Use the discount code PUDDLE"),
        ("selling", "Buy one, get one free"),
        ("boasting", "The best party venue in town"),
        ("boasting", "The number one nursery in Birmingham"),
        ("prices", "Haircut £12\nWash £4\nColour £30\nBraids £45\nBeads 50p\nSpray £7"),
    ],
)
def test_signs_of_an_advert_are_found(kind, said):
    found = find_in(written(description=said))
    assert kinds_of(found) == [kind]
    assert {one.criterion for one in found} == {Criterion.ADVERT}


@pytest.mark.parametrize(
    "said",
    [
        "Come as you are. There is tea!",
        "A SEND family morning with BSL, for children with ADHD.",
        "PE kit, please. STEM club in the ICT room.",
        "Adults £3, children £2, a family £7, under-twos free.",
        "There is no hurry: come when you can.",
        "The best bit is in the garden.",
        "Best of all, it is free.",
        "Places are limited, so please book.",
        "Book a place on our website, https://puddle.example.org/book?event=4711",
        "Join us today at 3pm in the hall.",
        "Sale of work: everything under £5.",
        "Year 5 sell cakes to buy a tent.",
        "Half price for brothers and sisters.",
        "From 01.02.2026 10am to 12 noon.",
        "Our pantomime: oh no it isn’t! Oh yes it is!",
        "100% cotton rags wanted.",
    ],
)
def test_plain_words_are_let_pass(said):
    assert find_in(written(title=said, summary=said, description=said)) == []


def test_every_kind_fits_where_a_decision_keeps_it():
    longest = Moderation._meta.get_field("found").base_field.max_length
    text = written(
        title="THE VERY BEST SHOW in Birmingham!!",
        description="Book now. 20% off. jo@example.org 0121 496 0371 B14 7QA, born 1 May 2019, "
        "A123456789012, "
        "943 476 5919. £1 £2 £3 £4 £5 £6",
    )
    kinds = kinds_of(find_in(text))
    assert len(kinds) == 12
    assert max(map(len, kinds)) <= longest


def test_findings_are_marked_where_they_stand_and_nothing_else_is_markup():
    text = written(
        title="<b>Fair</b>!!", description="First line.\n\nRing 0121 496 0371 & <script>alert(1)</script>"
    )
    fields = {field.key: str(field.html) for field in marked_fields(text, find_in(text))}
    assert fields["title"] == (
        '<p>&lt;b&gt;Fair&lt;/b&gt;<mark>!!<span class="visually-hidden"> (a row of exclamation marks)</span>'
        "</mark></p>"
    )
    assert fields["description"] == (
        "<p>First line.</p>\n\n"
        '<p>Ring <mark>0121 496 0371<span class="visually-hidden"> (a telephone number)</span></mark>'
        " &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


def test_what_reaches_over_lines_is_marked_in_each_and_what_overlaps_once():
    text = written(description="A £1\nB £2\n\nC £3, D £4, E £5, F £6")
    (field,) = marked_fields(text, find_in(text))
    assert str(field.html).count("<mark>") == 3
    assert str(field.html).count("<p>") == 2
    overlapping = written(title="THE BEST SHOW in Birmingham")
    assert len(find_in(overlapping)) == 2
    (title,) = marked_fields(overlapping, find_in(overlapping))
    assert title.html.count("<mark>") == 2
    assert "THE BEST SHOW" in title.html


def test_each_finding_is_said_in_words_with_its_criterion():
    text = written(description="Ring " + "0121 496 0371")
    (sign,) = signs(text, find_in(text))
    assert (str(sign.words), sign.said, str(sign.label)) == (
        "a telephone number",
        "0121 496 0371",
        "What happens",
    )
    assert sign.criterion == "personal"
