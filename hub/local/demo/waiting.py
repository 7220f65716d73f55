"""What is not public: drafts, what waits to be read, what was sent back,
and a suspended group's listings."""

from hub.local.demo.shapes import ADULTS, ANYONE, ASK, ASK_COST, BOOK, DONATION, SIBLINGS, UNSAID, Item
from hub.local.demo.when import TERM, YEAR, Course, InHoliday, InTerm, Monthly, Nth, On, Weekly
from listings.models import Criterion, Kind, State

DRAFT, SUBMITTED, RETURNED = State.DRAFT, State.SUBMITTED, State.RETURNED

# fmt: off
WAITING = (
    # The organiser's own group
    Item("puddle-hoppers", "Rainy-day disco", Nth(3, 2, "sat", "10:00-11:00"),
         "Three songs loud, three songs quiet, repeat.",
         "Bring wellies: we dance in them. (Ask the hall about the speakers before this goes out.)",
         ages=(0, 5), access=(SIBLINGS,), state=DRAFT),
    Item("puddle-hoppers", "Summer puddle outing", InHoliday(("summer",), "thu", "10:00-15:00", 1, 2),
         "A coach to a bigger puddle.", "",
         ages=(0, 6), cost=ASK_COST, booking=BOOK, state=DRAFT),
    Item("puddle-hoppers", "Baby corner on Wednesdays", Weekly("wed", "10:00-11:30", TERM),
         "A walled-off corner with cushions for babies who are not yet on the move.",
         "It is part of Messy Wednesday, but clean. The same price covers both.",
         Kind.CLUB, ages=(0, 1), cost=(250, "a family"), access=(SIBLINGS,), state=SUBMITTED),
    Item("puddle-hoppers", "Nearly-new sale", Nth(2, 4, "sat", "10:30-12:00"),
         "Clothes, toys and buggies for under-fives at tiny prices.",
         "Ring Jo on 0121 496 0371 for a table.",
         ages=ANYONE, cost=(50, "a grown-up"), state=RETURNED,
         criterion=Criterion.PERSONAL,
         reason="There is a telephone number in the text. Please take it out, or add it to your group’s "
                "page if it is meant to be public. The rest is good to go."),
    # The new group, which is not verified yet
    Item("moonpenny-puppets", "Puppet breakfast", Monthly((2,), "sat", "10:00-11:00", YEAR),
         "Croissants, and a show with no words, for children from three.",
         "Two puppeteers, eleven puppets and one hen. It lasts as long as a croissant does.",
         Kind.CLUB, ages=(3, 8), cost=(300, "a person"), state=SUBMITTED),
    Item("moonpenny-puppets", "Make a sock into somebody", InHoliday(("february",), "wed", "10:30-12:00"),
         "Bring one sock. Take home a friend.",
         "For five- to nine-year-olds with a grown-up. Needles are blunt and buttons are many.",
         Kind.COURSE, at="library", ages=(5, 9), cost=(400, "a sock"), booking=BOOK, state=SUBMITTED),
    Item("moonpenny-puppets", "Puppets visit your school", Course((4,), "thu", "13:15-14:30", 4),
         "Four afternoons: make it, move it, give it a voice, put on a show.",
         "", Kind.OFFER, ages=(6, 10), booking=ASK, state=DRAFT),
    Item("moonpenny-puppets", "The BEST puppet show in Birmingham!!!", Nth(4, 3, "sun", "14:00-15:00"),
         "Don’t miss it. Book now.",
         "Tickets are selling fast. Bring the whole family.",
         ages=UNSAID, cost=(1200, "a ticket"), booking=BOOK, state=RETURNED,
         criterion=Criterion.ADVERT,
         reason="This reads as an advertisement. Please say what happens, for whom and what it costs, "
                "and leave out the rest. Our criteria page shows how."),
    Item("fizz-and-bang", "Smoke, slime and rockets", Nth(2, 3, "sat", "14:00-15:00"),
         "An hour of loud science for six and over.",
         "We bring goggles for everybody. The show is a taste of the parties that we sell.",
         ages=(6, 12), cost=(500, "a child"), state=SUBMITTED),
    # From others
    Item("copperbeech-lane-primary", "Poetry under the tree", InTerm((5,), 4, "tue", "14:00-15:00"),
         "Year 5 read their own poems to anyone who will listen.",
         "Bring a rug. If it rains we squeeze into the library.", access=(SIBLINGS,), state=SUBMITTED),
    Item("copperbeech-lane-primary", "Family bingo night", Nth(3, 3, "fri", "18:00-19:30"),
         "Eyes down for tins, teddies and a teacher’s homework.",
         "Run by the parents’ association. The kitchen is open.",
         cost=(100, "a card"), access=(SIBLINGS,), state=DRAFT),
    Item("lampwick-road-primary", "Climb for the lift", InTerm((4,), 2, "fri", "14:00-16:00"),
         "How many times can our school climb its own stairs?",
         "Ninety-two steps a time. Sponsors wanted. Those who can’t do stairs keep the score and ring "
         "the bell.",
         cost=DONATION, state=SUBMITTED),
    Item("tin-whistle-music", "Songwriting for new dads", Course((5,), "tue", "19:00-20:30", 4),
         "Write a lullaby, record it, use it.",
         "With Dad Hours. Guitars are there; sleep is not needed.",
         Kind.COURSE, ages=ADULTS, cost=DONATION, state=SUBMITTED),
    Item("tumbleweed-gym", "Spring offer: ten classes for the price of nine", On(3, 1),
         "A saving for new members until the end of the month.",
         "Ask at the desk.", Kind.NOTICE, cost=ASK_COST, state=RETURNED,
         criterion=Criterion.ADVERT,
         reason="The hub lists what families can come to, and not offers or prices by themselves. See "
                "“What we do not list” in the criteria."),
    Item("hedgehog-highway", "Tunnel digging under the railway fence", Nth(4, 4, "sun", "10:00-13:00"),
         "Small spades, big plans.",
         "Meet by the bridge.", Kind.VOLUNTEERING, ages=(8, None), state=RETURNED,
         criterion=Criterion.UNSAFE,
         reason="Please show us that the railway has agreed. We will publish it as soon as you have that "
                "in writing."),
    Item("soft-landing", "Wheelchair disco", Nth(5, 4, "fri", "18:00-20:00"),
         "A smooth floor, a good speaker and two chair-shaped spotlights.",
         "For disabled young people from ten and their friends. Quiet room next door.",
         ages=(10, 19), cost=(200, "a person"), state=SUBMITTED),
    Item("the-coat-peg", "Prom dresses and suits, free", InTerm((5,), 5, "sat", "10:00-13:00"),
         "Try on, twirl, take home.",
         "For students in year 11. Come with one friend whose opinion you trust.",
         Kind.HELP, ages=(15, 16), state=DRAFT),
    # Suspended: published once, and not to be seen by anyone
    Item("golden-ladder", "Open auditions for child models", Weekly("sat", "10:00-16:00", YEAR),
         "Is your child the next face of the Golden Ladder?",
         "Bring photographs. A fee is taken on the day.",
         Kind.EVENT, ages=(2, 12), cost=(4900, "a registration")),
    Item("golden-ladder", "Casting evening: be seen", Monthly((1,), "thu", "17:00-19:00", YEAR),
         "Ten minutes before our camera could change everything.",
         "Parents wait downstairs.", Kind.EVENT, ages=(4, 14), cost=(2500, "a child"),
         without_parents=True),
    Item("golden-ladder", "Free taster: camera confidence", Nth(1, 3, "sat", "11:00-12:00"),
         "Smile, turn, smile again.",
         "There is no charge for the taster. There is for everything after it.", Kind.COURSE, ages=(3, 10)),
)
