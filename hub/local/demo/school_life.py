"""What schools put on in the course of a year: the words that their listings share, and open days."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hub.local.demo.shapes import ADULTS, ASK, BOOK, DONATION, SIBLINGS, SIGNING, Item
from hub.local.demo.when import InTerm, Nth, When
from hub.places.models import AccessFeature
from listings.models import Kind

# fmt: off
# What is the same wherever it happens. The organiser, title, time and first sentence are each school’s own.
OPEN = Item("", "", Nth(1, 1, "mon"), "",
            "You will be shown round by children, and a member of staff will answer questions. Younger "
            "brothers and sisters may come. If a morning is hard for you, ring the office: we will find "
            "another time.",
            Kind.OPEN_DAY, access=(SIBLINGS,))
EVENING = replace(
    OPEN,
    about="A short talk at the start, and again halfway through, then rooms to wander into. You can park "
          "in the playground. Tell us beforehand if you need an interpreter or a signer.",
)
VISIT_FIRST = replace(
    OPEN, booking=ASK,
    about="We show one family at a time, because that is calmer for our students. Ring to choose a time. "
          "A parent whose child is already here will join you if you wish.",
)
FAIR = Item("", "", OPEN.when, "",
            "Run by the parents’ association. There are games from 20p, a hot kitchen, a quiet room for "
            "anyone who needs one, and a stall of good second-hand uniform. All that is taken goes to "
            "what the children voted for.",
            Kind.EVENT, cost=(50, "a grown-up"), access=(SIBLINGS,))
SHOW = Item("", "", OPEN.when, "",
            "Open to neighbours as well as families. There are no tickets for children and you pay what "
            "you like at the door. Please leave the front row free for wheelchairs and for those who "
            "lip-read.",
            Kind.EVENT, cost=DONATION, access=(SIBLINGS,))
STARTING = Item("", "", OPEN.when, "",
                "For families whose child has a place in September. Meet the teacher, see the room, ask "
                "about lunch, toilets and tears. You will take home a book and a list of what not to "
                "bother buying.",
                Kind.OPEN_DAY, ages=(3, None), access=(SIBLINGS,))
WORKSHOP = Item("", "", OPEN.when, "",
                "For parents, carers and anyone who helps a child at home, from any school. An hour, no "
                "homework, and a hand-out with pictures. There is a corner with toys for little ones.",
                Kind.LEARNING, ages=ADULTS, access=(SIBLINGS,))
GOVERNOR = Item("", "", OPEN.when, "",
                "Governors meet about six times a year and help the school to think. You do not have to "
                "be a parent. You need a good question, an evening a month, and checks that we arrange. "
                "This is the last day to tell us that you are interested; ask the office for a chat "
                "first.",
                Kind.VOLUNTEERING, ages=ADULTS, booking=ASK)
CLOSED = Item("", "", OPEN.when, "",
              "Staff are learning today, so there are no lessons and no breakfast or after-school clubs. "
              "Families who need care on the day can ask the office about the playground’s session.",
              Kind.NOTICE)
MATCH = Item("", "", OPEN.when, "",
             "Schools from the neighbourhood take turns to be hosts. Families may come and cheer for "
             "both sides. There are teams for children who have never played.",
             Kind.SPORT, ages=(5, 16), access=(SIBLINGS,))
OUTREACH = Item("", "", OPEN.when, "",
                "A visit made together by a school and people from outside it. Neighbours and other "
                "schools may join: tell the office how many of you there are, so that there are enough "
                "chairs.",
                Kind.VISIT, booking=BOOK)
# fmt: on


@dataclass(frozen=True)
class Row:
    """One school's listing of a common kind."""

    by: str
    like: Item
    title: str
    when: When
    summary: str
    at: str = ""
    access: tuple[AccessFeature, ...] = ()

    def item(self) -> Item:
        """The listing, whole."""
        return replace(
            self.like,
            by=self.by,
            title=self.title,
            when=self.when,
            summary=self.summary,
            at=self.at,
            access=(*self.like.access, *self.access),
        )


# fmt: off
OPEN_DAYS = (
    Row("acorn-row-nursery", OPEN, "Open orchard morning", InTerm((1, 3, 5), 4, "thu", "09:30-11:00"),
        "See three- and four-year-olds busy under the apple trees, and ask about places."),
    Row("pebble-yard-nursery", OPEN, "Wellies on: visit Pebble Yard", InTerm((2, 4, 6), 2, "tue",
    "10:00-11:30"),
        "Look round the yard in boots, get muddy, and find out about places from two years old."),
    Row("copperbeech-lane-primary", OPEN, "Open morning for next September’s reception", InTerm((1, 2),
    5, "wed", "09:15-10:30"),
        "Year 6 show you the school, from the very big tree to the very small chairs."),
    Row("copperbeech-lane-primary", EVENING, "Evening visit to Copperbeech Lane", InTerm((2,), 2, "tue",
    "17:30-18:45"),
        "For families who work in the day: see reception, the hall and the after-school club."),
    Row("fernhollow-primary", OPEN, "Walk in our wood: Fernhollow open morning", InTerm((1, 2), 4, "thu",
    "09:30-11:00"),
        "Visit a class in the wood and a class indoors, with a signer all morning.", access=(SIGNING,)),
    Row("lampwick-road-primary", OPEN, "See the playground on the roof", InTerm((1, 2), 3, "mon",
    "09:30-10:45"),
        "A tour of our tall school. If stairs are hard, we show you the ground floor and a film of the "
        "rest."),
    Row("kestrel-row-primary", OPEN, "Open morning with an orchestra", InTerm((1, 2), 6, "fri",
    "09:15-10:45"),
        "Hear the whole school play, then see it read, write and add up."),
    Row("seven-bridges-primary", OPEN, "Come along the towpath to Seven Bridges", InTerm((1, 2), 3,
    "wed", "09:30-11:00"),
        "Look round the school and feed the ducks that think it is theirs."),
    Row("quince-street-primary", OPEN, "Open kitchen, open school", InTerm((1, 2), 2, "tue", "10:30-12:00"),
        "See lessons, then eat what year 4 has cooked."),
    Row("foxglove-hill-school", EVENING, "Foxglove Hill open evening for year 5 and 6", InTerm((1,), 4,
    "thu", "17:00-19:30"),
        "Explode something in science, forge something in art, and meet the people who look after new "
        "students."),
    Row("foxglove-hill-school", OPEN, "Foxglove Hill on an ordinary morning", InTerm((2, 5), 3, "tue",
    "09:30-10:45"),
        "No displays and no speeches: walk round while lessons are on."),
    Row("millrace-school", EVENING, "Millrace open evening", InTerm((1,), 5, "tue", "17:30-20:00"),
        "Row on a machine, dissect a squid, hear the samba band, talk to the students."),
    Row("millrace-school", EVENING, "Sixth form at Millrace: come and ask", InTerm((2, 3), 4, "wed",
    "18:00-19:30"),
        "Meet teachers of thirty subjects, and students who took each of them."),
    Row("rainbarrow-school", VISIT_FIRST, "Visit Rainbarrow, one family at a time", InTerm((1, 3, 5), 3,
    "wed", "09:30-12:00"),
        "See our pool, our classes and our garden, and ask how places are given."),
    Row("hollinedge-school", OPEN, "Four to sixteen in one morning", InTerm((1, 2), 5, "thu",
    "09:30-11:30"),
        "Walk from reception to year 11 without going outside, led by one child from each."),
    Row("acorn-row-nursery", STARTING, "Starting at Acorn Row: a picnic tea", InTerm((6,), 5, "wed",
    "15:30-16:30"),
        "Meet the other families, the teachers and the tree that your child will climb."),
    Row("pebble-yard-nursery", STARTING, "First muddy afternoon for new families", InTerm((6,), 4, "mon",
    "14:00-15:00"),
        "Come in old clothes and find your child’s peg."),
    Row("copperbeech-lane-primary", STARTING, "Starting school at Copperbeech Lane", InTerm((6,), 4,
    "thu", "17:00-18:00"),
        "A talk for grown-ups while children play in their new room next door."),
    Row("fernhollow-primary", STARTING, "New to Fernhollow: stories in the wood", InTerm((6,), 5, "tue",
    "14:00-15:15"),
        "Children hear a story by the fire while you hear about everything else.", access=(SIGNING,)),
    Row("lampwick-road-primary", STARTING, "Starting at Lampwick Road", InTerm((6,), 5, "thu",
    "09:15-10:30"),
        "In English, Urdu, Romanian and Arabic, with time to meet a family who speaks yours."),
    Row("kestrel-row-primary", STARTING, "Teddies’ first day at Kestrel Row", InTerm((6,), 4, "fri",
    "13:45-15:00"),
        "New children bring a teddy to try the chairs, the toilets and the drums."),
    Row("seven-bridges-primary", STARTING, "First walk to school: Seven Bridges", InTerm((6,), 5, "mon",
    "09:00-10:15"),
        "Walk the towpath with us and see how long it takes on four-year-old legs."),
    Row("quince-street-primary", STARTING, "Try a school dinner at Quince Street", InTerm((6,), 5, "fri",
    "12:00-13:15"),
        "New children eat with year 6, and you eat with them."),
    Row("hollinedge-school", STARTING, "Hello, Hollinedge", InTerm((6,), 4, "wed", "16:00-17:00"),
        "For children starting at four, and for those who join us at eleven."),
)
