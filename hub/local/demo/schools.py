"""The schools and the steward. Every one is invented; so are their numbers."""

from hub.local.demo.shapes import Body
from hub.people.models import Kind, Sort

SCHOOL_CHECKED = "The school’s number, its address and its office’s telephone, by ringing back."

# fmt: off
STEWARD = Body(
    "childrens-quarter", "Children’s Quarter", Sort.STEWARD, "quarter-yard",
    "A co-operative of the groups that serve children in Kings Heath.",
    "We are the groups and schools of one neighbourhood, working together: sharing rooms, news, training "
    "and people. We look after this hub. We check who posts here, and we answer when something is wrong. "
    "We do not run the events ourselves, and listing them does not mean that we recommend them.",
    checked="The co-operative’s rules and its members’ list, by its annual meeting.",
    email="hello@childrens-quarter.example.org", phone="0121 496 0100",
    website="https://childrens-quarter.example.org", kind=Kind.STEWARD,
)

SCHOOLS = (
    Body("acorn-row-nursery", "Acorn Row Nursery School", Sort.NURSERY, "acorn-row",
         "A nursery school for three- and four-year-olds, with an orchard in the middle.",
         "Seventy children come to us each day, some for the morning and some until three. We cook lunch "
         "here. Families are welcome in the orchard every Friday.",
         SCHOOL_CHECKED, phone="0121 496 0201", urn="999001", website="https://acorn-row.example.org",
         kind=Kind.SCHOOL),
    Body("pebble-yard-nursery", "Pebble Yard Nursery School", Sort.NURSERY, "pebble-yard",
         "A small nursery school that plays outside in all weathers.",
         "We have places for two-year-olds as well as three- and four-year-olds. Bring wellies: the mud "
         "kitchen never closes. Staff speak English, Urdu, Polish and some Makaton.",
         SCHOOL_CHECKED, phone="0121 496 0202", urn="999002", kind=Kind.SCHOOL),
    Body("copperbeech-lane-primary", "Copperbeech Lane Primary School", Sort.PRIMARY, "copperbeech",
         "A two-form primary school under a very big tree.",
         "Four hundred and twenty children from four to eleven. Our hall, kitchen and small field are "
         "used by six local groups after school and at weekends. Ask the office if you would like to be "
         "the seventh.",
         SCHOOL_CHECKED, email="office@copperbeech-lane.example.org", phone="0121 496 0203", urn="999003",
         website="https://copperbeech-lane.example.org", kind=Kind.SCHOOL),
    Body("fernhollow-primary", "Fernhollow Primary School", Sort.PRIMARY, "fernhollow",
         "A primary school with a wood of its own, where every class has a forest day.",
         "We are a one-form school at the bottom of Fernhollow Road. Each class spends one morning a "
         "fortnight in the wood. We have a resource base for twelve deaf children, and everyone learns "
         "to sign.",
         SCHOOL_CHECKED, phone="0121 496 0204", urn="999004", website="https://fernhollow.example.org",
         kind=Kind.SCHOOL),
    Body("lampwick-road-primary", "Lampwick Road Primary School", Sort.PRIMARY, "lampwick",
         "A tall Victorian primary school with a playground on the roof.",
         "Three floors, ninety-two stairs and six hundred children. Thirty-four languages are spoken at "
         "our gate. We are raising money for a lift.",
         SCHOOL_CHECKED, phone="0121 496 0205", urn="999005", kind=Kind.SCHOOL),
    Body("kestrel-row-primary", "Kestrel Row Primary School", Sort.PRIMARY, "kestrel-row",
         "A primary school where everyone plays an instrument from the age of seven.",
         "From year 3 each child borrows a cornet, a cello or a steel pan, and keeps it until they "
         "leave. Our concerts are open to the street.",
         SCHOOL_CHECKED, phone="0121 496 0206", urn="999006", website="https://kestrel-row.example.org",
         kind=Kind.SCHOOL),
    Body("seven-bridges-primary", "Seven Bridges Primary School", Sort.PRIMARY, "seven-bridges",
         "A primary school beside the canal, with boats in its lessons.",
         "The towpath runs past our gate, so we walk, paddle, draw and count along it. We share our "
         "field with the junior football club.",
         SCHOOL_CHECKED, phone="0121 496 0207", urn="999007", kind=Kind.SCHOOL),
    Body("quince-street-primary", "Quince Street Primary School", Sort.PRIMARY, "quince-street",
         "A primary school that cooks: every child can make a meal by the time they leave.",
         "Our kitchen garden feeds our kitchen, and our kitchen feeds the school. Families can learn "
         "alongside their children on Wednesday mornings.",
         SCHOOL_CHECKED, phone="0121 496 0208", urn="999008", website="https://quince-street.example.org",
         kind=Kind.SCHOOL),
    Body("foxglove-hill-school", "Foxglove Hill School", Sort.SECONDARY, "foxglove-hill",
         "A secondary school for eleven- to eighteen-year-olds, at the top of the hill.",
         "Twelve hundred students. Our theatre, sports hall and science rooms are open to the "
         "neighbourhood when lessons are over.",
         SCHOOL_CHECKED, email="community@foxglove-hill.example.org", phone="0121 496 0209", urn="999009",
         website="https://foxglove-hill.example.org", kind=Kind.SCHOOL),
    Body("millrace-school", "Millrace School", Sort.SECONDARY, "millrace",
         "A secondary school with a boathouse and a busy sixth form.",
         "Nine hundred students from eleven to eighteen. Sixth-formers read with children in three "
         "primary schools every week.",
         SCHOOL_CHECKED, phone="0121 496 0210", urn="999010", website="https://millrace.example.org",
         kind=Kind.SCHOOL),
    Body("rainbarrow-school", "Rainbarrow School", Sort.SPECIAL, "rainbarrow",
         "A special school for children and young people from three to nineteen.",
         "Our students have learning disabilities, and many have physical disabilities too. We have a "
         "warm-water pool, a sensory garden and a changing place. We like visitors: please ring first.",
         SCHOOL_CHECKED, email="office@rainbarrow.example.org", phone="0121 496 0211", urn="999011",
         website="https://rainbarrow.example.org", kind=Kind.SCHOOL),
    Body("hollinedge-school", "Hollinedge All-through School", Sort.ALL_THROUGH, "hollinedge",
         "One school from four to sixteen, so nobody changes gates at eleven.",
         "Primary and secondary share one site, one canteen and one orchestra. Older students run clubs "
         "for younger ones.",
         SCHOOL_CHECKED, phone="0121 496 0212", urn="999012", kind=Kind.SCHOOL),
)
