"""The demo town’s codebook: what invented people said, in themes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoTheme:
    """One theme of the demo town's codebook."""

    key: str
    area: int
    name: str
    definition: str
    includes: str
    excludes: str


# fmt: off
THEMES = (
    DemoTheme("many-communities", 1, "People belong to several communities at once",
              "Says that one person or family is part of more than one community, or that places overlap.",
              "Families with two home languages; people who live in one place and worship in another.",
              "Naming a community that was left out: that is “Somebody is missing”."),
    DemoTheme("somebody-missing", 1, "Somebody is missing from the list",
              "Names a kind of community that the draft leaves out.",
              "New arrivals, carers, online groups, people without children.",
              "A wish for more detail about a community that is there."),
    DemoTheme("families-experts", 1, "Families know their own children best",
              "Says that families’ knowledge should count, above all where a child has special needs.",
              "Parents asked to advise; knowledge from lived experience.",
              "Praise of a group’s staff."),
    DemoTheme("cost-of-rooms", 2, "Rooms have to be cheap enough",
              "The price of a room, or of the caretaker’s time, decides whether a group can use it.",
              "Deposits, minimum hours, heating.",
              "Money in general."),
    DemoTheme("caretaker-time", 2, "Somebody has to open and lock up",
              "Speaks of caretakers, keys, or who is on site.",
              "Key holders from the group; rotas.",
              "Break-ins and damage: that is “Keeping the building safe”."),
    DemoTheme("building-safe", 2, "Keeping the building safe",
              "Worries about damage, theft, or strangers on site while children are there.",
              "Separate entrances, alarms, storage.",
              "Insurance papers: that is “Insurance made simple”."),
    DemoTheme("insurance", 2, "Insurance made simple",
              "Asks for one answer about insurance, or tells how hard it was.",
              "A shared policy; a list of what is needed.",
              "Safeguarding papers."),
    DemoTheme("one-place", 3, "One place to look",
              "Wants everything that is on in one place, instead of many newsletters and groups.",
              "Schools passing on what groups do.",
              "How to find a room."),
    DemoTheme("not-online", 3, "Not everybody is online",
              "Says that some people need paper, a noticeboard or a person.",
              "Language and reading as barriers.",
              "A broken website."),
    DemoTheme("data-worry", 3, "Worry about data stops sharing",
              "Says that fear of data-protection rules keeps people from passing things on.",
              "Photographs, addresses, lists of names.",
              "Adverts."),
    DemoTheme("plan-ahead", 4, "Plan training well ahead",
              "Wants to know of training a term before, or tells of invitations that came too late.",
              "Shared calendars of in-service days.",
              "Too little training altogether."),
    DemoTheme("learn-both-ways", 4, "Learning goes both ways",
              "Says that schools can learn from groups as well as groups from schools.",
              "Group leaders who teach teachers.",
              "Staff changing places: that is area 6."),
    DemoTheme("trust-first", 5, "Trust comes before projects",
              "Says that people have to know each other before they can do something together.",
              "Cups of tea, introductions, a named person.",
              "Written agreements."),
    DemoTheme("no-time", 5, "There is no time",
              "Says that heads or teachers, or volunteers, have no time for it.",
              "Cover, workload, competing tasks.",
              "Money."),
    DemoTheme("job-worry", 6, "Exchange must not replace jobs",
              "Fears that swapping staff or using volunteers takes work or standing from teachers.",
              "Pay, unions, de-skilling.",
              "Worries about children’s safety."),
    DemoTheme("start-small", 6, "Start small and see",
              "Would rather try something now than wait for research or funding.",
              "A day, a term, two schools.",
              "A wish for government money."),
    DemoTheme("moving-school", 7, "Help at the moment of moving school",
              "Speaks of children who go from one school to another, and who could help them.",
              "Year 6 to 7; moving house in the middle of a year.",
              "Adult learning."),
    DemoTheme("adults-back", 7, "School is a hard door for some adults",
              "Says that adults who had a bad time at school need another way in.",
              "Courses in a library or a kitchen.",
              "Children."),
    DemoTheme("risk-words", 8, "Say what is gained, not only what could go wrong",
              "Supports weighing benefits against risks, or tells of a thing that was stopped by fear.",
              "Forms that ask for benefits.",
              "Asking for more checks."),
    DemoTheme("keep-children-safe", 8, "Safety first, always",
              "Warns that weighing risks must not mean fewer checks.",
              "Safeguarding leads, training, DBS.",
              "Damage to buildings."),
)
# fmt: on
