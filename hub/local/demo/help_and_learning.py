"""Every week: help with what is hard, learning for adults, and work that needs hands."""

from hub.local.demo.shapes import ADULTS, ANYONE, ASK, BOOK, DONATION, QUIET, SIBLINGS, Item
from hub.local.demo.when import TERM, YEAR, Change, Weekly
from listings.models import Kind

HELP, LEARNING, VOLUNTEERING = Kind.HELP, Kind.LEARNING, Kind.VOLUNTEERING

# fmt: off
HELP_AND_LEARNING = (
    # Practical help
    Item("the-larder", "Food pantry", Weekly("mon wed", "10:00-12:30", YEAR),
         "Fill a bag with what you need, and leave what you can spare.",
         "Fresh bread, vegetables, nappies, tins. No voucher and no questions. If carrying is hard, ask "
         "and we will bring it to you.",
         HELP, ages=ANYONE, access=(SIBLINGS,)),
    Item("the-larder", "Thursday supper", Weekly("thu", "16:30-18:30", YEAR),
         "A free cooked supper straight after school.",
         "Come from the school gate. There is always a plain pasta. Leftovers go home in boxes.",
         HELP, ages=ANYONE, access=(SIBLINGS,)),
    Item("the-coat-peg", "Coats, shoes and uniform, free", Weekly("tue", "10:00-13:00", YEAR),
         "Choose what fits, take it home. For children from birth to sixteen.",
         "Washed, mended, on hangers. We measure feet. Plain school uniform in every size, and the logos "
         "of nine schools.",
         HELP, ages=(0, 16), access=(SIBLINGS,)),
    Item("soft-landing", "Coffee and forms", Weekly("tue", "10:00-12:00", TERM, every=2),
         "Bring the form you have been hiding in a drawer. We have filled it in before.",
         "Disability Living Allowance, blue badges, plans for school, appeals. One parent helps you "
         "while another looks after the biscuits.",
         HELP, ages=ADULTS, access=(SIBLINGS,)),
    Item("tansy-street-library", "Money and rent: ask an adviser", Weekly("fri", "10:00-13:00", YEAR),
         "Twenty minutes with a trained adviser about bills, rent, benefits or debt.",
         "Bring letters, opened or not. Interpreters can be booked two days ahead at the desk.",
         HELP, ages=ADULTS, booking=BOOK),
    Item("second-set", "Kinship carers’ Wednesday", Weekly("wed", "10:00-12:00", YEAR),
         "Tea with others who are bringing up a grandchild, niece or nephew.",
         "Once a month a solicitor sits at the corner table. The rest of the time it is just us.",
         HELP, ages=ADULTS, access=(SIBLINGS,)),
    Item("quiet-harbour", "Moving on: a group for parents",
         Weekly("thu", "10:00-12:00", TERM, every=2, phase=1),
         "For mothers and fathers who have left, or are thinking of leaving, a home that is not safe.",
         "A small closed group with two workers. Children are looked after in the next room. Ring first, "
         "and we will tell you where.",
         HELP, ages=ADULTS, booking=ASK, access=(QUIET,)),
    Item("quiet-harbour", "Play that helps", Weekly("mon", "15:45-17:00", TERM, every=2, phase=1),
         "Quiet play with a worker for children who have seen too much.",
         "Clay, sand, drums, or a window seat. A child comes to the same worker each time. Ask us first; "
         "we will meet you.",
         HELP, ages=(4, 12), booking=ASK, access=(QUIET,), without_parents=True),
    Item("cog-and-spanner", "Mend it Monday", Weekly("mon", "18:00-20:00", YEAR, every=2, phase=1),
         "Bring something broken. Mend it with somebody who knows how.",
         "Kettles, bikes, zips, lamps, teddies. Children are welcome with a grown-up and are usually "
         "handed a screwdriver.",
         HELP, ages=(6, None), cost=DONATION),
    # Adult and family learning
    Item("kettle-on-english", "Conversation over tea", Weekly("mon", "10:00-12:00", TERM),
         "Practise English with your neighbours. Babies are passed round.",
         "Any level. We talk about real things: the bus, the school letter, the doctor. No register and "
         "no test.",
         LEARNING, ages=ADULTS, access=(SIBLINGS,),
         changes=(Change(13, "On Tuesday this week: the café has a private party.", days=1),)),
    Item("kettle-on-english", "English for the school gate", Weekly("fri", "09:15-10:45", TERM),
         "The words that schools use, and what they mean.",
         "Parents’ evening, inset day, phonics, book bag. Bring any letter and we will read it together.",
         LEARNING, at="lampwick", ages=ADULTS, access=(SIBLINGS,)),
    Item("tansy-street-mosque", "Women’s English and sewing", Weekly("thu", "09:30-11:30", TERM),
         "Learn English and mend a hem at the same table.",
         "For women of any faith. There is a crèche in the next room. We finish in time for nursery.",
         LEARNING, ages=ADULTS, access=(SIBLINGS,)),
    Item("second-chapter", "Maths from the start", Weekly("tue", "09:30-11:30", TERM),
         "Maths for adults who were told they could not do it.",
         "Eight people, one tutor, real shopping. You can go on to an exam or stop when you have what "
         "you came for.",
         LEARNING, at="library", ages=ADULTS, booking=ASK,
         changes=(Change(12, "The tutor is moving house."),)),
    Item("second-chapter", "Computers, one step at a time",
         Weekly("wed", "13:00-15:00", TERM, every=2, phase=1),
         "From switching it on to sending a form.",
         "Laptops are provided. You can learn on your own telephone if that is what you use.",
         LEARNING, at="library", ages=ADULTS),
    Item("second-chapter", "Read again", Weekly("mon", "18:30-20:00", TERM, every=2),
         "Reading and spelling for adults, two to a tutor.",
         "Nobody reads aloud unless they choose. Our room is up a flight of stairs; if stairs are hard, "
         "tell us and we meet at the library.",
         LEARNING, ages=ADULTS, booking=ASK),
    Item("foxglove-hill-school", "Foxglove community choir", Weekly("thu", "18:45-20:15", TERM),
         "Sing in parts without reading a note.",
         "Teachers, parents, neighbours and sixth-formers. Two concerts a year in the school’s theatre.",
         LEARNING, ages=(14, None), cost=(200, "an evening"),
         changes=(Change(5, "We sing on Friday this week, because of the school’s open evening.",
         days=1),)),
    Item("millrace-school", "Badminton for grown-ups", Weekly("sun", "17:00-18:30", TERM, every=2),
         "Four courts, spare rackets, no league.",
         "The sports hall is ours when the students have gone. Complete beginners get court one.",
         Kind.CLUB, ages=(16, None), cost=(300, "a person")),
    Item("tin-whistle-music", "Orchestra for people who can’t", Weekly("fri", "18:00-19:30", TERM),
         "Bring any instrument, played or unplayed, from nine years old to ninety.",
         "Parts are written for what you can do. One string is enough. There are cellos, horns and a "
         "drum to borrow.",
         LEARNING, ages=(9, None), cost=DONATION,
         changes=(Change(-1, "Half an hour early, with a bring-and-share supper.", minutes=-30),)),
    # Volunteering
    Item("bramblewick-garden", "Digging morning", Weekly("thu", "10:00-12:00", YEAR),
         "Dig, weed, sow and sit. Come for ten minutes or two hours.",
         "There are raised beds for those who would rather not bend. Soup in winter, lettuce in summer.",
         VOLUNTEERING, ages=ANYONE, access=(QUIET,)),
    Item("the-coat-peg", "Washing and mending crew", Weekly("fri", "13:00-15:00", YEAR, every=2),
         "Sew on buttons, find pairs of wellies, iron name tapes off.",
         "A cheerful room with a radio. You can bring a baby. We teach mending to anyone who would like "
         "to learn.",
         VOLUNTEERING, ages=(14, None),
         changes=(Change(6, "The washing machine is the thing that needs mending."),)),
    Item("millrace-school", "Reading friends", Weekly("thu", "13:15-14:15", TERM),
         "Listen to a child read for twenty minutes a week, at a primary school near you.",
         "We train you, and we see to the checks that the work needs. There are always two adults in the "
         "room. You need patience and your glasses.",
         VOLUNTEERING, ages=ADULTS, booking=ASK),
    Item("the-larder", "Sorting the vegetables", Weekly("tue", "16:00-17:30", YEAR, every=2, phase=1),
         "Unpack what the markets gave us and make up bags for Wednesday.",
         "A good first job for families and for anybody of fourteen and over. You may take home what is "
         "bruised.",
         VOLUNTEERING, ages=(8, None), access=(SIBLINGS,)),
)
