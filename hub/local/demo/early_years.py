"""Every week for the youngest, and for those who look after them."""

from hub.local.demo.shapes import BOOK, DONATION, ENCLOSED, PICTURES, QUIET, SIBLINGS, SIGNING, Item
from hub.local.demo.when import TERM, YEAR, Change, Weekly
from listings.models import Kind

CLUB = Kind.CLUB

# fmt: off
EARLY_YEARS = (
    Item("puddle-hoppers", "Stay and play on the big mat", Weekly("mon", "09:30-11:00", TERM),
         "Toys, dressing-up and a song at the end, for children up to five.",
         "Come when you like and leave when you must. There is a soft corner for babies, a slide, a play "
         "kitchen and a snack at half past ten. We sing five songs and everyone puts one toy away.",
         CLUB, ages=(0, 4), cost=(200, "a family"), access=(SIBLINGS,),
         changes=(Change(4, "The hall is being used as a polling station."),)),
    Item("puddle-hoppers", "Messy Wednesday", Weekly("wed", "10:00-11:30", TERM),
         "Paint, gloop, shaving foam and a bowl of warm water for afterwards.",
         "Wear something that has given up. We cover the floor, you cover the children. There is always "
         "one tray that is not sticky, for those who would rather not.",
         CLUB, ages=(1, 4), cost=(250, "a family"), access=(SIBLINGS, QUIET),
         changes=(Change(14, "Half an hour later, because blood donors have the hall until ten.",
         minutes=30),)),
    Item("puddle-hoppers", "Puddle walk", Weekly("sun", "10:00-11:00", TERM),
         "A slow walk round Larkmeadow Park to find every puddle in it.",
         "We meet at the café gate in boots. It takes an hour to go half a mile, which is the point. On "
         "dry days we bring watering cans and make our own.",
         CLUB, at="larkmeadow", ages=(1, 5), access=(SIBLINGS,)),
    Item("button-jar-toddlers", "Toddlers and toast", Weekly("tue", "09:30-11:00", TERM),
         "A toddler group with two rooms, a ride-on tractor and hot buttered toast.",
         "One room is busy and one is calm. Grown-ups get toast as well. New faces are met at the door, "
         "so you never have to walk in by yourself.",
         CLUB, ages=(0, 4), cost=DONATION, access=(SIBLINGS, QUIET),
         changes=(Change(-1, "We start half an hour late and end with a party tea.", minutes=30),)),
    Item("button-jar-toddlers", "Buttons and bricks", Weekly("fri", "13:15-14:45", TERM),
         "A quieter afternoon session for children who find mornings too much.",
         "No more than twelve children. We build, thread big buttons and read on the rug. The lights are "
         "low and nobody claps.",
         CLUB, ages=(1, 4), cost=DONATION, access=(QUIET, PICTURES), booking=BOOK),
    Item("snug-baby-group", "New baby Monday", Weekly("mon", "13:00-14:30", YEAR),
         "Company, cushions and a hot drink with a baby under one.",
         "Come in your slippers if that is how far you got. We have a place to change, a place to feed "
         "and someone to hold the baby. The health visitor and her scales are here on the first Monday "
         "of the month.",
         CLUB, ages=(0, 1), access=(SIBLINGS,)),
    Item("snug-baby-group", "Feeding circle", Weekly("thu", "10:30-12:00", YEAR),
         "Help with breast or bottle from people who have been through it.",
         "Two trained supporters are here every week. Ask them anything, or just sit where feeding is "
         "normal. Pregnant visitors are welcome too.",
         Kind.HELP, ages=(0, 1)),
    Item("tansy-street-library", "Rhyme time with the very large bear", Weekly("mon", "10:15-10:45", YEAR),
         "Half an hour of songs and rhymes for babies and toddlers.",
         "Sit on the carpet round the bear. We sing in English, Urdu and Polish, and will learn yours if "
         "you teach us. There is room for eighteen buggies.",
         CLUB, ages=(0, 3), access=(SIBLINGS,),
         changes=(Change(13, "The bear is being mended and so is our reader’s knee."),)),
    Item("tansy-street-library", "Thursday story rug", Weekly("thu", "10:30-11:00", YEAR),
         "Three stories and a picture to take home, for children from two to five.",
         "One old story, one new story, and one told with things out of a bag. Stay afterwards to choose "
         "books.",
         CLUB, ages=(2, 5), access=(SIBLINGS, PICTURES)),
    Item("museum-of-small-things", "Toddler Wednesday at the museum", Weekly("wed", "10:00-11:30", YEAR),
         "The museum to yourselves, with drawers to open and beetles to look at.",
         "Before we open to everyone else, toddlers have the place. There is one tray of things to touch "
         "and one thing to find. Last week it was a tooth.",
         CLUB, ages=(1, 4), cost=(100, "a child"), access=(QUIET, SIBLINGS)),
    Item("acorn-row-nursery", "Orchard singing for families", Weekly("fri", "09:00-09:30", TERM),
         "Twenty minutes of singing under the apple trees before nursery starts.",
         "Bring younger brothers and sisters, and grandparents. When it rains we sing in the hall, where "
         "it is louder.",
         CLUB, ages=(0, 5), access=(SIBLINGS, SIGNING)),
    Item("pebble-yard-nursery", "Two-year-olds’ tea and tumble",
         Weekly("tue", "14:00-15:00", TERM, every=2, phase=1),
         "Soft shapes and a cup of tea for two-year-olds who might join us, and for those who might not.",
         "See what a nursery is like before you choose one. Staff can tell you about free hours and help "
         "with the form.",
         CLUB, ages=(2, 3), access=(SIGNING, SIBLINGS)),
    Item("spinning-top-dance", "Tiny dancers", Weekly("thu", "10:00-10:45", TERM),
         "A first dance class, holding a grown-up’s hand.",
         "Scarves, bells, galloping and lying down at the end. The studio is up one flight of stairs; "
         "leave buggies in the porch.",
         CLUB, ages=(2, 4), cost=(550, "a child"), booking=BOOK),
    Item("tumbleweed-gym", "First forward rolls", Weekly("wed", "13:30-14:15", TERM),
         "Climbing, hanging and rolling for two- to four-year-olds with a grown-up.",
         "The foam pit is as good as it sounds. You help your own child, and our coach helps you.",
         CLUB, ages=(2, 4), cost=(650, "a child"), booking=BOOK),
    Item("otter-lane-swim", "Water babies’ warm half-hour", Weekly("sun", "09:00-09:30", TERM),
         "Songs and splashing in a 30-degree pool, from three months.",
         "Grown-ups come in too. There is a hoist at the poolside and warm family changing rooms. Bring "
         "two swim nappies.",
         CLUB, ages=(0, 3), cost=(750, "a baby"), booking=BOOK, access=(SIBLINGS,)),
    Item("hare-and-snail", "Buggy run", Weekly("mon", "09:15-10:15", YEAR),
         "A gentle run or fast walk round the park, pushing somebody small.",
         "Twice round, with a stop at the ducks. Any buggy will do. We go at the pace of the slowest and "
         "then have coffee.",
         CLUB, ages=(0, 4), access=(SIBLINGS,),
         changes=(Change(12, "We meet half an hour later, when the park’s gate opens.", minutes=30),)),
    Item("st-wennas-church", "Little ones on the carpet",
         Weekly("fri", "13:30-14:30", TERM, every=2, phase=1),
         "A Bible story, a drum each, and juice, for children under five.",
         "It is short, noisy and friendly. Families of any faith or none may come; most come for the "
         "drums.",
         CLUB, ages=(0, 4), access=(SIBLINGS,)),
    Item("bumblebee-rooms", "Sensory room: an hour to yourselves", Weekly("tue", "10:00-15:00", YEAR),
         "Book the bubble room or the dark room for your own family.",
         "Choose lights, sounds, smells, or none of them. There is a hoist and a changing place. An hour "
         "is free; if you can, leave something for the bulbs.",
         CLUB, ages=(0, 12), cost=DONATION, access=(PICTURES, SIBLINGS), booking=BOOK),
    Item("dingle-forest-school", "Leaf and stick Sundays", Weekly("sun", "10:00-11:30", TERM),
         "Outdoor play in the woods with a fire and hot apple juice, for under-fives.",
         "Dig, climb, hammer and hide. We have spare waterproofs in every size. The path from the lower "
         "gate is steep and muddy, so bring a sling and not a buggy.",
         CLUB, ages=(1, 5), cost=(400, "a child"), booking=BOOK, access=(SIBLINGS,),
         changes=(Change(6, "The path is closed while a fallen tree is cleared."),)),
    Item("double-buggy-club", "Twins, triplets and two-close-together",
         Weekly("fri", "10:00-11:30", TERM, every=2),
         "A stay and play with twice the toys and twice the hands.",
         "Every other Friday. Two volunteers come just to hold babies. The clothes rail is "
         "swap-what-you-like.",
         CLUB, ages=(0, 4), cost=(200, "a family"), access=(SIBLINGS, ENCLOSED)),
)
