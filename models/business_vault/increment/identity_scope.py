# Grain: one row per customer record whose golden customer is decided anew.
import mdm


def model(dbt, session):
    dbt.config(materialized="table", packages=["numpy", "pandas", "pyarrow", "rapidfuzz", "scipy"])
    reached = mdm.connected_records(
        edges=mdm.to_pandas(dbt.ref("linked_records")),
        touched=mdm.to_pandas(dbt.ref("records_to_decide")),
    )
    return mdm.to_relation(reached, session)
