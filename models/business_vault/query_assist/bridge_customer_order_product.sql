-- Grain: one row per customer record, order line and as-of date.
{{ config(materialized='bridge_incremental') }}
{{ automate_dv.bridge(
    src_pk='customer_hk',
    as_of_dates_table='as_of_dates',
    bridge_walk={
        'customer_order': {
            'bridge_link_pk': 'customer_order_hk',
            'link_table': 'link_customer_order',
            'link_pk': 'customer_order_hk',
            'link_fk1': 'customer_hk',
            'link_fk2': 'order_hk',
            'eff_sat_table': 'customer_order_spans',
            'eff_sat_pk': 'customer_order_hk',
            'eff_sat_end_date': 'end_at',
            'eff_sat_load_date': 'start_at',
        },
        'order_product': {
            'bridge_link_pk': 'order_product_hk',
            'link_table': 'link_order_product',
            'link_pk': 'order_product_hk',
            'link_fk1': 'order_hk',
            'link_fk2': 'product_hk',
            'eff_sat_table': 'order_product_spans',
            'eff_sat_pk': 'order_product_hk',
            'eff_sat_end_date': 'end_at',
            'eff_sat_load_date': 'start_at',
        },
    },
    stage_tables_ldts={'customer_order_changes': 'changed_at'},
    src_ldts='loaded_at',
    source_model='hub_customer',
    is_by_key=true,
) }}
