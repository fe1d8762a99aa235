"""The id of a golden customer, computed from its oldest record."""

import hashlib
from collections.abc import Sequence

import numpy as np

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
UID_BITS = 80
DIGIT_BITS = 5


def customer_uid(record_id: str) -> str:
    """Return the id of the customer whose oldest record is given: C- and 80 bits in base 32.

    The bits are the first of record_id where it is a hexadecimal hub key, otherwise of its hash.
    The digits are Crockford's. The macro customer_uid does the same.
    """
    return customer_uids([record_id])[0]


def customer_uids(record_ids: Sequence[str]) -> list[str]:
    """Return the `customer_uid` of each record id."""
    keys = np.frombuffer(b"".join(map(_uid_key, record_ids)), dtype=np.uint8)
    bits = np.unpackbits(keys).reshape(-1, UID_BITS // DIGIT_BITS, DIGIT_BITS)
    places = bits @ (1 << np.arange(DIGIT_BITS)[::-1])
    texts = np.frombuffer(ALPHABET.encode(), dtype="S1")[places].view(f"S{places.shape[1]}")
    return [f"C-{text}" for text in texts.ravel().astype(str).tolist()]


def _uid_key(record_id: str) -> bytes:
    """Return the bits of a customer uid."""
    try:
        key = bytes.fromhex(record_id)
    except ValueError:
        key = b""
    if len(key) * 8 < UID_BITS:
        key = hashlib.sha256(record_id.encode()).digest()
    return key[: UID_BITS // 8]
