"""Words that tell names from what only looks like them: used by third_parties.py.

All in small letters. A given name that is also a common word or a place (May, Will, Grace, Mark, Heath) is
left out of the names: a sign such as "my daughter" still finds it.
"""

from __future__ import annotations

_GIVEN_NAMES = """
aaliyah aaron abdul abdullah abigail abraham adam adele adrian agnes ahmed aidan aisha alan alastair
alex alexander alexandra alexis alfie alfred ali alice alicia alison alistair amanda amara amelia amina
amir amy ana andre andrea andrew angela aniyah anna anne annie anthony antonio anya archie arjun arthur
asha ashley asif ava ayaan ayesha barbara barry beatrice becky ben benjamin beth bethany betty bilal
brenda brian bridget callum cameron carl carol caroline caitlin catherine cathy charlie charlotte chen
chloe chris christina christine christopher claire clare clive colin connor craig daisy daniel danielle
david dawid debbie deborah deepa denise dennis derek diana diane divya dominic donald donna dorothy
douglas duncan dylan eddie edith edward eileen elaine eleanor elena elijah elizabeth ella ellen ellie
elliot elsie emily emma emmanuel eric erin ethan eva evelyn evie fatima fatimah felix fiona florence
francesca frederick freddie freya gareth gary gemma geoff geoffrey george georgia gerald gillian
giovanni gordon graham greg gregory gurpreet hamza hannah harjit harpreet harriet harry harvey hassan
heather helen henry hugh hugo hussain iain ian ibrahim imran isaac isabel isabella isabelle isla ismail
ivan jack jackie jacob jacqueline jaden jake james jamie jamila jane janet janice jasmine jason jasper
javed jayden jean jeff jennifer jenny jeremy jessica jim jo joan joanna joanne joe joel john jonathan
jordan jose joseph josh joshua joyce juan judith julia julian julie karen karim katarzyna kate katherine
kathleen kathryn katie kavita kayleigh keith kelly ken kenneth kevin khadija kieran kim krishna kyle
lakshmi laura lauren leah lena leon leonard leroy lewis liam lily linda lisa logan lorraine louis louise
luca lucas lucy luke lydia lynn maggie malcolm margaret maria marie marilyn marlon martha martin mary
maryam mateusz matilda matthew maureen megan mehmet melanie melissa mia michael michelle mike mohamed
mohammad mohammed molly monica muhammad musa myra nadia nasreen natalie natasha nathan neil niamh
nicholas nicola nicole nigel nikhil nina nisha noah noor norman oliver olivia omar oscar owen pamela
parveen patricia patrick paul paula pauline peter philip philippa phoebe pradeep priya rachel rahul raj
rajesh ravi raymond rebecca reuben reza rhys richard rita robert roger ronald rosie roy ruby russell
ruth ryan saima salma sally sam samantha samina samir samuel sandra sanjay sara sarah scott sean
sebastian shabana sharon sheila shirley shreya simon simran siobhan sofia sonia sophia sophie stacey
stanley stella stephanie stephen steve steven stuart sunita susan susie sylvia tamara tariq tanya teresa
terry theo theresa thomas tim timothy tina tobias toby tom tony tracey tracy trevor umar usman valerie
vanessa vera veronica victor vijay vikram vincent walter wayne wendy yasmin yolanda yusuf yvonne zac
zachary zahra zainab zara zoe
"""
_PARTS_OF_PLACES = """
academy arena association avenue baths borough bridge building cafe canal castle cathedral centre
charity church circus city clinic close club college common community council court crescent day
district drive estate farm federation fc festival field fields foundation gallery gardens green grammar
group grove gurdwara hall heath hill hospital hotel house infant infants infirmary institute junior
juniors junction lane library line lodge market mews mosque mosques museum nursery orchestra park
partnership path place playgroup pool pub preschool primary project radio reservoir river road room
school schools scouts secondary service services society square stadium station street surgery synagogue
temple theatre tower town trust university valley village walk way wood woods ward yard
"""
_NOT_NAMES = """
a about after again all also although am an and another any anybody anyone april are area areas as asian
at august autumn bank bbc because before being birmingham black board boys britain british but by can
chapter charter child children christian christmas class clubs co coffee could council councils covid
date dbs december dfe dear did diwali do does don't during each easter edgbaston edition eid either
england english european even every everybody everyone families fathers february few figure first
fridays friday from fun further games girls god gov governors group groups had halloween harborne has
have he head heads here hindu his holiday holidays how however i i'd i'll i'm i've i’d i’ll i’m i’ve if
in indeed infant infants is islam islamic it it's it’s its january jewish july june junior just kids
kings last later level london lottery lots many march maths may maybe me meanwhile men monday mondays
more moseley most mothers mothers' mum mums music muslim my national neighbours never new next nhs no
nobody none not november now number nursery october of ofsted often on once one only option or others
otherwise our ours over page parents part parties people perhaps person phase please police point
primary pta pupils question quite ramadan rather reading reception room rooms safeguarding same saturday
saturdays saturday's school schools science scouts secondary section selly september she should sikh
since so some somebody someone sometimes soon spring staff stage step still stirchley students such
summer sunday sundays sure table teachers teams term thank thanks that that's that’s the their them then
there there's there’s therefore these they thing things this those though through thursday thursdays
time to today together tomorrow too towards tuesday tuesdays twelve two uk under unless until us usually
version very vegan volunteers was we we'd we'll we're we've we’d we’ll we’re we’ve wednesday wednesdays
week well were west what when where which while who why will winter with women work would year years yes
yet you young your youth zoom
"""
# Given names that are common in England, of many origins, and hardly ever anything else.
GIVEN_NAMES = frozenset(_GIVEN_NAMES.split())
# What makes a name the name of a place, a school or a body.
PARTS_OF_PLACES = frozenset(_PARTS_OF_PLACES.split())
# Words that often begin a sentence or are written with a capital, and are nobody's name.
NOT_NAMES = frozenset(_NOT_NAMES.split())
