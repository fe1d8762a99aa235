"""Methods of search: each gives a function from a question to the score of every message."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from embeddings import embed

Scores = Callable[[str], np.ndarray]
WORD = re.compile(r"\w+")
# Constants of BM25 as in DuckDB's full-text search.
K, B = 1.2, 0.75


def full_text(messages: Sequence[str]) -> Scores:
    """BM25 over the words in lower case."""
    documents = [Counter(WORD.findall(message.lower())) for message in messages]
    lengths = np.array([sum(words.values()) for words in documents])
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, words in enumerate(documents):
        for word, count in words.items():
            postings[word].append((place, count))
    norms = K * (1 - B + B * lengths / lengths.mean())

    def score(question: str) -> np.ndarray:
        scores = np.zeros(len(messages))
        for word in set(WORD.findall(question.lower())):
            found = postings.get(word, [])
            weight = math.log((len(messages) - len(found) + 0.5) / (len(found) + 0.5) + 1)
            for place, count in found:
                scores[place] += weight * count * (K + 1) / (count + norms[place])
        return scores

    return score


def character_ngrams(messages: Sequence[str]) -> Scores:
    """TF-IDF over three to five characters, which finds inflected words."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    known = vectorizer.fit_transform(messages)
    return lambda question: (known @ vectorizer.transform([question]).T).toarray().ravel()


def latent_topics(messages: Sequence[str]) -> Scores:
    """TF-IDF over words, reduced to 100 dimensions by SVD."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    vectorizer, reduced = TfidfVectorizer(sublinear_tf=True), TruncatedSVD(100, random_state=0)
    known = normalize(reduced.fit_transform(vectorizer.fit_transform(messages)))
    return lambda question: known @ reduced.transform(vectorizer.transform([question]))[0]


def meaning(vectors: np.ndarray) -> Scores:
    """The cosine of the embeddings."""
    return lambda question: vectors @ embed([question])[0]


def both(one: Scores, other: Scores, weight: float) -> Scores:
    """The sum of two scores, the second as a share of its largest times a weight."""

    def score(question: str) -> np.ndarray:
        second = other(question)
        return one(question) + weight * second / (second.max() or 1.0)

    return score
