"""People, organisations, and who does what where."""

from hub.people.models.invitation import Invitation
from hub.people.models.membership import Membership, Role
from hub.people.models.organisation import Kind, Offer, Organisation, Sort
from hub.people.models.person import Person
from hub.people.models.verification import Outcome, Verification

__all__ = [
    "Invitation",
    "Kind",
    "Membership",
    "Offer",
    "Organisation",
    "Outcome",
    "Person",
    "Role",
    "Sort",
    "Verification",
]
