"""What the invented people of the demo town answered: sentences by question, and the theme that each says.

A question is named by the number printed before it; "others" is the question after the ratings, "example 2"
the invitation to send an example about area 2. Nobody real said any of it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """One sentence, the theme it says ("" for none), and whether it goes with a yes, a no, or either ("")."""

    text: str
    theme: str = ""
    choice: str = ""


# fmt: off
SAID: dict[str, tuple[Said, ...]] = {
    "others": (
        Said("Transport. If you can’t get there it doesn’t matter how good it is."),
        Said("Mental health, for the children and for the grown-ups."),
        Said("Food. A hungry child learns nothing."),
        Said("Asking young people themselves.", "somebody-missing"),
        Said("I think these are the right ones."),
        Said("Time. Nobody has any, and every one of these needs some.", "no-time"),
        Said("Play, just play, with nobody measuring it."),
        Said("Languages. Half our street speaks two.", "many-communities"),
    ),
    "1a": (
        Said("It sounds like where I live, so yes.", choice="yes"),
        Said("Yes, though a community isn’t only a place.", "many-communities", "yes"),
        Said("We live on one side of the ring road and pray on the other, and both are ours.",
             "many-communities"),
        Said("It is a bit tidy. Real life overlaps more than that.", "many-communities", "no"),
        Said("I had to read it twice. Shorter would be kinder.", choice="unsure"),
        Said("It leaves out people who have only just come.", "somebody-missing", "no"),
        Said("Good that it starts with people and not with buildings.", choice="yes"),
    ),
    "1b": (
        Said("The third one is us: families who had to become experts.", "families-experts", "yes"),
        Said("Ask the mums in the sensory group before you buy anything.", "families-experts"),
        Said("Three is enough to remember.", choice="yes"),
        Said("Most of us are in all three.", "many-communities"),
        Said("My son’s school learnt more from our group’s leaflet than from the training day.",
             "families-experts"),
        Said("I don’t see why they need sorting at all.", choice="no"),
    ),
    "1c": (
        Said("Grandparents who do the school run.", "somebody-missing", "yes"),
        Said("Young carers, and there are more than you think.", "somebody-missing", "yes"),
        Said("People who rent and move every year.", "somebody-missing", "yes"),
        Said("The deaf community, who are a community and not a special need.", "somebody-missing", "yes"),
        Said("Online groups. My whole support is on a phone.", "somebody-missing", "yes"),
        Said("No, it is all there.", choice="no"),
        Said("Small shops. Everybody goes in.", "somebody-missing", "yes"),
    ),
    "1d": (
        Said("Say somewhere that you belong even if you have no children."),
        Said("A picture would help more than another paragraph."),
        Said("That families’ knowledge counts as knowledge.", "families-experts"),
        Said("That communities change, and the charter should be read again every few years."),
    ),
    "2a": (
        Said("Our hall is empty every evening and we meet in a kitchen.", choice="yes"),
        Said("Yes. The school belongs to all of us, in a way.", choice="yes"),
        Said("It is right as long as the children come first.", "keep-children-safe", "yes"),
        Said("You make it sound easy. Ask the caretaker.", "caretaker-time", "unsure"),
        Said("It says affordable but not how much.", "cost-of-rooms", "no"),
        Said("We were quoted £45 an hour for a cold classroom.", "cost-of-rooms"),
    ),
    "2b": (
        Said("Add money. A hall at £45 an hour is shut to us.", "cost-of-rooms", "no"),
        Said("Who unlocks? That is the whole question.", "caretaker-time", "no"),
        Said("Our caretaker works until six and nobody pays him after that.", "caretaker-time"),
        Said("You have it right. It is worry, mostly.", "risk-words", "yes"),
        Said("The insurance form had nine pages and we are six people.", "insurance", "no"),
        Said("People walk through to the toilets past the classrooms, and then the head says no.",
             "building-safe"),
        Said("Nobody answers the e-mail. That is a barrier too.", choice="no"),
        Said("The minimum is three hours and we need one.", "cost-of-rooms"),
        Said("Somebody broke the piano once, eight years ago, and it is still told.", "building-safe"),
    ),
    "2c": (
        Said("One insurance for all the groups, bought together.", "insurance", "no"),
        Said("A list of what we need, before we ask, and not after.", "insurance"),
        Said("Let two of our people hold a key. We would sign for it.", "caretaker-time"),
        Said("A price for groups that charge nothing.", "cost-of-rooms"),
        Said("A cupboard. We carry everything home every week.", "building-safe"),
        Said("The list is good. Do the first two and the rest follows.", choice="yes"),
        Said("An outside door to the hall would solve most of it.", "building-safe"),
    ),
    "3a": (
        Said("Yes, I find out about things the day after.", "one-place", "yes"),
        Said("I am in seven groups on my phone and still miss it.", "one-place", "yes"),
        Said("Schools only tell you about schools.", "one-place", "yes"),
        Said("It matters, but my mother is not online and she is the one with time.", "not-online", "yes"),
        Said("I am not sure it is a school’s job.", choice="unsure"),
    ),
    "3b": (
        Said("They say data protection and that is the end of the talk.", "data-worry", "yes"),
        Said("Nobody dares to forward a poster with a name on it.", "data-worry", "yes"),
        Said("You forgot language. The newsletter is in one.", "not-online", "no"),
        Said("And paper. Some of us read what is on the gate.", "not-online", "no"),
        Said("Everybody thinks somebody else is doing it.", choice="no"),
        Said("It is not fear of adverts. It is that nobody is asked to do it.", "no-time", "no"),
        Said("A photograph with one child in it, and the whole page is taken down.", "data-worry"),
    ),
    "3c": (
        Said("One calendar. Please, one.", "one-place", "no"),
        Said("A board outside each school with the same sheet on it.", "not-online", "no"),
        Said("Two lines that say what you may pass on, so that we stop guessing.", "data-worry"),
        Said("It is complete.", choice="yes"),
        Said("Let the groups put things in themselves, and let the school choose.", "one-place"),
    ),
    "4a": (
        Said("Yes, above all about autism.", choice="yes"),
        Said("We have a speech therapist who volunteers. No teacher has ever met her.",
             "learn-both-ways", "yes"),
        Said("It would be if we heard of it before the night before.", "plan-ahead", "yes"),
        Said("Not before the basics. There are not enough teachers.", "no-time", "no"),
        Said("The best afternoon I had last year was with four lunchtime supervisors.",
             "learn-both-ways", "yes"),
    ),
    "4b": (
        Said("The barrier is the date. It is always the week of reports.", "plan-ahead", "no"),
        Said("Generosity is a good word for it.", choice="yes"),
        Said("I would leave out “professional”. Everybody can be generous.", "learn-both-ways", "unsure"),
        Said("Makes sense, and costs cover that nobody has.", "no-time", "yes"),
        Said("Teachers listen when somebody shows them a child, not a slide.", "learn-both-ways"),
    ),
    "4c": (
        Said("Put the training days of all the schools on one page, a term ahead.", "plan-ahead", "no"),
        Said("Keep two places for neighbours on every course.", "plan-ahead", "no"),
        Said("Speed dating made me laugh and then I thought: yes.", "trust-first", "yes"),
        Said("Evenings. We work.", choice="no"),
    ),
    "5a": (
        Said("Our breakfast club is why three of them come at all.", choice="yes"),
        Said("More than PR, if somebody stays for longer than a photograph.", "trust-first", "yes"),
        Said("Yes. My daughter read her first book to a man of eighty.", choice="yes"),
        Said("It can be. It can also be one more thing.", "no-time", "unsure"),
        Said("Once you know each other, everything is easier to ask.", "trust-first", "yes"),
    ),
    "5b": (
        Said("We were turned away once, rudely, and nobody asks twice.", "trust-first"),
        Said("Heads change, and you begin again.", "trust-first"),
        Said("There is no person whose job it is.", "no-time"),
        Said("Teachers are tired. I am one.", "no-time"),
        Said("Not knowing whom to ring.", "trust-first"),
    ),
    "5c": (
        Said("We can start on Monday. Government can come later.", "start-small"),
        Said("A charter is good if somebody looks in a year whether it was kept."),
        Said("Without money from above it will be the same ten people.", "no-time"),
        Said("Both. They say it counts, and we do it."),
        Said("Sign it with names and things that you will do, or don’t sign."),
    ),
    "6a": (
        Said("Yes, for the children who are nearly out.", choice="yes"),
        Said("I would swap for a week tomorrow.", "start-small", "yes"),
        Said("No. Schools lose enough staff as it is.", "job-worry", "no"),
        Said("It must never be a way of paying less.", "job-worry", "unsure"),
        Said("Not first. Rooms and news first.", choice="no"),
    ),
    "6b": (
        Said("The union’s worry is real and you should say so kindly.", "job-worry", "yes"),
        Said("It is cover. Who takes my class?", "no-time", "no"),
        Said("Checks. They take months.", "keep-children-safe", "no"),
        Said("Nobody wants to be watched doing their job.", "job-worry"),
    ),
    "6c": (
        Said("Two schools and two groups could try one day a term.", "start-small"),
        Said("Research can come when there is something to look at.", "start-small"),
        Said("Write down what happened and show it. That is research enough.", "start-small"),
        Said("It needs paying for. Goodwill runs out."),
    ),
    "7a": (
        Said("The summer before year 7 was the worst of our lives.", "moving-school", "yes"),
        Said("A youth worker who knew both schools made all the difference.", "moving-school", "yes"),
        Said("I would learn, but not in a classroom with small chairs.", "adults-back", "yes"),
        Said("Yes, if it is not called a course.", "adults-back", "yes"),
        Said("I don’t follow how the two belong together.", choice="unsure"),
    ),
    "7b": (
        Said("No. It is shame. I left at fifteen and the smell of it still gets me.", "adults-back", "no"),
        Said("It is childcare and the bus.", choice="no"),
        Said("Partly. We did not know that the library did English.", choice="yes"),
        Said("No, it is that nobody hands over. The new school starts from nothing.", "moving-school", "no"),
    ),
    "7c": (
        Said("Let the group that knows a child go with them for the first month.", "moving-school"),
        Said("Put the learning where people are: the kitchen, the garden, the mosque.", "adults-back"),
        Said("A walk round the new school with somebody you know.", "moving-school"),
        Said("A crèche."),
    ),
    "8a": (
        Said("Yes. Nobody ever asks what we lose by saying no.", "risk-words", "yes"),
        Said("The pond was filled in. A form did that, not a child.", "risk-words", "yes"),
        Said("Careful. It must not become a way round the checks.", "keep-children-safe", "unsure"),
        Said("Good, if it is one page.", "risk-words", "yes"),
        Said("No. Safe is safe.", "keep-children-safe", "no"),
    ),
    "8b": (
        Said("Let people see it. One open afternoon does more than a leaflet.", "risk-words"),
        Said("Stories of what went well, with the worries told too.", "risk-words"),
        Said("Ask governors. They sign it in the end."),
        Said("Through the children. They ask their parents."),
    ),
    "8c": (
        Said("Our forest group writes benefits on the left and risks on the right. It works.", "risk-words"),
        Said("The scouts have a good sheet. Ask them."),
        Said("Have one person whom anyone can ring about safeguarding.", "keep-children-safe"),
    ),
    "8d": (
        Said("I like it. It is what my best teachers had."),
        Said("Nice words. Who pays for the hour?", "no-time"),
        Said("Generosity needs thanks. Say thank you more."),
        Said("It goes both ways: groups have to be generous with schools too.", "learn-both-ways"),
    ),
    "example 1": (
        Said("Our sensory group wrote a page about each child with the parents, and the school now "
             "does the same.",
             "families-experts"),
        Said("The allotment gave year 4 a bed. The old men now know all their names.", "trust-first"),
    ),
    "example 2": (
        Said("Lampwick Road lends us the hall on Sundays. We mop it and they charge us for heat alone.",
             "cost-of-rooms"),
        Said("Two of us hold a key and sign a book. In six years nothing was lost but a ladle.",
             "caretaker-time"),
    ),
    "example 3": (
        Said("Our school’s newsletter has a corner for the street, and now I know when the skip comes.",
             "one-place"),
    ),
    "example 4": (
        Said("A mother taught our lunchtime staff ten signs in an hour. They use eight of them.",
             "learn-both-ways"),
    ),
    "example 5": (
        Said("The puppet people came for one day and stayed a term, because somebody made them tea.",
             "trust-first"),
    ),
    "example 6": (
        Said("Our play worker spent a Friday a month in reception. Two exclusions that didn’t happen.",
             "start-small"),
    ),
    "example 7": (
        Said("I learnt fractions at forty in the Lantern Street kitchen, halving a cake.", "adults-back"),
    ),
}

# Whole sentences with something that the public may not read: what is taken out, why, and the rest.
PRIVATE: tuple[tuple[str, str, str, str], ...] = (
    ("2b", "Ring me on 0121 496 0377, I can tell you more.", "0121 496 0377", "contact"),
    ("2b", "Mr Thimblewick in the office said never again.", "Mr Thimblewick", "third"),
    ("3b", "My e-mail is marrow@people.example.org if you want the poster.",
     "marrow@people.example.org", "contact"),
    ("1b", "My son Barnaby is in Year 2 and hates noise.", "My son Barnaby is in Year 2", "child"),
    ("5b", "Miss Pepperdine told us to go away.", "Miss Pepperdine", "third"),
    ("7b", "We moved to 14 Fennel Row, B14 7QX, in March.", "14 Fennel Row, B14 7QX", "self"),
)
EVENTS = ("The autumn fair at Lampwick Road", "Coffee morning at the library", "Governors’ evening")
NAMES = (
    "Ottilie Marrow", "Bram Fennimore", "Zadie Thistlewood", "Kofi Larkspur", "Meena Copperfield",
    "Idris Pennywhistle", "Halina Bracken", "Rufus Oakapple", "Saffron Teasel", "Yusuf Hollyhock",
)
# fmt: on
