-- Customers are merged or split against a steward decision if it is lost or changed.
{{ rows_differ_from_feed(
    stage='stg_stewardship__decisions',
    stored='nh_link_steward_decision',
    columns=[
        'steward_decision_hk',
        'left_customer_hk',
        'right_customer_hk',
        'decision_id',
        'decision',
        'steward',
        'reason',
        'effective_from',
    ],
) }}
