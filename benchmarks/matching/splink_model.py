"""Splink as set up in its guide: library comparisons, trained without labels."""

import duckdb
import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.exceptions import EMTrainingException

SETTINGS = (
    "Splink: records as our engine standardises and masks them; ForenameSurname, DateOfBirth and"
    " Email comparisons at their defaults, organisation by NameComparison, address by Jaro-Winkler"
    " 0.9 and 0.7, the rest by Levenshtein 1 and 2, term frequencies on names, city and postcode;"
    " prior by exact rules at recall 0.7, u from 1e6 random pairs, m by EM on up to three blockings"
)
FIELDS = ("first_name", "last_name", "org_name", "email", "phone", "address", "city", "postcode")
LEAST_FILLED = 0.02
RECALL = 0.7
RANDOM_PAIRS = 1e6
SEED = 1
TRAINING_RULES = 3
BLOCKING = (
    ("email",),
    ("phone",),
    ("national_id",),
    ("org_name",),
    ("address",),
    ("first_name", "last_name"),
    ("birth_date",),
    ("last_name", "postcode"),
    ("first_name", "postcode"),
    ("last_name", "city"),
    ("first_name", "city"),
    ("substr(first_name, 1, 3)", "substr(last_name, 1, 4)"),
    ("substr(org_name, 1, 6)",),
)
DETERMINISTIC = (
    ("first_name", "last_name", "birth_date"),
    ("first_name", "last_name", "postcode"),
    ("email",),
    ("national_id",),
    ("org_name", "postcode"),
    ("org_name", "address"),
)
TRAINING = (
    ("first_name", "last_name"),
    ("birth_date",),
    ("org_name",),
    ("address",),
    ("email",),
    ("phone",),
    ("postcode",),
)


def score(records: pd.DataFrame, candidates: pd.DataFrame | None) -> pd.DataFrame:
    """Train on standardised records (one per record_id) and score pairs on one thread.

    candidates: uid_l, uid_r, or None for Splink's own blocking.
    Returns uid_l, uid_r, match_probability.
    """
    table = prepare_table(records)
    connection = duckdb.connect(config={"threads": 1})
    api = DuckDBAPI(connection)
    linker = Linker(api.register(table, dataset_display_name="records"), settings(table), "ERROR")
    train(linker, table)
    if candidates is not None:
        pairs = pd.DataFrame(
            {
                "match_key": "0",
                "join_key_l": candidates["uid_l"],
                "join_key_r": candidates["uid_r"],
            }
        )
        linker.table_management.register_blocked_pairs_for_predict(api.register(pairs))
    scored = linker.inference.predict().as_pandas_dataframe()
    columns = {"unique_id_l": "uid_l", "unique_id_r": "uid_r"}
    return scored.rename(columns=columns)[["uid_l", "uid_r", "match_probability"]]


def prepare_table(records: pd.DataFrame) -> pd.DataFrame:
    """Return standardised records in Splink's format, without mostly empty columns."""
    table = records[["record_id", *FIELDS, "birth_date", "national_id"]].rename(
        columns={"record_id": "unique_id"}
    )
    table = table.astype(object).where(table.notna(), None)
    kept = [
        name
        for name in table
        if table[name].notna().mean() >= LEAST_FILLED and table[name].nunique() > 1
    ]
    table = table[kept]
    if {"first_name", "last_name"} <= set(kept):
        whole = table["first_name"] + " " + table["last_name"]
        table = table.assign(first_last=whole.where(whole.notna(), None))
    if "birth_date" in table:
        parts = [table["birth_date"].str[start:end] for start, end in ((0, 4), (4, 6), (6, 8))]
        dates = parts[0] + "-" + parts[1] + "-" + parts[2]
        table = table.assign(birth_date=dates.where(dates.notna(), None))
    return table


def settings(table: pd.DataFrame) -> SettingsCreator:
    """Return the comparisons and blocking rules that a table has the columns for."""
    frequent = {"term_frequency_adjustments": True}
    comparisons = {
        "org_name": cl.NameComparison("org_name").configure(**frequent),
        "email": cl.EmailComparison("email"),
        "phone": cl.LevenshteinAtThresholds("phone", [1, 2]),
        "address": cl.JaroWinklerAtThresholds("address", [0.9, 0.7]),
        "city": cl.LevenshteinAtThresholds("city", [1, 2]).configure(**frequent),
        "postcode": cl.LevenshteinAtThresholds("postcode", [1, 2]).configure(**frequent),
        "birth_date": cl.DateOfBirthComparison("birth_date", input_is_string=True),
        "national_id": cl.LevenshteinAtThresholds("national_id", [1, 2]),
    }
    chosen = [comparison for name, comparison in comparisons.items() if name in table]
    if "first_last" in table:
        names = cl.ForenameSurnameComparison(
            "first_name", "last_name", forename_surname_concat_col_name="first_last"
        )
        chosen.insert(0, names)
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=chosen,
        blocking_rules_to_generate_predictions=[
            block_on(*rule) for rule in _usable(BLOCKING, table)
        ],
        retain_matching_columns=False,
    )


def train(linker: Linker, table: pd.DataFrame) -> None:
    """Estimate the prior, u and m without labels."""
    rules = [block_on(*rule) for rule in _usable(DETERMINISTIC, table)]
    linker.training.estimate_probability_two_random_records_match(rules, recall=RECALL)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
    trained = 0
    for rule in _usable(TRAINING, table):
        if trained == TRAINING_RULES:
            break
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
            trained += 1
        except (EMTrainingException, ValueError) as error:
            # No pairs in this blocking, or a probability underflows: use the next one.
            print(f"Splink could not train on {', '.join(rule)}: {error}")


def _usable(rules: tuple[tuple[str, ...], ...], table: pd.DataFrame) -> list[tuple[str, ...]]:
    return [
        rule
        for rule in rules
        if all(part.removeprefix("substr(").split(",")[0] in table for part in rule)
    ]
