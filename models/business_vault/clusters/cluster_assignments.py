# Grain: one row per reclustered record and day on which its golden customer changed.
import mdm

PAIR = ["record_id_l", "record_id_r", "known_from", "known_to", "match_score", "tier", "guard_code"]
RECORD = ["record_id", "known_from", "known_to", "national_id", "birth_date"]


def model(dbt, session):
    dbt.config(materialized="table")
    parameters = mdm.to_pandas(dbt.ref("active_match_model"))
    pairs = dbt.ref("scored_pairs").filter(mdm.DECIDES_CLUSTERS)
    accepted_pairs = pairs.filter("tier = 'AUTO_MERGE'")
    decisions = mdm.to_pandas(dbt.ref("steward_pair_decisions"))
    # The assignments are built from this model, so they are as the last run left them.
    assignments = mdm.stored_table("customer_identity_assignments", dbt.this, session)
    connected = mdm.connected_records(
        edges=mdm.linked_records(accepted_pairs, decisions, assignments),
        changed=mdm.to_pandas(dbt.ref("records_to_recluster")),
    )
    assigned = mdm.assign_identities(
        scored=mdm.rows_of_records(pairs, PAIR, "record_id_l", connected),
        records=mdm.rows_of_records(dbt.ref("matchable_records"), RECORD, "record_id", connected),
        parameters=parameters,
        model_version=parameters["model_version"].iloc[0],
        decisions=mdm.consistent_decisions(decisions),
    )
    return mdm.to_relation(assigned, session, dates=["assigned_from"])
