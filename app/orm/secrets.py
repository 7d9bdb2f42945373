"""Encryption of secrets at rest, with a key derived from the installation's secret key."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet

_box: MultiFernet | None = None


def configure_secrets(secret_keys: list[str]) -> None:
    """Set the keys: the first one encrypts, all of them decrypt (so keys can be rotated)."""
    global _box  # noqa: PLW0603  one key ring per process, set once by create_app
    _box = MultiFernet([Fernet(_derive(key)) for key in secret_keys if key])


def secret_box() -> MultiFernet:
    """Return the key ring; using it before `configure_secrets` is a programmer's error."""
    if _box is None:
        raise RuntimeError("secrets are not configured")
    return _box


def _derive(secret_key: str) -> bytes:
    digest = hashlib.sha256(b"fiammetta secrets at rest:" + secret_key.encode()).digest()
    return base64.urlsafe_b64encode(digest)
