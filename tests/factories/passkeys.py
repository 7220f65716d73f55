"""Passkeys as a device makes them: nobody has the private key, so none of them signs anybody in."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from hub.people.models import Person

FLAG = AuthenticatorData.FLAG
HOST = "localhost"


def make_passkey(person: Person | None, name: str) -> Authenticator:
    """A passkey of that name, kept on a device that asks for a finger, a face or a PIN."""
    made: Authenticator = Authenticator.objects.create(
        user=person,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": name, "credential": _credential()},
    )
    return made


def _credential() -> dict[str, Any]:
    """The answer of a browser to being asked for a new key, as JSON."""
    key, number = ec.generate_private_key(ec.SECP256R1()).public_key(), secrets.token_bytes(16)
    held = AttestedCredentialData.create(bytes(16), number, ES256.from_cryptography_key(key))
    flags = FLAG.UP | FLAG.UV | FLAG.AT
    answer = AttestationObject.create(
        "none", AuthenticatorData.create(sha256(HOST.encode()), flags, 0, held), {}
    )
    told = CollectedClientData.create("webauthn.create", secrets.token_bytes(32), f"https://{HOST}")
    return {
        "id": websafe_encode(number),
        "rawId": websafe_encode(number),
        "type": "public-key",
        "response": {"clientDataJSON": websafe_encode(told), "attestationObject": websafe_encode(answer)},
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
