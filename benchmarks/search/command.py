"""The command `python -m search`: recall of several methods of search, as a table."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from statistics import fmean

import numpy as np

from embeddings import embed
from search.answers import (
    Question,
    answers,
    languages,
    read_questions,
    sample_messages,
    shares_a_word,
)
from search.methods import Scores, both, character_ngrams, full_text, latent_topics, meaning

FOUND = 10
# A hybrid adds this much of the full-text score to the cosine.
WORDS = 0.1


def recall(score: Scores, question: str, expected: set[int]) -> float:
    """The number of answers among the first ten, as a share of all answers, or of ten if more."""
    scores = score(question)
    first = np.argsort(-scores, kind="stable")[:FOUND]
    found = {int(place) for place in first if scores[place] > 0}
    return len(found & expected) / min(FOUND, len(expected))


def groups_of(question: Question, found: Sequence[str]) -> list[str]:
    """The columns of the table in which a question counts."""
    groups = ["all", question.part]
    groups.append("a word shared" if shares_a_word(question, found) else "no word shared")
    if question.language not in languages(question, found):
        groups.append("other language")
    return groups


def main(argv: Sequence[str] | None = None) -> None:
    """Print the recall of each method, over all questions and groups of them."""
    parser = argparse.ArgumentParser(prog="python -m search", description=__doc__)
    parser.add_argument("--each", action="store_true", help="print the recall of each question")
    options = parser.parse_args(argv)
    messages, questions = sample_messages(), read_questions()
    started = time.process_time()
    vectors = embed(messages)
    seconds = time.process_time() - started
    words = full_text(messages)
    methods = {
        "full text (BM25)": words,
        "character n-grams": character_ngrams(messages),
        "TF-IDF and SVD": latent_topics(messages),
        "meaning": meaning(vectors),
        "meaning and full text": both(meaning(vectors), words, WORDS),
    }
    expected = [answers(question, messages) for question in questions]
    groups = [
        groups_of(question, [messages[place] for place in sorted(found)])
        for question, found in zip(questions, expected, strict=True)
    ]
    names = list(dict.fromkeys(name for each in groups for name in each))
    counts = [sum(name in each for each in groups) for name in names]
    print(f"{len(messages)} messages, embedded in {seconds:.1f} CPU seconds\n")
    print(f"| method | {' | '.join(f'{n} ({c})' for n, c in zip(names, counts, strict=True))} |")
    print(f"| --- |{' ---: |' * len(names)}")
    measured = {
        method: [
            recall(score, question.text, found)
            for question, found in zip(questions, expected, strict=True)
        ]
        for method, score in methods.items()
    }
    for method, figures in measured.items():
        means = [
            fmean(figure for figure, each in zip(figures, groups, strict=True) if name in each)
            for name in names
        ]
        print(f"| {method} | {' | '.join(f'{one:.2f}' for one in means)} |")
    if options.each:
        for place, question in enumerate(questions):
            row = "  ".join(f"{figures[place]:.2f}" for figures in measured.values())
            print(f"{row}  {len(expected[place])}  {question.text}")
