"""Encryption of personal data at rest, and the keyed hashes that stand in for it where rows must be found.

Names, telephone numbers, birth dates and the words of messages are kept encrypted, so that a stolen database file or
backup tells nothing without its key. Equal names are found by a keyed hash (a blind index), invitation codes are kept
as a keyed hash only.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION = b"\x01"


class Cipher:
    """AES-256-GCM for column values and HMAC-SHA-256 for lookups, under keys derived from one secret of 32 bytes."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError(f"the key must be {KEY_BYTES} bytes long, not {len(secret)}")
        self._aead = AESGCM(_derive(secret, b"column values"))
        self._hash_key = _derive(secret, b"blind index")

    def encrypt(self, plain: bytes) -> bytes:
        """Return `plain` encrypted: version, nonce, ciphertext with tag."""
        nonce = os.urandom(_NONCE_BYTES)
        return _VERSION + nonce + self._aead.encrypt(nonce, plain, None)

    def decrypt(self, value: bytes) -> bytes:
        """Return the plain bytes of an encrypted `value`; raises ``InvalidTag`` when it was made with another key."""
        return self._aead.decrypt(value[1 : 1 + _NONCE_BYTES], value[1 + _NONCE_BYTES :], None)

    def digest(self, purpose: str, text: str) -> bytes:
        """Return the keyed hash of `text`; equal texts of one `purpose` have equal hashes, nothing else can be told."""
        return hmac.digest(self._hash_key, f"{purpose}\0{text}".encode(), hashlib.sha256)


def new_secret() -> bytes:
    """Return a fresh random secret."""
    return os.urandom(KEY_BYTES)


def load_or_create_secret(path: Path) -> bytes:
    """Return the secret kept at `path`, made on first use and readable by its owner only.

    Raises ``ValueError`` when the file holds something else than a secret in hexadecimal.
    """
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        return _create_secret(path)
    try:
        return bytes.fromhex(text.strip())
    except ValueError:
        raise ValueError(f"{path} is not a key file of this program") from None


def _create_secret(path: Path) -> bytes:
    secret = new_secret()
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secret.hex() + "\n")
    return secret


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"taonguon " + purpose).derive(secret)
