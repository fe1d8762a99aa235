# Grain: one row per customer record and day on which its golden customer changed.
import mdm


def model(dbt, session):
    dbt.config(materialized="table", packages=["numpy", "pandas", "pyarrow", "rapidfuzz", "scipy"])
    parameters = mdm.to_pandas(dbt.ref("active_match_model"))
    records = mdm.to_pandas(dbt.ref("matchable_records"))
    assigned = mdm.assign_identities(
        scored=mdm.to_pandas(dbt.ref("scored_pairs")),
        records=records,
        batch_dates=sorted(records["known_from"].unique()),
        parameters=parameters,
        model_version=parameters["model_version"].iloc[0],
    )
    return mdm.to_relation(assigned, session)
