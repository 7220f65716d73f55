"""The charter's text is the hub's own; signatures are organisations'; supporters are people."""

from django.apps import apps

from charter.models import (
    Charter,
    CharterSection,
    CharterVersion,
    Clause,
    Decision,
    Responsibility,
    Signature,
    Supporter,
)
from charter.privacy.every import every, the_rest_plain
from hub.privacy import Basis, Controller, Personal, declare, plain

OWN = "the hub’s own words, written for the public"
plain(Charter, OWN, "title", "slug", "summary")
plain(CharterVersion, OWN, "stage", "introduction", "note")
plain(CharterSection, OWN, "key", "title", "says", "barriers", "helps")
plain(Clause, OWN, "key", "text")
plain(Responsibility, OWN, "key", "kind", "text")
plain(apps.get_model("charter", "CharterVersionEvent"), "the name of a trigger", "pgh_label", "stage")
plain(apps.get_model("charter", "DecisionEvent"), "the name of a trigger", "pgh_label", "outcome")
plain(apps.get_model("charter", "SignatureEvent"), "the name of a trigger", "pgh_label")
declare(
    Decision,
    decided_by=Personal(
        purpose="To show who decided what about the charter, and when",
        basis=Basis.LEGITIMATE_INTERESTS,
        retention="as long as the decision",
        seen_by="the steward",
    ),
)
_signed = Personal(
    purpose="To show on whose authority an organisation signed the charter",
    basis=Basis.LEGITIMATE_INTERESTS,
    retention="as long as the signature, and six years after it was taken back",
    seen_by="the organisation’s members and the steward",
    controller=Controller.ORGANISATION,
)
declare(Signature, authority=_signed, signed_by=_signed)
_supports = Personal(
    purpose="To count who stands behind the charter, and to name those who ask for it",
    basis=Basis.CONSENT,
    retention="until it is taken back; unconfirmed, 30 days",
    seen_by="the steward; a name also everyone, where its owner chose that",
)
every(Supporter, _supports)
the_rest_plain(Decision, OWN)
the_rest_plain(Signature, "an organisation’s own, written for the public and checked (D8)")
