# Grain: one row per customer record and day on which its golden customer changed.
import mdm


def model(dbt, session):
    dbt.config(materialized="table", packages=["numpy", "pandas", "pyarrow", "rapidfuzz", "scipy"])
    parameters = mdm.to_pandas(dbt.ref("active_match_model"))
    records = mdm.to_pandas(dbt.ref("matchable_records"))
    decisions = mdm.consistent_decisions(mdm.to_pandas(dbt.ref("steward_pair_decisions")))
    assigned = mdm.assign_identities(
        scored=mdm.to_pandas(dbt.ref("scored_pairs")),
        records=records,
        batch_dates=[*records["known_from"].unique(), *decisions["decided_date"].unique()],
        parameters=parameters,
        model_version=parameters["model_version"].iloc[0],
        decisions=decisions.sort_values(["decided_at", "decision_id"]),
    )
    return mdm.to_relation(assigned, session)
