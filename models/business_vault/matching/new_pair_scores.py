# Grain: one row per unscored pair of contents, with its match score, tier and match weights.
import mdm


def model(dbt, session):
    dbt.config(materialized="table")
    parameters = mdm.to_pandas(dbt.ref("active_match_model"))
    # The score log is built from this model, so it is as the last run left it.
    score_log = mdm.stored_table("pair_scores", dbt.this, session)
    pairs = mdm.unscored_pairs(dbt.ref("candidate_pairs"), score_log, session)
    records = mdm.records_of_contents(dbt.ref("matchable_records"), mdm.COMPARED_COLUMNS, pairs)
    scored = mdm.score_slices(
        slices=mdm.pairs_of_records(mdm.to_slices(pairs), records),
        records=records,
        parameters=parameters,
        name_frequencies=mdm.to_pandas(dbt.ref("name_frequencies")),
        model_version=parameters["model_version"].iloc[0],
    )
    return mdm.to_relation(scored, session)
