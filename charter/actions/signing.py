"""An organisation signs the charter, changes what it takes on, and takes its name back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charter import rules
from charter.letters import signing as letters
from charter.models import CharterVersion, Responsibility, Signature
from charter.privacy_check import refuse_personal
from charter.queries.signing import adopted_version, duties_of, kinds_for
from hub.access import hold
from hub.people.actor import Actor
from hub.web.pagecache import clear_pages


class NewVersion(ValidationError):
    """The version that was read is no longer the one that counts; `version` is."""

    def __init__(self, version: CharterVersion) -> None:
        super().__init__(
            _("Version %d was adopted while you were signing. Nothing you chose is lost: see what changed.")
            % version.number,
            code="new-version",
        )
        self.version = version


@dataclass(frozen=True)
class Undertaking:
    """What somebody signs: as which kind, which responsibilities (keys), on whose authority, what pledge."""

    kind: str
    duties: Sequence[str]
    authority: str
    pledge: str = ""
    pledge_by: date | None = None


def check_undertaking(
    version: CharterVersion, kinds: Sequence[str], signed: Undertaking
) -> list[Responsibility]:
    """What is taken on, in the order of the text. Raises ValidationError by field."""
    wrong: dict[str, str] = {}
    if signed.kind not in kinds:
        wrong["kind"] = _("Choose as what you sign.")
    asked = {duty.key: duty for duty in duties_of(version, signed.kind)} if not wrong else {}
    chosen = [duty for key, duty in asked.items() if key in set(signed.duties)]
    if not wrong and not chosen:
        wrong["duties"] = _("Choose at least one thing that you take on.")
    if not signed.authority.strip():
        wrong["authority"] = _("Say on whose authority you sign.")
    if signed.pledge and signed.pledge_by is None:
        wrong["pledge_by"] = _("Say by when.")
    elif signed.pledge_by is not None and not signed.pledge:
        wrong["pledge"] = _("Write the pledge that belongs to this day, or clear the day.")
    elif signed.pledge_by is not None and signed.pledge_by <= timezone.localdate():
        wrong["pledge_by"] = _("Choose a day that is still to come.")
    if wrong:
        raise ValidationError(wrong)
    refuse_personal(pledge=signed.pledge)
    return chosen


@transaction.atomic
def sign(charter: int, organisation: int, *, version: int, signed: Undertaking, by: Actor) -> Signature:
    """Put an organisation's name under the version with this number.

    Sent twice it is one signature. The charter is locked first, as by whoever adopts a version. Raises
    NotAllowed, NewVersion where another version counts by now, and ValidationError by field.
    """
    hold(by, rules.view_charter, charter)
    signer = hold(by, rules.sign_charter, organisation)
    current = adopted_version(charter)
    if current is None:
        raise ValidationError(_("No version has been adopted yet, so there is nothing to sign."))
    if current.number != version:
        raise NewVersion(current)
    duties = check_undertaking(current, [kind for kind, _words in kinds_for(signer)], signed)
    found = signer.signatures.filter(version=current, withdrawn_at=None).first()
    if found is not None:
        return found
    signature = Signature(
        charter=current.charter,
        version=current,
        organisation=signer,
        kind=signed.kind,
        authority=signed.authority.strip(),
        pledge=signed.pledge,
        pledge_by=signed.pledge_by,
        signed_at=timezone.now(),
        signed_by_id=by.id,
    )
    signature.full_clean(exclude=["charter", "version", "organisation", "signed_by"])
    signature.save(force_insert=True)
    signature.responsibilities.set(duties)
    letters.receipt(signature, current, [duty.text for duty in duties])
    clear_pages()
    return signature


@transaction.atomic
def change_signature(pk: int, *, signed: Undertaking, by: Actor) -> Signature:
    """Change what a signature takes on and its pledge; its version, kind and day stay.

    Raises NotAllowed and ValidationError by field.
    """
    signature = hold(by, rules.change_signature, pk)
    duties = check_undertaking(signature.version, [signature.kind], signed)
    signature.authority = signed.authority.strip()
    signature.pledge, signature.pledge_by = signed.pledge, signed.pledge_by
    signature.full_clean(validate_unique=False, validate_constraints=False)
    signature.save(update_fields=["authority", "pledge", "pledge_by"])
    signature.responsibilities.set(duties)
    clear_pages()
    return signature


@transaction.atomic
def take_back(pk: int, *, by: Actor) -> Signature:
    """Take an organisation's name away from under the charter, under every version. Raises NotAllowed."""
    signature = hold(by, rules.change_signature, pk)
    now = timezone.now()
    standing = signature.organisation.signatures.filter(charter=signature.charter_id, withdrawn_at=None)
    for one in standing.order_by("pk"):
        one.withdrawn_at = now
        one.save(update_fields=["withdrawn_at"])
    letters.taken_back(signature.organisation)
    clear_pages()
    return signature
