"""What people answered, who they are if they said so, and what the public reads of it (rules.md D9)."""

from django.apps import apps

from charter.models import (
    AboutYou,
    Answer,
    Contact,
    EqualityRecord,
    LeftIn,
    Original,
    PublishedAnswer,
    PublishedResponse,
    Redaction,
    Response,
    ResumeLink,
    SealedLook,
)
from charter.privacy.every import every
from hub.privacy import Basis, Personal, plain

_RAW = (
    "two years after the results of the consultation were published, or after it closed where none were; "
    "what can be counted stays, without words or names"
)
_STEWARD = "the steward’s administrators; after the close also its analysts. Each look is on record"
answered = Personal(
    purpose="To know what people think of the draft charter, and to write a better one",
    basis=Basis.LEGITIMATE_INTERESTS,
    retention=_RAW,
    seen_by=_STEWARD,
)
about = Personal(
    purpose="To see who was heard and who was not; of it only “a parent” or “school staff” stands with "
    "words that may be published",
    basis=Basis.CONSENT,
    retention=_RAW,
    seen_by="the steward’s administrators and analysts; everyone sees counts, none under 5 (rules.md D10)",
)
equality = Personal(
    purpose="To see whether some people were not heard; it is only counted",
    basis=Basis.CONSENT,
    condition="explicit consent; equality of opportunity (Data Protection Act 2018, schedule 1, paragraph 8)",
    retention="cut loose from the answers when the consultation is settled; gone with their words",
    seen_by="nobody one by one; the steward’s administrators and analysts see counts, none under 5",
)
contact = Personal(
    purpose="To send a receipt, a copy or news to those who asked, and to ask about an example they gave",
    basis=Basis.CONSENT,
    retention="30 days after all was sent that was asked for; at most a year after the results",
    seen_by="the steward’s administrators",
)
original = Personal(
    purpose="To keep what came on paper, by e-mail or at an event whole, so that the split can be checked",
    basis=Basis.LEGITIMATE_INTERESTS,
    retention=_RAW,
    seen_by="the steward’s administrators",
)
published = Personal(
    purpose="To show in public what people said, as far as each allowed it (rules.md D9)",
    basis=Basis.CONSENT,
    retention="until it is taken back; at most ten years after the results were published",
    seen_by="everyone",
)
worked = Personal(
    purpose="To show who read, redacted and published what, and who looked at what was sealed",
    basis=Basis.LEGITIMATE_INTERESTS,
    retention=_RAW,
    seen_by="the steward’s administrators and whoever looks after data",
)


every(Response, answered)
every(Answer, answered)
every(ResumeLink, answered)
every(AboutYou, about)
every(EqualityRecord, equality)
every(Contact, contact)
every(Original, original)
every(PublishedResponse, published)
every(PublishedAnswer, published)
every(Redaction, worked)
every(LeftIn, worked)
every(SealedLook, worked)
plain(apps.get_model("charter", "ResponseEvent"), "states and the name of a trigger", "pgh_label", "state")
plain(apps.get_model("charter", "ResponseEvent"), "a choice, without words", "publish", "review")
plain(apps.get_model("charter", "ContactEvent"), "the name of a trigger", "pgh_label")
