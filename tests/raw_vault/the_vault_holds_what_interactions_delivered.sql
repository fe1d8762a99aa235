-- A satellite that shows another newest value than the feed interactions gave would falsify every mart on it.
{{ differs_from_feed(
    stage='stg_crm__interactions',
    satellite='sat_interaction__crm',
    hash_key='interaction_hk',
    hashdiff='interaction_hashdiff',
) }}
