"""Every week for children and young people after school, and before it."""

from hub.local.demo.shapes import ASK, BOOK, DONATION, ONE_TO_ONE, PICTURES, QUIET, SIBLINGS, SIGNING, Item
from hub.local.demo.when import TERM, YEAR, Change, Weekly
from listings.models import Kind

CLUB = Kind.CLUB

# fmt: off
AFTER_SCHOOL = (
    Item("copperbeech-lane-primary", "Breakfast club at Copperbeech Lane",
         Weekly("mon tue wed thu fri", "07:45-08:50", TERM),
         "Porridge, toast, board games and a calm start, for children at the school.",
         "Children come in by the side gate and stay with our own staff. Nobody is refused for want of "
         "money: talk to the office. Our policy, our safeguarding lead and our registration are on the "
         "wall by the door.",
         CLUB, ages=(4, 11), cost=(300, "a child"), booking=BOOK, without_parents=True),
    Item("hollinedge-school", "Early gym and breakfast", Weekly("fri", "07:30-08:30", TERM),
         "Half an hour of games, half an hour of eggs, before school starts.",
         "For children at Hollinedge and at the two schools nearby. Older students lead the games with a "
         "member of staff.",
         CLUB, ages=(8, 14), cost=(150, "a child"), booking=BOOK, without_parents=True),
    Item("lamplight-youth", "Monday juniors", Weekly("mon", "15:30-17:00", TERM),
         "Pool, cooking, making and mucking about for eight- to eleven-year-olds.",
         "We walk children over from two schools. They choose what we cook and they wash up. Sign them "
         "in the first time you come.",
         CLUB, ages=(8, 11), without_parents=True, booking=ASK,
         changes=(Change(3, "Youth workers are at a training day."),)),
    Item("lamplight-youth", "Wednesday seniors", Weekly("wed", "17:00-19:00", TERM),
         "Music room, sofa and someone to talk to, for twelve- to sixteen-year-olds.",
         "Record something, cook something, or do nothing at all. A youth worker is there if school or "
         "home is hard.",
         CLUB, ages=(12, 16), without_parents=True),
    Item("lamplight-youth", "Friday night café", Weekly("fri", "18:30-21:00", YEAR),
         "A café run by young people, for young people, until nine.",
         "Food costs a pound or nothing. There is an open microphone on the last Friday of the month. We "
         "make sure that everyone has a way home.",
         CLUB, ages=(13, 18), without_parents=True),
    Item("tin-whistle-music", "Ukulele after school", Weekly("mon", "15:45-16:45", TERM),
         "Three chords, four songs, and a ukulele to borrow.",
         "Beginners start every half-term. Grown-ups may learn beside their children for nothing.",
         CLUB, at="lampwick", ages=(7, 11), cost=(400, "a child"), booking=BOOK,
         changes=(Change(11, "The hall is needed for the school’s play."),)),
    Item("paper-moon-theatre", "Drama lab for juniors", Weekly("tue", "16:00-17:15", TERM),
         "Games, masks and making a play out of nothing, for seven- to eleven-year-olds.",
         "We start with a circle and end with a scene. Some parts have no words. There is a calm room "
         "with a helper in it.",
         CLUB, ages=(7, 11), cost=(500, "a child"), booking=BOOK, access=(QUIET, ONE_TO_ONE),
         without_parents=True,
         changes=(Change(7, "We start late, after the school’s own show.", minutes=45),)),
    Item("paper-moon-theatre", "Drama lab for seniors", Weekly("thu", "17:30-19:00", TERM),
         "Write it, light it, act it: a company for twelve- to seventeen-year-olds.",
         "The company chooses its own play each year. Stage managers, sound people and painters are "
         "wanted as much as actors.",
         CLUB, ages=(12, 17), cost=(500, "a person"), booking=BOOK, without_parents=True),
    Item("thistledown-football", "Girls’ football for beginners", Weekly("tue", "16:30-17:30", TERM),
         "A first football session for girls from six to eleven.",
         "No kit, no trials, no shouting from the side. We play small games so that everybody touches "
         "the ball.",
         CLUB, ages=(6, 11),
         changes=(Change(13, "The pitch is too wet to play on. See you next week."),)),
    Item("hare-and-snail", "Junior runners", Weekly("tue", "17:00-18:00", TERM),
         "Running games, relays and a bit of stamina, for six- to twelve-year-olds.",
         "On the track at Harefield. Wheelchairs and frames race too. Come in trainers and with "
         "something to drink.",
         CLUB, at="harefield", ages=(6, 12), access=(SIBLINGS,)),
    Item("dingle-forest-school", "Den builders after school", Weekly("wed", "15:45-17:15", TERM),
         "Knots, tarpaulins and a fire in the woods, for five- to ten-year-olds.",
         "We meet children at the lower gate. They will come home smelling of smoke. From November to "
         "February we use head torches.",
         CLUB, ages=(5, 10), cost=(600, "a child"), booking=BOOK, without_parents=True,
         changes=(Change(9, "High wind is forecast, so the woods are closed."),)),
    Item("waving-hands", "Signing choir rehearsal", Weekly("wed", "16:00-17:00", TERM),
         "Sing with your hands, your voice, or both.",
         "Deaf and hearing children from six, and anyone who comes with them. We learn one new song a "
         "month. New people stand next to someone who knows it.",
         CLUB, ages=(6, None), access=(SIGNING, PICTURES, SIBLINGS),
         changes=(Change(12, "On Thursday this week, so that we can sing at a school’s concert.",
         days=1),)),
    Item("rolling-pebbles", "Wheelchair basketball for juniors", Weekly("sun", "16:00-17:30", TERM),
         "Fast, noisy and open to everyone from eight to sixteen, disabled or not.",
         "We have sports chairs in all sizes. The first half hour is skills, the rest is a match.",
         CLUB, ages=(8, 16), cost=(200, "a player"), access=(SIBLINGS, ONE_TO_ONE)),
    Item("bluebottle-skate", "Learn to skate", Weekly("sun", "12:30-13:30", YEAR),
         "A first hour on a board, with pads, helmets and a hand to hold.",
         "Boards to lend in every size. We begin on the flat and nobody has to drop in. If it is wet we "
         "sweep, and then we skate.",
         CLUB, ages=(5, 14), cost=DONATION, access=(SIBLINGS,)),
    Item("inkwell-comics", "Thursday comic club", Weekly("thu", "16:00-17:30", TERM),
         "Draw, write or read comics round one big table.",
         "Paper, pens and a bad first page are provided. We are making a comic about a bus that is "
         "always late.",
         CLUB, ages=(8, 14), without_parents=True),
    Item("tansy-street-library", "Brick club", Weekly("tue", "15:45-17:00", YEAR),
         "Ten thousand bricks and one question each week.",
         "Last week: build a house for someone with eight legs. Models stay in the window until Monday.",
         CLUB, ages=(5, 11), access=(QUIET, SIBLINGS)),
    Item("long-division-tutors", "Free homework table", Weekly("wed", "15:30-17:00", TERM),
         "Two tutors, sharp pencils and no charge, at the library.",
         "Bring homework that has gone wrong. The tutors usually charge for lessons; this table is free "
         "and nobody will try to sell you anything.",
         CLUB, ages=(7, 16),
         changes=(Change(-1, "The tutors have a cold each. Bring it next time."),)),
    Item("long-division-tutors", "Small-group maths, ages nine to eleven",
         Weekly("fri", "16:00-17:00", TERM),
         "Four children, one tutor, one hour, at the library.",
         "We find the place where it stopped making sense and start from there. Ask your school about a "
         "free place.",
         CLUB, ages=(9, 11), cost=(1500, "a lesson"), booking=BOOK, without_parents=True),
    Item("foxglove-hill-school", "Chess and other quiet fights", Weekly("mon", "15:20-16:40", TERM),
         "Chess, draughts and Go in the school library, for anyone of secondary age.",
         "You need not be a student here: report to the front desk. Beginners are taught by sixth-formers.",
         CLUB, ages=(11, 18), access=(QUIET,), without_parents=True,
         changes=(Change(13, "The school library has a book fair."),)),
    Item("millrace-school", "Rowing on the dry", Weekly("mon", "16:00-17:30", TERM, every=2, phase=1),
         "Learn to row on machines in the boathouse, before the river is warm enough.",
         "Open to young people from any school. We lend kit. In the summer term we go on the water.",
         CLUB, ages=(12, 17), cost=(100, "a session"), without_parents=True, booking=BOOK),
    Item("otter-lane-swim", "Stingrays: swimming lessons for beginners",
         Weekly("mon", "16:00-16:30", TERM),
         "Four swimmers and one teacher in the shallow end.",
         "For children who are four or over and new to water. We wait until they are ready to put their "
         "face in.",
         CLUB, ages=(4, 8), cost=(950, "a lesson"), booking=BOOK),
    Item("otter-lane-swim", "Friday family splash", Weekly("fri", "16:30-17:30", YEAR),
         "Floats, a fountain and the whole pool for families.",
         "Two grown-ups and up to three children. The hoist is working and the water is at 30 degrees.",
         CLUB, ages=(0, 16), cost=(900, "a family"), access=(SIBLINGS,)),
    Item("spinning-top-dance", "Street dance, eight to twelve", Weekly("fri", "16:45-17:45", TERM),
         "Loud music, big shapes and a routine by the end of term.",
         "No uniform, no exams. The studio is up one flight of stairs.",
         CLUB, ages=(8, 12), cost=(650, "a child"), booking=BOOK, without_parents=True),
    Item("tumbleweed-gym", "Tumbling for seven and over", Weekly("sun", "09:30-10:45", TERM, every=2),
         "Cartwheels, handsprings and how to fall over properly.",
         "The class is split by what children can do and not by age. A trial session is half price.",
         CLUB, ages=(7, 14), cost=(850, "a child"), booking=BOOK, without_parents=True),
    Item("kestrel-row-primary", "Steel pans with the neighbours",
         Weekly("tue", "15:30-16:30", TERM, every=2),
         "Children and grown-ups from the street learn pans together.",
         "The school owns thirty pans and does not mind who plays them. Grown-ups sit next to a child "
         "who can already do it.",
         CLUB, ages=(7, None), cost=DONATION,
         changes=(Change(7, "An hour later, after the concert.", minutes=60),)),
    Item("quince-street-primary", "Cook it, eat it, clear it up",
         Weekly("thu", "15:30-17:00", TERM, every=2),
         "A cooking club for one child and one grown-up at a time.",
         "Each pair makes a supper for four and takes it home. There are vegetarian and halal versions "
         "of everything.",
         CLUB, ages=(6, 11), cost=(200, "a pair"), booking=BOOK),
    Item("soft-landing", "Wednesday wind-down", Weekly("wed", "16:00-17:30", TERM),
         "An after-school hour and a half with no demands, for disabled children and their families.",
         "Trampoline, water, dark tent, snacks that are always the same. Nobody minds a meltdown here; "
         "there is a cup of tea for whoever needs it.",
         CLUB, ages=(4, 16), access=(ONE_TO_ONE, PICTURES, SIBLINGS)),
    Item("marmalade-playground", "After-school play", Weekly("tue fri", "15:30-18:00", YEAR),
         "The towers, the ropes and the fire pit are open until six.",
         "Children of eight and over may come alone once we have met you; under eight they bring a "
         "grown-up. In winter there is soup, and the lights are on.",
         CLUB, ages=(5, 15), access=(SIBLINGS,)),
)
