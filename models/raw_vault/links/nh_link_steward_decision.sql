-- Grain: one row per steward decision about two customer records and delivery that changed it.
{{ config(meta={
    'keeps_earliest': false, 'keeps_corrections': true, 'replaces_by': 'steward_decision_hk',
}) }}
{{ automate_dv.nh_link(
    src_pk='steward_decision_hk',
    src_fk=['left_customer_hk', 'right_customer_hk'],
    src_payload=[
        'decision_id',
        'decision',
        'steward',
        'reason',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_stewardship__decisions',
) }}
