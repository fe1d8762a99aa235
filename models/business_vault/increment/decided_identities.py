# Grain: one row per record that is decided anew and day on which its golden customer changed.
import mdm


def model(dbt, session):
    dbt.config(materialized="table", packages=["numpy", "pandas", "pyarrow", "rapidfuzz", "scipy"])
    parameters = mdm.to_pandas(dbt.ref("active_match_model"))
    decisions = mdm.consistent_decisions(mdm.to_pandas(dbt.ref("steward_pair_decisions")))
    assigned = mdm.assign_identities(
        scored=mdm.to_pandas(dbt.ref("pairs_in_scope")),
        records=mdm.to_pandas(dbt.ref("records_in_scope")),
        parameters=parameters,
        model_version=parameters["model_version"].iloc[0],
        decisions=decisions,
    )
    return mdm.to_relation(assigned, session)
