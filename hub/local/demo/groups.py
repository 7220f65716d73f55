"""The community groups. Every one is invented."""

from hub.local.demo.shapes import Body
from hub.people.models import Sort

RULES = "The group’s rules, its bank account in two names, and its safeguarding policy."
CHARITY = "Its entry among charities, its insurance and its safeguarding policy."
TRADER = "The company’s entry, its insurance and its safeguarding policy. It trades for profit and says so."
FAITH = "The building and who speaks for it, by a visit, and its safeguarding policy."
COUNCIL = "That it is who it says, by ringing the council back."

# fmt: off
GROUPS = (
    # Playgroups and early years
    Body("puddle-hoppers", "Puddle Hoppers Stay and Play", Sort.EARLY_YEARS, "tansy-hall",
         "Parents and carers who run play sessions for children up to five.",
         "Nine of us take turns to put out the toys, make the toast and choose the songs. Everyone who "
         "looks after a small child is welcome: mums, dads, grandparents, childminders, foster carers. "
         "You stay, you play, and you go home with paint on your sleeve.",
         RULES, email="hello@puddle-hoppers.example.org", website="https://puddle-hoppers.example.org"),
    Body("button-jar-toddlers", "Button Jar Toddlers", Sort.EARLY_YEARS, "st-wenna",
         "A toddler group with more buttons than you can count.",
         "We began with a jar of buttons and one kettle. Now we have two rooms, a ride-on tractor and a "
         "quiet corner for feeding.",
         RULES, phone="0121 496 0301"),
    Body("snug-baby-group", "Snug as a Bug Baby Group", Sort.EARLY_YEARS, "lamplight",
         "Company for anyone with a baby under one.",
         "A health visitor comes once a month, and there is always someone to hold your baby while you "
         "drink something hot.",
         CHARITY, email="snug@snug-baby.example.org", charity="9900101"),
    Body("double-buggy-club", "Double Buggy Club", Sort.EARLY_YEARS, "tansy-hall",
         "Families with twins, triplets, or two very close together.",
         "Wide doors, twice the toys, and people who know what it is like. We also lend double buggies "
         "and travel cots.",
         RULES),
    # Play and youth
    Body("marmalade-playground", "Marmalade Adventure Playground", Sort.PLAY, "marmalade",
         "A staffed adventure playground: towers, ropes, a fire pit and a lot of mud.",
         "Children helped to build everything here. Playworkers are on site whenever the gate is open. "
         "Children of eight and over may come by themselves; younger ones bring a grown-up. Half of our "
         "swings can be used from a wheelchair.",
         CHARITY, email="play@marmalade.example.org", phone="0121 496 0302", charity="9900102",
         website="https://marmalade.example.org"),
    Body("lamplight-youth", "The Lamplight Youth Project", Sort.PLAY, "lamplight",
         "Youth workers, a music room and a very long sofa, for eight- to eighteen-year-olds.",
         "We are open four evenings a week. Young people choose what goes on, and some of them train to "
         "be youth workers themselves.",
         CHARITY, phone="0121 496 0303", charity="9900103", website="https://lamplight.example.org"),
    Body("windfall-play-streets", "Windfall Play Streets", Sort.PLAY, "saddlers-rec",
         "Neighbours who close their street to cars for an afternoon, so that children can play.",
         "We lend cones, signs, chalk and know-how to any street that wants to try. The council’s form "
         "takes an hour, and we will fill it in with you.",
         RULES, email="ask@windfall.example.org"),
    Body("bluebottle-skate", "Bluebottle Skate Collective", Sort.PLAY, "skate-bowl",
         "Skaters of all ages who look after the bowl and teach anyone who asks.",
         "We have boards, pads and helmets to lend, in every size from four years up.",
         RULES),
    # Sport and movement
    Body("hare-and-snail", "Hare and Snail Running Club", Sort.SPORT, "larkmeadow",
         "Running for every speed, from a hare’s to a snail’s.",
         "Nobody is left behind: the last runner always has company. Buggies, dogs on short leads and "
         "wheelchairs all count as running.",
         RULES, website="https://hare-and-snail.example.org"),
    Body("rolling-pebbles", "Rolling Pebbles Wheelchair Sports", Sort.SPORT, "hollinedge",
         "Wheelchair basketball, racing and cycling for children and young people.",
         "You need not use a wheelchair at other times, and you need not bring one: we have eighteen. "
         "Brothers, sisters and friends play too.",
         CHARITY, phone="0121 496 0304", charity="9900104"),
    Body("thistledown-football", "Thistledown Junior Football Club", Sort.SPORT, "seven-bridges",
         "Football for girls and boys from four to sixteen.",
         "Fourteen teams, and nobody pays more than they can. Our coaches are parents with their "
         "first-aid badges.",
         RULES, email="secretary@thistledown.example.org"),
    Body("otter-lane-swim", "Otter Lane Swim School", Sort.SPORT, "otter-lane",
         "Swimming lessons and family swims in a warm pool.",
         "We are a family business. Lessons are for four swimmers at a time, and the water is always 30 "
         "degrees.",
         TRADER, phone="0121 496 0305", website="https://otter-lane.example.org", profit=True),
    Body("tumbleweed-gym", "Tumbleweed Gym", Sort.SPORT, "tumbleweed",
         "Gymnastics and tumbling from the first forward roll.",
         "A private gym with a sprung floor, a foam pit and coaches who remember being upside down for "
         "the first time.",
         TRADER, phone="0121 496 0306", profit=True),
    # Music, drama and art
    Body("tin-whistle-music", "Tin Whistle Community Music", Sort.ARTS, "ribbon-works",
         "Music for people who think they can’t, and for those who can.",
         "We lend instruments, teach in groups, and finish every term with a concert to which everyone "
         "brings cake.",
         CHARITY, website="https://tin-whistle.example.org", charity="9900105"),
    Body("paper-moon-theatre", "Paper Moon Theatre Workshop", Sort.ARTS, "ribbon-works",
         "Making plays with children, out of cardboard, light and nerve.",
         "Every child gets a part, and some parts are for people who would rather not speak. Three shows "
         "a year.",
         RULES, email="stagedoor@paper-moon.example.org"),
    Body("inkwell-comics", "The Inkwell Comic Club", Sort.ARTS, "library",
         "A club for young people who draw, write or just read comics.",
         "We make a comic together each season and leave copies on buses.",
         RULES),
    Body("spinning-top-dance", "Spinning Top Dance Studio", Sort.ARTS, "spinning-top",
         "Dance classes from two years old to grown-up.",
         "A private studio up one flight of stairs, with a real sprung floor and a piano. No uniform "
         "needed.",
         TRADER, phone="0121 496 0307", profit=True),
    Body("mud-pie-pottery", "The Mud Pie Shed", Sort.ARTS, "mud-pie",
         "A pottery by the canal where families make a mess and take it home glazed.",
         "We are two potters who rent the shed and live by it. Prices include clay, glaze and firing.",
         TRADER, website="https://mud-pie.example.org", profit=True),
    # Gardens and nature
    Body("bramblewick-garden", "Bramblewick Community Garden", Sort.NATURE, "bramblewick",
         "A walled garden behind the shops where anyone may dig, pick or sit.",
         "Raised beds at wheelchair height, a pond with a fence round it, and forty kinds of bean. The "
         "gate is open whenever one of us is there.",
         CHARITY, charity="9900106", website="https://bramblewick.example.org"),
    Body("friends-of-larkmeadow", "Friends of Larkmeadow Park", Sort.NATURE, "larkmeadow",
         "People who love their park and look after it.",
         "We plant, litter-pick, count birds and run the bandstand. There is a job for every age, and "
         "biscuits after all of them.",
         RULES, email="friends@larkmeadow.example.org"),
    Body("hedgehog-highway", "Hedgehog Highway", Sort.NATURE, "saddlers-rec",
         "Making holes in fences so that hedgehogs can get about.",
         "One hole, thirteen centimetres square, in every garden fence: that is all we want. We are at "
         "214 gardens so far.",
         RULES),
    Body("dingle-forest-school", "Dingle Den Builders", Sort.NATURE, "tanners-dingle",
         "Outdoor play in the woods: dens, fires and getting properly muddy.",
         "We are trained in forest school and first aid. We go out in everything but high wind.",
         RULES, website="https://dingle-dens.example.org"),
    # Family support
    Body("quiet-harbour", "Quiet Harbour Families", Sort.SUPPORT, "quiet-harbour",
         "Help for families living with fear at home, or starting again after it.",
         "You can talk to us without giving your name. We listen first. We help with safety, housing, "
         "school places and money, and there are groups for children. We share our address with you once "
         "we have spoken.",
         CHARITY, email="talk@quiet-harbour.example.org", phone="0121 496 0308", charity="9900107"),
    Body("the-larder", "The Larder", Sort.SUPPORT, "larder",
         "A food pantry and a table where anyone may eat.",
         "No vouchers, no forms and no questions. If you have some, bring some; if you need some, take "
         "some.",
         CHARITY, phone="0121 496 0309", charity="9900108"),
    Body("the-coat-peg", "The Coat Peg", Sort.SUPPORT, "coat-peg",
         "Free coats, shoes and school uniform for any child who needs them.",
         "Everything is washed, mended and hung on a peg, so it feels like a shop. Nobody asks why you "
         "came.",
         RULES, email="pegs@coat-peg.example.org"),
    Body("dad-hours", "Dad Hours", Sort.SUPPORT, "kettle-on",
         "Time for dads and male carers with their children, and with each other.",
         "It started with three dads on one bench. Stepdads, grandads, uncles and foster dads all count.",
         RULES),
    Body("second-set", "Second Set Kinship Carers", Sort.SUPPORT, "kettle-on",
         "Grandparents and other relatives who are bringing up somebody else’s child.",
         "You are not the only one. We meet, we swap what we know about courts and benefits, and we have "
         "days out.",
         RULES, phone="0121 496 0310"),
    # Special needs and disability
    Body("soft-landing", "Soft Landing", Sort.SEND, "soft-landing",
         "Families of disabled children, helping each other.",
         "We are all parents ourselves. Ask us about forms, schools, sleep, shoes and short breaks. "
         "There is a hoist, a changing place and a room where nothing beeps.",
         CHARITY, email="hello@soft-landing.example.org", phone="0121 496 0311", charity="9900109",
         website="https://soft-landing.example.org"),
    Body("bumblebee-rooms", "Bumblebee Rooms", Sort.SEND, "bumblebee",
         "Two sensory rooms: one bright and bubbly, one dark and calm.",
         "Families have a room to themselves for an hour. Children choose the lights, the sounds, or "
         "none of them.",
         CHARITY, charity="9900110"),
    Body("waving-hands", "Waving Hands Signing Choir", Sort.SEND, "fernhollow",
         "A choir that sings with its hands.",
         "Deaf and hearing children and adults sign songs together in BSL and Makaton. You can join "
         "without knowing one sign.",
         RULES, website="https://waving-hands.example.org"),
    # Faith communities
    Body("st-wennas-church", "St Wenna’s Church", Sort.FAITH, "st-wenna",
         "The church on the bank, with a warm hall and an open door.",
         "You do not have to believe anything to come in for tea. Our hall is used by eleven groups in "
         "the week.",
         FAITH, phone="0121 496 0312"),
    Body("tansy-street-mosque", "Tansy Street Mosque and Learning Centre", Sort.FAITH, "tansy-mosque",
         "A mosque with classrooms, a kitchen and a garden for the neighbourhood.",
         "Our classes for adults and our open evenings are for people of every faith and none.",
         FAITH, email="welcome@tansy-mosque.example.org"),
    Body("saddlers-row-gurdwara", "Saddlers Row Gurdwara", Sort.FAITH, "gurdwara",
         "A Sikh place of worship where everyone is fed.",
         "Our kitchen serves a free vegetarian meal every day of the year to anyone who comes. You will "
         "be asked to cover your head and take off your shoes; we have scarves to lend.",
         FAITH, phone="0121 496 0313"),
    # Learning
    Body("second-chapter", "Second Chapter", Sort.LEARNING, "second-chapter",
         "Reading, maths and computers for adults who missed out the first time.",
         "Small groups, patient tutors and no exams unless you want one. Our own room is up a flight of "
         "stairs; ask, and we will meet you at the library.",
         CHARITY, charity="9900111", website="https://second-chapter.example.org"),
    Body("kettle-on-english", "Kettle On English Circle", Sort.LEARNING, "kettle-on",
         "Practise English over tea with your neighbours.",
         "No lessons and no tests. Babies are passed round. Fourteen volunteers, about forty learners, "
         "and one large teapot.",
         RULES),
    Body("long-division-tutors", "Long Division Tutors", Sort.LEARNING, "library",
         "Paid tutors for maths and English, with a free table at the library every week.",
         "We are a company and we charge for lessons. One place in eight is free, given through schools.",
         TRADER, website="https://long-division.example.org", profit=True),
    # Libraries and museums
    Body("tansy-street-library", "Tansy Street Library", Sort.LIBRARY, "library",
         "Books, warmth, computers and stories. Everything here is free.",
         "Join with nothing but your name. There are no fines for children. The children’s room has a "
         "fish tank and a very large bear.",
         COUNCIL, phone="0121 496 0314", website="https://tansy-library.example.org"),
    Body("museum-of-small-things", "The Museum of Small Things", Sort.LIBRARY, "museum",
         "A small museum of buttons, beetles, keys, teeth and other small things.",
         "Most of it can be touched, and all of it is low enough for a four-year-old to see.",
         CHARITY, charity="9900112", website="https://small-things.example.org"),
    # Residents and neighbours
    Body("saddlers-row-residents", "Saddlers Row Residents", Sort.RESIDENTS, "saddlers-rec",
         "The people of eight streets round the recreation ground.",
         "We share a newsletter, a cement mixer, a set of trestle tables and an annual party.",
         RULES),
    Body("cog-and-spanner", "Cog and Spanner", Sort.RESIDENTS, "cog-spanner",
         "Mending things together, so that they are not thrown away.",
         "Bring a toaster, a torch, a trouser leg. We mend it with you, not for you, and children hold "
         "the screwdriver.",
         RULES),
    # Not verified yet
    Body("moonpenny-puppets", "Moonpenny Puppet Makers", Sort.ARTS, "puppet-loft",
         "Two friends with a van full of puppets.",
         "We are new. We would like to bring puppets to schools, libraries and rainy Sundays.",
         email="puppets@moonpenny.example.org"),
    Body("fizz-and-bang", "Fizz and Bang Science", Sort.LEARNING, "lamplight",
         "Science shows with smoke in them.",
         "We are a small company that does shows for schools and fairs.",
         profit=True),
    # Suspended: nothing of it may be seen
    Body("golden-ladder", "Golden Ladder Child Stars", Sort.ARTS, "golden-ladder",
         "Auditions and photographs for children who want to be famous.",
         "We find young faces for the screen.",
         TRADER, email="stars@golden-ladder.example.org", phone="0121 496 0399", profit=True,
         suspended=True),
)
