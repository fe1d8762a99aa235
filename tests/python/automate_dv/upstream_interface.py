"""The interface that AutomateDV 0.11.5 documents: macros with their arguments, vars and settings.

From its documentation (pages Macros, Stage macro configurations and Materialisations). Helpers that
no page describes, but projects call, are from the signatures in its folders `macros/supporting`,
`macros/internal/metadata_processing` and `macros/materialisations`.
"""

from __future__ import annotations

LOADED = ("src_ldts", "src_source", "source_model")
SATELLITE = ("src_pk", "src_hashdiff", "src_payload", "src_extra_columns", "src_eff", *LOADED)
POINTS = ("src_pk", "src_extra_columns", "as_of_dates_table", "stage_tables_ldts", "src_ldts")
MACROS: dict[str, tuple[str, ...]] = {
    # Table templates
    "hub": ("src_pk", "src_nk", "src_extra_columns", *LOADED),
    "link": ("src_pk", "src_fk", "src_extra_columns", *LOADED),
    "nh_link": ("src_pk", "src_fk", "src_payload", "src_extra_columns", "src_eff", *LOADED),
    "t_link": ("src_pk", "src_fk", "src_payload", "src_extra_columns", "src_eff", *LOADED),
    "sat": SATELLITE,
    "ma_sat": (*SATELLITE, "src_cdk"),
    "eff_sat": (
        *("src_pk", "src_dfk", "src_sfk", "src_extra_columns"),
        *("src_start_date", "src_end_date", "src_eff", *LOADED),
    ),
    "xts": ("src_pk", "src_satellite", "src_extra_columns", *LOADED),
    "pit": (*POINTS, "satellites", "source_model"),
    "bridge": (*POINTS, "bridge_walk", "source_model"),
    "ref_table": ("src_pk", "src_extra_columns", *LOADED),
    # Staging
    "stage": (
        *("include_source_columns", "source_model", "derived_columns"),
        *("null_columns", "hashed_columns", "ranked_columns"),
    ),
    "derive_columns": ("source_relation", "columns"),
    "null_columns": ("source_relation", "columns"),
    "hash_columns": ("columns", "columns_to_escape"),
    "rank_columns": ("columns",),
    "source_columns": ("source_relation",),
    # Supporting
    "hash": ("columns", "alias", "is_hashdiff", "columns_to_escape"),
    "prefix": ("columns", "prefix_str", "alias_target"),
    "as_of_date_window": ("src_pk", "src_ldts", "stage_tables_ldts", "source_model"),
    "cast_binary": ("column_str", "alias", "quote"),
    "cast_date": ("column_str", "as_string", "datetime", "alias", "date_type"),
    "cast_datetime": ("column_str", "as_string", "alias", "date_type"),
    "type_binary": ("for_dbt_compare",),
    "type_string": (),
    "type_timestamp": (),
    "config_meta_get": ("key", "default"),
    "config_meta_require": ("key",),
    "get_query_results_as_dict": ("query",),
    "binary_ghost": ("alias", "hash"),
    "date_ghost": ("date_type", "alias"),
    "null_ghost": ("data_type", "alias"),
    "ghost_for_type": ("col_type", "col_name"),
    "create_ghost_record": SATELLITE,
    "get_hash_string_length": ("hash",),
    "null_expression": ("column_str",),
    "standard_column_wrapper": (),
    "select_hash_alg": ("hash",),
    "hash_alg_md5": (),
    "hash_alg_sha1": (),
    "hash_alg_sha256": (),
    "max_datetime": (),
    "is_list": ("obj", "empty_is_false"),
    "is_nothing": ("obj",),
    "is_something": ("obj",),
    "is_expression": ("obj",),
    # Metadata
    "alias": ("alias_config", "prefix"),
    "alias_all": ("columns", "prefix"),
    "as_constant": ("column_str",),
    "concat_ws": ("string_list", "separator"),
    "escape_column_name": ("column",),
    "escape_column_names": ("columns",),
    "expand_column_list": ("columns",),
    "get_escape_characters": (),
    "multikey": ("columns", "prefix", "condition", "operator"),
    # Materializations
    "is_any_incremental": (),
    "is_pit_incremental": (),
    "is_bridge_incremental": (),
    "is_vault_insert_by_period": (),
    "is_vault_insert_by_rank": (),
}
# Macros that only upstream's own macros call, with internal arguments. A project that calls one
# must replace the call.
NOT_PROVIDED = {
    "bridge_overlap_and_new_rows": "joins inside upstream's bridge",
    "process_payload_column_excludes": "resolves exclude_columns inside upstream's satellites",
    "check_required_parameters": "the checks of arguments are the macros' own",
    "check_placeholder": "the materializations check their placeholder",
}
MATERIALIZATIONS = (
    *("pit_incremental", "bridge_incremental"),
    *("vault_insert_by_period", "vault_insert_by_rank"),
)
VARS = {
    "hash": "MD5",
    "concat_string": "||",
    "null_placeholder_string": "^^",
    "hash_content_casing": "UPPER",
    "enable_ghost_records": False,
    "system_record_value": "AUTOMATE_DV_SYSTEM",
    "null_key_required": "-1",
    "null_key_optional": "-2",
    "max_datetime": "9999-12-31 23:59:59.999999",
    "escape_char_left": '"',
    "escape_char_right": '"',
}
# Keys of config or meta, and the macro or materialization that reads them.
SETTINGS = {
    "is_auto_end_dating": "eff_sat",
    "apply_source_filter": "sat",
    "timestamp_field": "vault_insert_by_period",
    "period": "vault_insert_by_period",
    "start_date": "vault_insert_by_period",
    "stop_date": "vault_insert_by_period",
    "date_source_models": "vault_insert_by_period",
    "rank_column": "vault_insert_by_rank",
    "rank_source_models": "vault_insert_by_rank",
}
PLACEHOLDERS = ("__PERIOD_FILTER__", "__RANK_FILTER__")
