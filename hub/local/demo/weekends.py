"""Every Saturday and Sunday, and what is on every day of the year."""

from hub.local.demo.shapes import (
    ADULTS,
    ANYONE,
    BOOK,
    DONATION,
    ENCLOSED,
    ONE_TO_ONE,
    PICTURES,
    QUIET,
    SIBLINGS,
    SIGNING,
    Item,
)  # fmt: skip
from hub.local.demo.when import ALWAYS, TERM, YEAR, Change, Weekly
from listings.models import Kind

CLUB = Kind.CLUB

# fmt: off
WEEKENDS = (
    # Free, step-free and good with a four-year-old, whatever the Saturday
    Item("friends-of-larkmeadow", "Slow Saturday: a wander for prams and wheels",
         Weekly("sat", "10:00-11:00", ALWAYS),
         "One flat mile round Larkmeadow Park, with stops for ducks, sticks and questions.",
         "We go at the pace of the youngest legs. The whole way is tarmac and there are eleven benches. "
         "We are there every Saturday of the year, in any weather, Christmas included.",
         CLUB, access=(SIBLINGS, ENCLOSED)),
    Item("st-wennas-church", "Open house breakfast", Weekly("sat", "09:00-10:30", ALWAYS),
         "Free porridge, fruit and toast, with a train set in the corner.",
         "Come by yourself or bring everyone. There is no service and nobody will ask you to stay for one.",
         CLUB, access=(SIBLINGS,)),
    Item("the-larder", "Saturday family table", Weekly("sat", "12:00-13:30", ALWAYS),
         "A free hot lunch round one long table, with crayons.",
         "Everyone sits together: those who cooked, those who came, those who gave the carrots. High "
         "chairs, no forms, no questions.",
         Kind.HELP, access=(SIBLINGS,)),
    Item("bramblewick-garden", "Bird breakfast and bug hunt", Weekly("sat", "10:30-12:00", ALWAYS),
         "Feed the birds, lift the logs and see who lives underneath.",
         "For children from two with a grown-up. The garden has a wall all round and a fence round the "
         "pond. Magnifying glasses and small wellies to borrow.",
         CLUB, ages=(2, 10), access=(SIBLINGS, QUIET)),
    Item("tansy-street-library", "Saturday story time", Weekly("sat", "11:00-11:45", YEAR),
         "Stories read aloud on the big rug, and a page to colour in.",
         "For two- to seven-year-olds. On the third Saturday the stories are told in two languages, and "
         "on the fourth a signer stands beside the reader.",
         CLUB, ages=(2, 7), access=(SIBLINGS, SIGNING),
         changes=(Change(5, "Moved to after lunch, because the heating is being mended.", minutes=180),)),
    Item("museum-of-small-things", "Small hands Saturday", Weekly("sat", "13:00-16:00", YEAR),
         "Make something tiny to take home in a matchbox.",
         "Drop in for ten minutes or all afternoon. A different small thing each week: beetles, boats, "
         "bells, crumbs.",
         CLUB, ages=(3, 10), access=(SIBLINGS, PICTURES)),
    Item("marmalade-playground", "Saturday open play", Weekly("sat", "10:00-16:00", YEAR),
         "Six hours of towers, ropes, water, mud and a fire to cook on.",
         "Bring sausages or bread dough. Under-eights come with a grown-up. There is a small yard with "
         "its own gate for under-fives, and a hoist and changing place by the office.",
         CLUB, ages=(3, 15), access=(SIBLINGS,),
         changes=(Change(15, "We open at noon today, because the towers are being inspected.",
         minutes=120),)),
    Item("hare-and-snail", "Saturday mile", Weekly("sat", "09:15-10:00", YEAR),
         "One mile round the park: run it, walk it, wheel it or be carried.",
         "Children from four run with a grown-up. Nobody is timed unless they ask. There is a sticker at "
         "the end, and there is always somebody who comes last on purpose.",
         CLUB, ages=(4, None), access=(SIBLINGS,)),
    Item("rolling-pebbles", "Wheels for all", Weekly("sat", "14:00-15:30", YEAR),
         "Trikes, tandems, hand-cycles and side-by-sides on the track.",
         "Try every one. We have a hoist and people who know how to use it. Brothers and sisters ride too.",
         CLUB, at="harefield", ages=(3, None), access=(ONE_TO_ONE, SIBLINGS)),
    # Other Saturdays
    Item("thistledown-football", "Football for fours and fives", Weekly("sat", "09:30-10:15", TERM),
         "Chasing a ball in roughly the right direction.",
         "Games about pirates, traffic lights and sleeping lions, with a ball. Grown-ups join in. Pay "
         "what you can.",
         CLUB, ages=(4, 5), cost=(200, "a child"),
         changes=(Change(12, "The field is being rolled. Come next Saturday."),)),
    Item("otter-lane-swim", "Saturday swimming lessons", Weekly("sat", "08:30-12:00", TERM),
         "Half-hour lessons for every stage, four swimmers to a teacher.",
         "Ask for an assessment first; it is free and takes ten minutes.",
         CLUB, ages=(4, 14), cost=(950, "a lesson"), booking=BOOK),
    Item("tumbleweed-gym", "Family gym", Weekly("sat", "15:00-16:30", YEAR),
         "The whole gym, soft mats down, for families to try everything.",
         "Two coaches are on the floor. Socks off. Grown-ups are encouraged to try the trampoline and "
         "generally regret it.",
         CLUB, ages=(3, 14), cost=(500, "a person"), access=(SIBLINGS,)),
    # Sundays
    Item("friends-of-larkmeadow", "Sunday park hour", Weekly("sun", "10:00-11:00", ALWAYS),
         "Litter-pickers, secateurs and biscuits: an hour of looking after the park.",
         "There is a job for every age, and small litter-pickers for small hands. We finish on time.",
         Kind.VOLUNTEERING, access=(SIBLINGS,)),
    Item("st-wennas-church", "Sunday for everybody", Weekly("sun", "09:45-10:45", ALWAYS),
         "A short, informal service with songs, a story and a play corner.",
         "Wriggling is expected. Tea afterwards. If you only want the tea, come at quarter to eleven.",
         CLUB, access=(SIBLINGS,)),
    Item("marmalade-playground", "Quiet Sunday at the playground", Weekly("sun", "10:00-12:00", YEAR),
         "The gate is shut to all but disabled children, their families and friends.",
         "Ear defenders by the door, a picture map, no music, and playworkers who have time. The hoist "
         "swing is out.",
         CLUB, ages=(2, 16), access=(QUIET, PICTURES, ONE_TO_ONE, SIBLINGS)),
    Item("hare-and-snail", "Two kilometres and a flapjack", Weekly("sun", "09:00-09:45", YEAR, every=2),
         "A timed run for four- to fourteen-year-olds, and anyone who runs with them.",
         "Two laps of the recreation ground. Volunteers with whistles are at each corner.",
         CLUB, at="saddlers-rec", ages=(4, 14)),
    Item("bluebottle-skate", "Sunday bowl session", Weekly("sun", "14:00-16:00", YEAR),
         "The bowl is open, somebody is watching, and there is a box of spare pads.",
         "All ages and all wheels: boards, blades, scooters, chairs. We keep half an hour for beginners "
         "at the start.",
         CLUB, ages=(5, None), cost=DONATION),
    Item("tansy-street-mosque", "Garden Sunday", Weekly("sun", "13:30-15:00", YEAR),
         "Plant, sweep and drink mint tea in the mosque’s garden.",
         "Neighbours of every faith and none work side by side. Children have their own bed, of soil and "
         "not of sleep.",
         Kind.VOLUNTEERING, access=(SIBLINGS,)),
    Item("museum-of-small-things", "Pay-what-you-like Sunday", Weekly("sun", "11:00-15:00", YEAR),
         "The whole museum for whatever you have in your pocket.",
         "Ask for the family rucksack: a torch, a magnifier, and twelve things to find.",
         CLUB, cost=DONATION, access=(SIBLINGS, PICTURES)),
    Item("thistledown-football", "Sunday league: home matches",
         Weekly("sun", "10:30-12:30", TERM, every=2, phase=1),
         "Under-nines and under-elevens at home. Come and cheer for both sides.",
         "Tea hut, a rope to stand behind, and a rule that only the coach may shout.",
         Kind.SPORT, ages=ANYONE),
    # Every day
    Item("saddlers-row-gurdwara", "Langar: a free meal for everyone",
         Weekly("mon tue wed thu fri sat sun", "12:00-14:30", ALWAYS),
         "A hot vegetarian meal, every day of the year, for anyone who comes.",
         "Leave your shoes in the rack and cover your head; there are scarves to borrow. Sit on the "
         "floor or at a table. Children are loved here. You may help to cook if you like.",
         Kind.HELP, access=(SIBLINGS,)),
    Item("st-wennas-church", "Warm room", Weekly("mon tue wed thu fri sat sun", "14:00-16:00", ALWAYS),
         "Somewhere warm to sit, with hot drinks, plugs, toys and company.",
         "No reason needed. There is a table for homework and another for jigsaws. We open on Christmas "
         "Day too.",
         Kind.HELP, access=(SIBLINGS, QUIET)),
    Item("quiet-harbour", "Talk to someone: our telephone line",
         Weekly("mon tue wed thu fri sat sun", "10:00-16:00", ALWAYS),
         "If you are frightened at home, or worried about someone who is, ring us.",
         "You need not give your name. We will ask whether it is safe to talk. The number is on our "
         "page. If you are in danger now, ring 999.",
         Kind.HELP, ages=ADULTS),
)
