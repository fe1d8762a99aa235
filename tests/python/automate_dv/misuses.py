"""A table of misuses: calls that must fail when a model is compiled, and the expected error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Arguments = Mapping[str, Any]
METADATA = {"src_ldts": "delivered_on", "src_source": "record_source", "source_model": "staged"}
SAT = {
    "src_pk": "id_hk", "src_hashdiff": "hashdiff", "src_payload": ["name", "label"],
    "src_extra_columns": ["place"], "src_eff": "team", **METADATA,
}  # fmt: skip
PIT = {
    "src_pk": "id_hk", "as_of_dates_table": "as_of_days",
    "satellites": {"staged": {"pk": {"pk": "id_hk"}, "ldts": {"ldts": "delivered_on"}}},
    "stage_tables_ldts": {"staged": "delivered_on"}, "src_ldts": "delivered_on",
    "source_model": "staged",
}  # fmt: skip
STEP = {
    "bridge_link_pk": "link_hk", "link_table": "staged", "link_pk": "id_hk", "link_fk1": "id",
    "link_fk2": "name", "eff_sat_table": "staged", "eff_sat_pk": "id_hk",
    "eff_sat_end_date": "delivered_on", "eff_sat_load_date": "delivered_on",
}  # fmt: skip
TRACKED = {"sat_name": {"satellite_name": "label"}, "hashdiff": {"hashdiff": "hashdiff"}}
RANK = {"partition_by": "id", "order_by": "delivered_on"}
# Valid calls on the model `staged`, of which each misuse changes one argument.
VALID: Mapping[str, Arguments] = {
    "hub": {"src_pk": "id_hk", "src_nk": ["id"], "src_extra_columns": ["place"], **METADATA},
    "link": {
        "src_pk": "id_hk", "src_fk": ["name_rep_hk", "hashdiff"], "src_extra_columns": ["place"],
        **METADATA,
    },
    "nh_link": {
        "src_pk": "id_hk", "src_fk": ["name_rep_hk"], "src_payload": ["label"],
        "src_extra_columns": ["place"], "src_eff": "team", **METADATA,
    },
    "ref_table": {"src_pk": "id", "src_extra_columns": ["place"], **METADATA},
    "sat": SAT,
    "ma_sat": {**SAT, "src_cdk": ["rep"]},
    "eff_sat": {
        "src_pk": "id_hk", "src_dfk": "name_rep_hk", "src_sfk": "hashdiff",
        "src_extra_columns": ["place"], "src_start_date": "team", "src_end_date": "rep",
        "src_eff": "label", **METADATA,
    },
    "xts": {
        "src_pk": "id_hk", "src_satellite": {"sat": TRACKED}, "src_extra_columns": ["place"],
        **METADATA,
    },
    "create_ghost_record": SAT,
    "pit": PIT,
    "bridge": {**{k: v for k, v in PIT.items() if k != "satellites"}, "bridge_walk": {"s": STEP}},
    "status_sat": {"src_pk": "id_hk", "src_snapshots": "decided", **METADATA},
    "snapshot_log": {"src_pk": "id_hk", **METADATA},
    "stage": {"source_model": "raw"},
    "hash": {"columns": ["id"], "alias": "id_hk"},
    "hash_columns": {"columns": {"id_hk": "id"}},
    "derive_columns": {"columns": {"label": "id"}},
    "null_columns": {"columns": {"required": "id"}},
    "rank_columns": {"columns": {"place": RANK}},
    "sat_timeline": {
        "satellite": "staged", "src_pk": "id_hk", "src_hashdiff": "hashdiff",
        "src_ldts": "delivered_on", "src_eff": "team",
    },
    "status_timeline": {"satellite": "staged", "src_pk": "id_hk", "src_ldts": "delivered_on"},
    "current_sat": {
        "satellite": "staged", "src_pk": "id_hk", "order_by": ["delivered_on"], "src_cdk": ["rep"],
    },
    "ma_sat_timeline": {
        "satellite": "staged", "src_pk": "id_hk", "src_cdk": ["rep"], "src_hashdiff": "hashdiff",
        "src_ldts": "delivered_on", "src_eff": "team",
    },
    "eff_sat_timeline": {
        "satellite": "staged", "src_pk": "id_hk", "src_dfk": "name_rep_hk", "src_sfk": "hashdiff",
        "src_start_date": "team", "src_end_date": "rep", "src_ldts": "delivered_on",
    },
    "sat_conflicts": {
        "src_pk": "id_hk", "src_hashdiff": "hashdiff", "src_ldts": "delivered_on",
        "source_model": "staged", "satellite": "staged", "src_cdk": ["rep"], "src_eff": "team",
    },
    "t_link": {
        "src_pk": "id_hk", "src_fk": ["name_rep_hk"], "src_eff": "team", **METADATA,
    },
    "as_of_date_window": {
        "src_pk": "id_hk", "src_ldts": "delivered_on", "source_model": "staged",
        "stage_tables_ldts": {"staged": "delivered_on"},
    },
    "escape_column_name": {"column": "id"},
    "multikey": {"columns": ["id"], "condition": "is not null"},
    "as_constant": {"column_str": "!SAP"},
    "binary_ghost": {"alias": "id_hk", "hash": "md5"},
}  # fmt: skip
COLUMNS = ("src_pk", "src_nk", "src_fk", "src_cdk", "src_dfk", "src_sfk", "src_payload")
COLUMNS += ("src_extra_columns",)
ONE_COLUMN = ("src_hashdiff", "src_start_date", "src_end_date", "src_eff", "src_ldts", "src_source")
MAY_BE_SEVERAL = [("src_source", macro) for macro in ("hub", "link", "xts")]
READERS = ("sat_timeline", "status_timeline", "current_sat", "ma_sat_timeline")
READERS += ("eff_sat_timeline", "sat_conflicts")
# Macros that do not refuse arguments that they do not have: dbt names them.
HELPERS = ("as_of_date_window", "escape_column_name", "multikey", "as_constant", "binary_ghost")
LOADED = ("hub", "link", "nh_link", "ref_table", "sat", "ma_sat", "eff_sat", "xts")


@dataclass(frozen=True)
class Misuse:
    """A call with one wrong argument, and the expected error."""

    macro: str
    argument: str
    given: Any
    refused_by: str
    part: str
    value: Any

    @property
    def call(self) -> str:
        """The call in Jinja."""
        arguments = {**VALID[self.macro], self.argument: self.given}
        return f"{self.macro}({', '.join(f'{name}={it!r}' for name, it in arguments.items())})"

    @property
    def error(self) -> tuple[str, str]:
        """Parts of the error: the macro with the argument, and the value."""
        return (f"automate_dv.{self.refused_by}: the argument {self.part}", f"'{self.value}'")


def misuse(
    macro: str, argument: str, given: Any, by: str = "", part: str = "", value: Any = None
) -> Misuse:
    """A misuse; by default the macro itself refuses the argument with its value."""
    return Misuse(
        macro, argument, given, by or macro, part or argument, given if value is None else value
    )


def of_columns() -> Iterator[Misuse]:
    """Each macro that loads a table: unknown, repeated, several and incomplete columns."""
    for macro in LOADED:
        arguments = VALID[macro]
        for name in (*COLUMNS, *ONE_COLUMN):
            if name in arguments:
                yield misuse(macro, name, "no_such_column")
        for name in ONE_COLUMN:
            if name in arguments and (name, macro) not in MAY_BE_SEVERAL:
                yield misuse(macro, name, ["id", "rep_original"])
        yield misuse(macro, "src_extra_columns", [arguments["src_pk"]])
        yield misuse(macro, "src_extra_columns", {"source_column": "place"})
        yield misuse(macro, "src_extra_columns", 7)
        yield misuse(macro, "src_pk", 7)


def of_stage() -> Iterator[Misuse]:
    """Sections of a staging model, and their entries."""
    for given in ("false", 0):
        yield misuse("stage", "include_source_columns", given)
    for given in (["raw"], {"source": ["table"]}, {"one": "a", "two": "b"}):
        yield misuse("stage", "source_model", given)
    for section in ("hashed_columns", "derived_columns", "null_columns", "ranked_columns"):
        for given in (["id"], "id"):
            yield misuse("stage", section, given)
    for given in (7, [], ["id", 7], {"is_hashdiff": True}, {"columns": ["id"], "is_hashdif": True}):
        yield misuse("stage", "hashed_columns", {"h": given}, "", "hashed_columns.h", given)
    for key in ("is_hashdiff", "exclude_columns"):
        yield misuse(
            "stage", "hashed_columns", {"h": {"columns": ["id"], key: "yes"}},
            "", f"hashed_columns.h.{key}", "yes",
        )  # fmt: skip
    for given in ({"source_column": "id", "escaped": True}, {"escape": True}, ["id", 7], 7, ""):
        yield misuse("stage", "derived_columns", {"d": given}, "derive_columns", "d", given)
    yield misuse(
        "stage", "derived_columns", {"d": {"source_column": "id", "escape": "yes"}},
        "derive_columns", "d.escape", "yes",
    )  # fmt: skip
    yield misuse("stage", "null_columns", {"needed": "id"}, "null_columns", "columns", "needed")
    for given in ({"column": "id"}, [7]):
        yield misuse(
            "stage", "null_columns", {"required": given}, "null_columns", "required", given
        )
    for given in ("id", {"order_by": "id"}, {"partition_by": "id"}, {**RANK, "dense": True}):
        yield misuse("stage", "ranked_columns", {"r": given}, "rank_columns", "r", given)
    yield misuse(
        "stage", "ranked_columns", {"r": {**RANK, "dense_rank": "yes"}},
        "rank_columns", "r.dense_rank", "yes",
    )  # fmt: skip
    for order in ({"id": "down"}, [7]):
        yield misuse(
            "stage", "ranked_columns", {"r": {**RANK, "order_by": order}},
            "rank_columns", "r.order_by", order,
        )  # fmt: skip


def of_others() -> Iterator[Misuse]:
    """Mappings, flags and numbers of the other arguments."""
    for macro in ("sat", "ma_sat", "create_ghost_record"):
        for given in ({"exclude": True}, {"exclude_columns": True, "column": ["id"]}):
            yield misuse(macro, "src_payload", given)
        yield misuse(
            macro, "src_payload", {"exclude_columns": "yes"}, "", "src_payload.exclude_columns",
            "yes",
        )  # fmt: skip
        yield misuse(macro, "src_payload", ["name", "name"])
    yield misuse("sat", "is_snapshot", "yes")
    yield misuse("hash", "is_hashdiff", "yes")
    for given in (["sat"], "sat"):
        yield misuse("xts", "src_satellite", given)
        yield misuse("pit", "satellites", given)
        yield misuse("bridge", "bridge_walk", given)
    for macro in ("pit", "bridge", "as_of_date_window"):
        yield misuse(macro, "stage_tables_ldts", ["staged"])
    for macro in ("pit", "bridge"):
        yield misuse(macro, "src_pk", ["id_hk", "id"])
        yield misuse(macro, "src_pk", "no_such_column")
        yield misuse(macro, "src_ldts", ["delivered_on", "id"])
    for satellite in ("sat", {"sat_name": {"a": "b"}}, {**TRACKED, "name": {"a": "b"}}):
        yield misuse("xts", "src_satellite", {"s": satellite}, "", "src_satellite.s", satellite)
    yield misuse(
        "xts", "src_satellite", {"s": {**TRACKED, "sat_name": "label"}},
        "", "src_satellite.s.sat_name", "label",
    )  # fmt: skip
    for satellite in ("sat", {"pk": {"pk": "id_hk"}}, {**PIT["satellites"]["staged"], "key": "id"}):
        yield misuse("pit", "satellites", {"s": satellite}, "", "satellites.s", satellite)
    yield misuse(
        "pit", "satellites", {"s": {"pk": "id_hk", "ldts": {"ldts": "delivered_on"}}},
        "", "satellites.s.pk", "id_hk",
    )  # fmt: skip
    for step in ("link", {k: v for k, v in STEP.items() if k != "link_pk"}, {**STEP, "fk": "id"}):
        yield misuse("bridge", "bridge_walk", {"s": step}, "", "bridge_walk.s", step)
    yield misuse("bridge", "is_by_key", "yes")
    for share in ("a fifth", 2, -1):
        yield misuse("snapshot_log", "max_lost_share", share)
    for given in (7, ["raw"]):
        yield misuse("status_sat", "src_snapshots", given)
        yield misuse("snapshot_log", "src_rulings", given)
    for macro in ("status_sat", "snapshot_log"):
        yield misuse(macro, "src_pk", ["id_hk", "id"])
        yield misuse(macro, "src_ldts", "no_such_column")


def of_calls() -> Iterator[Misuse]:
    """Arguments that do not exist, and models that are not names."""
    for macro, arguments in VALID.items():
        if macro not in HELPERS:
            yield misuse(macro, "src_hash_diff", "hashdiff")
        if macro in LOADED or macro in READERS:
            yield misuse(macro, next(iter(arguments)), [])
        for name in ("source_model", "satellite"):
            if name in arguments and macro not in (*HELPERS, "stage", "t_link"):
                for given in (7, ["staged", 7], {"staged": "raw"}):
                    yield misuse(macro, name, given)
    for macro in ("sat", "ma_sat", "eff_sat", "create_ghost_record", "status_sat", "snapshot_log"):
        yield misuse(macro, "source_model", ["staged", "raw"])


def of_names() -> Iterator[Misuse]:
    """Strings that contain several names or no valid one; columns that readers do not find."""
    for macro in (*LOADED, "create_ghost_record"):
        yield misuse(macro, "src_extra_columns", "place, dense")
        yield misuse(macro, "src_extra_columns", ["place", None])
        yield misuse(macro, "src_pk", [None])
    for macro in READERS:
        for name in VALID[macro]:
            if name not in ("satellite", "source_model"):
                yield misuse(macro, name, "no_such_column")
        yield misuse(macro, "src_pk", ["id_hk", "id"])
    yield misuse("sat_timeline", "where", 7)
    for given in (["id", None], ["id", 7], {"source_column": "id"}, ["id", ""]):
        yield misuse("hash", "columns", given)
    yield misuse("hash", "alias", ["id_hk"])
    yield misuse("hash", "timestamps", ["delivered_on"])
    yield misuse("escape_column_name", "column", ["id"])
    yield misuse("hash_columns", "columns", {"h": ["id", None]}, "", "columns.h", ["id", None])


def of_staged_columns() -> Iterator[Misuse]:
    """Columns that neither the source of a staging model nor an earlier step has."""
    excluded = {"exclude_columns": True, "columns": ["nope"]}
    for section, given, part in (
        ("hashed_columns", {"h": "nope"}, "h"),
        ("hashed_columns", {"h": {"is_hashdiff": True, "columns": ["nope"]}}, "h"),
        ("hashed_columns", {"h": excluded}, "h.columns"),
        ("derived_columns", {"d": "nope"}, "d"),
        ("derived_columns", {"d": {"source_column": "nope", "escape": True}}, "d"),
        ("null_columns", {"required": "nope"}, "required"),
        ("ranked_columns", {"r": {**RANK, "partition_by": "nope"}}, "r.partition_by"),
        ("ranked_columns", {"r": {**RANK, "order_by": {"nope": "desc"}}}, "r.order_by"),
    ):
        yield misuse("stage", section, given, "", f"{section}.{part}", "nope")
    given = ["id", "name", "ID"]
    yield misuse("stage", "null_columns", {"required": given}, "null_columns", "required", given)


def of_points_in_time() -> Iterator[Misuse]:
    """Tables that a point-in-time table or bridge reads, and their columns."""
    satellite = PIT["satellites"]["staged"]
    for key, given in (("pk", {"pk": "nope"}), ("ldts", {"ldts": "nope"})):
        columns = {"pk": "id_hk", "ldts": "delivered_on"} | {key: "nope"}
        yield misuse(
            "pit", "satellites", {"staged": {**satellite, key: given}}, "", "satellites.staged",
            list(columns.values()),
        )  # fmt: skip
    for given in ({}, {"a": "id_hk", "b": "id"}, {"a": ["id_hk"]}):
        yield misuse(
            "pit", "satellites", {"staged": {**satellite, "pk": given}},
            "", "satellites.staged.pk", given,
        )  # fmt: skip
    yield misuse(
        "pit", "satellites", {"staged": {**satellite, "hashdiff": "nope"}},
        "", "satellites.staged.hashdiff", "nope",
    )  # fmt: skip
    for macro in ("pit", "bridge"):
        yield misuse(macro, "as_of_dates_table", "raw", value="as_of_date")
        yield misuse(macro, "as_of_dates_table", ["as_of_days"])
        yield misuse(macro, "as_of_dates_table", {"landing": "wanted", "other": "wanted"})
        for given in ("nope", ["delivered_on", "id"], 7):
            yield misuse(
                macro, "stage_tables_ldts", {"staged": given}, "", "stage_tables_ldts.staged", given
            )
    for key in ("link_pk", "link_fk2", "eff_sat_pk", "eff_sat_end_date"):
        yield misuse(
            "bridge",
            "bridge_walk",
            {"s": {**STEP, key: "nope"}},
            "",
            f"bridge_walk.s.{key}",
            "nope",
        )
    yield misuse(
        "bridge", "bridge_walk", {"s": {**STEP, "link_table": ["staged"]}},
        "", "bridge_walk.s.link_table", ["staged"],
    )  # fmt: skip
    for key in ("sat_name", "hashdiff"):
        yield misuse(
            "xts", "src_satellite", {"s": {**TRACKED, key: {}}}, "", f"src_satellite.s.{key}", {}
        )
    other = {"sat_name": {"name": "label"}, "hashdiff": {"hashdiff": "hashdiff"}}
    yield misuse(
        "xts", "src_satellite", {"s": TRACKED, "t": other}, "", "src_satellite.t.sat_name",
        other["sat_name"],
    )  # fmt: skip
    yield misuse(
        "xts", "src_satellite", {"s": {**TRACKED, "hashdiff": {"hashdiff": "nope"}}},
        "", "src_satellite.s", ["label", "nope"],
    )  # fmt: skip


def of_plain_columns() -> Iterator[Misuse]:
    """Columns that a macro writes as they are, as a list of one and as a column with an alias."""
    for macro in (*READERS, "pit", "bridge", "status_sat", "snapshot_log"):
        for argument, given in VALID[macro].items():
            if argument.startswith("src_") and argument not in ("src_snapshots", "src_rulings"):
                name = given if isinstance(given, str) else given[0]
                yield misuse(macro, argument, {"source_column": name, "alias": name})
                is_list = argument in ("src_cdk", "src_dfk", "src_sfk") or (
                    (macro, argument) == ("sat_timeline", "src_hashdiff")
                )
                if not is_list:
                    yield misuse(macro, argument, [name])
    aliased = {"source_column": "delivered_on", "alias": "delivered_on"}
    yield misuse("current_sat", "order_by", [aliased])
    for macro in ("pit", "bridge"):
        yield misuse(macro, "src_extra_columns", [{"source_column": "id", "alias": "id"}])
        for given in (["delivered_on"], aliased):
            yield misuse(
                macro, "stage_tables_ldts", {"staged": given}, "", "stage_tables_ldts.staged", given
            )
    satellite = PIT["satellites"]["staged"]
    for given in (["hashdiff"], {"source_column": "hashdiff", "alias": "hashdiff"}):
        yield misuse(
            "pit", "satellites", {"staged": {**satellite, "hashdiff": given}},
            "", "satellites.staged.hashdiff", given,
        )  # fmt: skip
        yield misuse(
            "bridge", "bridge_walk", {"s": {**STEP, "link_fk1": given}},
            "", "bridge_walk.s.link_fk1", given,
        )  # fmt: skip


def of_strings() -> Iterator[Misuse]:
    """Strings that are not the name of a column, and columns that must differ."""
    for macro in (*LOADED, "create_ghost_record"):
        for given in ("*", "!place", "'place'", "1", "place team", "place desc", "place as team"):
            yield misuse(macro, "src_extra_columns", given)
        for given in (
            {"source_column": "place", "alias": "the place"},
            {"source_column": "*", "alias": "place"},
            {"source_column": "place as x", "alias": "place"},
        ):
            yield misuse(macro, "src_extra_columns", [given])
    for name in ("system_id", "local_id", "current_ts", "session_id"):
        yield misuse("hub", "src_nk", name)
    for given in ("delivered_on down", "nope desc"):
        yield misuse(
            "stage", "ranked_columns", {"r": {**RANK, "order_by": given}},
            "stage" if "nope" in given else "rank_columns",
            "ranked_columns.r.order_by" if "nope" in given else "r.order_by",
            "nope" if "nope" in given else given,
        )  # fmt: skip
    yield misuse("stage", "hashed_columns", {"h": "id, name"}, "", "hashed_columns.h", "id, name")
    yield misuse("hash_columns", "columns", {"h": "id, name"}, "", "columns.h", "id, name")
    same = {"sat_name": {"x": "label"}, "hashdiff": {"x": "hashdiff"}}
    yield misuse("xts", "src_satellite", {"s": same}, "", "src_satellite.s", ["x", "x"])
    yield misuse("link", "src_fk", ["id_hk", "name_rep_hk"])
    yield misuse("ma_sat", "src_cdk", ["id_hk"])
    yield misuse("sat", "src_hashdiff", "id_hk")
    yield misuse("sat", "src_payload", ["*"])
    yield misuse("sat", "src_eff", "record_source", "", "src_source", "record_source")
    yield misuse("eff_sat", "src_end_date", "team")


def of_expressions() -> Iterator[Misuse]:
    """Expressions of several values, strings that are not columns, and incomplete mappings."""
    for given in ("*", "raw.*", "id, name", "id as x", "cast(id as varchar) as x"):
        yield misuse("stage", "derived_columns", {"d": given}, "derive_columns", "d", given)
        yield misuse("derive_columns", "columns", {"d": ["!x", given]}, "", "d", given)
    for given in ("upper(name)", "*", "a b", "id, name", "1", "!x"):
        yield misuse("null_columns", "columns", {"required": given}, "", "required", given)
    for macro, given in (("hash_columns", "id"), ("derive_columns", "id"), ("rank_columns", RANK)):
        for name in ("a b", "1st", ""):
            yield misuse(macro, "columns", {name: given}, "", "columns", name)
        yield misuse(macro, "columns", {"a": given, "A": given}, "", "columns", ["a", "A"])
    for alias in ("a b", "1st"):
        yield misuse("binary_ghost", "alias", alias)
    for given in ("name_rep_hk", ["hashdiff", "name_rep_hk"]):
        yield misuse("eff_sat", "src_sfk", given)
    for macro in (*LOADED, "create_ghost_record"):
        given = [{"source_column": "place", "alias": "p", "escape": True}]
        yield misuse(macro, "src_extra_columns", given)
    yield misuse("stage", "source_model", {"landing": ""})
    columns = ["delivered_on", "record_source"]
    ruled = [*columns, "is_complete", "ruling", "is_snapshot"]
    yield misuse("snapshot_log", "src_rulings", "raw", value=ruled)
    yield misuse("status_sat", "src_snapshots", "raw", value=[*columns, "is_held_back"])
    for macro in ("sat", "ma_sat", "create_ghost_record"):
        for given in ({"exclude_columns": False}, {"exclude_columns": "false", "columns": []}):
            yield misuse(macro, "src_payload", given)
        given = {"exclude_columns": False, "columns": ["no_such_column"]}
        yield misuse(macro, "src_payload", given, value="no_such_column")


@dataclass(frozen=True)
class WrongSetting:
    """A valid call in a model with one wrong setting, and the expected error."""

    macro: str
    config: Arguments
    error: str

    @property
    def model(self) -> str:
        """The text of the model, without the header that declares what it depends on."""
        arguments = ", ".join(f"{name}={it!r}" for name, it in VALID[self.macro].items())
        return f"{{{{ config(**{dict(self.config)!r}) }}}}\n" + (
            f"{{% if execute %}}{{{{ automate_dv.{self.macro}({arguments}) }}}}{{% endif %}}"
        )


def wrong_settings() -> Iterator[WrongSetting]:
    """Settings in config and in meta."""
    for macro, key in (
        *[(macro, "apply_source_filter") for macro in ("sat", "ma_sat", "eff_sat", "xts")],
        ("eff_sat", "is_auto_end_dating"),
        ("nh_link", "keeps_corrections"),
        ("hub", "keeps_earliest"),
    ):
        error = f"automate_dv.{macro}: the config or meta key {key} must be true or false; it is "
        table = {"materialized": "incremental"}
        yield WrongSetting(macro, {**table, key: "yes"}, error + "'yes'")
        yield WrongSetting(macro, {**table, "meta": {key: "false"}}, error + "'false'")
    for macro, meta in (
        *[(macro, {}) for macro in ("snapshot_log", "status_sat")],
        *[(macro, {"keeps_earliest": True}) for macro in ("hub", "link")],
        *[(macro, {"keeps_corrections": True}) for macro in ("nh_link", "ref_table")],
    ):
        for strategy, key in (("delete+insert", None), ("append", "id_hk")):
            config = {"materialized": "incremental", "incremental_strategy": strategy, "meta": meta}
            error = f"automate_dv.{macro}: the config unique_key must be the key by which rows"
            error += f" are replaced, and incremental_strategy not append; they are '{key}' and '"
            yield WrongSetting(macro, {**config, "unique_key": key}, error + strategy)
    dated = {"timestamp_field": "delivered_on", "start_date": "2026-01-01"}
    for by, settings, key, given in (
        ("period", {**dated, "period": "fortnight"}, "period", "fortnight"),
        ("period", {**dated, "start_date": "soon"}, "start_date", "soon"),
        ("period", {**dated, "stop_date": "2025-12-31"}, "stop_date", "2025-12-31"),
        ("period", {**dated, "timestamp_field": ["a", "b"]}, "timestamp_field", ["a", "b"]),
        ("period", {**dated, "start_date": "2026-13-45"}, "start_date", "2026-13-45"),
        ("period", {**dated, "start_date": "2026-02-29"}, "start_date", "2026-02-29"),
        ("period", {**dated, "timestamp_field": "nope", "date_source_models": "staged"},
            "timestamp_field", "nope"),
        ("period", {**dated, "date_source_models": {"a": "b"}}, "date_source_models", {"a": "b"}),
        ("rank", {"rank_column": "nope", "rank_source_models": "staged"}, "rank_column", "nope"),
        ("period", {"timestamp_field": "delivered_on", "date_source_models": []},
            "date_source_models", []),
        ("rank", {"rank_column": "place", "rank_source_models": 5}, "rank_source_models", 5),
        ("rank", {"rank_column": "place", "rank_source_models": []}, "rank_source_models", []),
        ("rank", {"rank_column": ["place"], "rank_source_models": "staged"}, "rank_column",
            ["place"]),
    ):  # fmt: skip
        name = f"vault_insert_by_{by}"
        meta = {"materialized": name, "meta": settings}
        error = f"automate_dv.{name}: the argument {key} must be "
        yield WrongSetting("hub", meta, error)
        yield WrongSetting("hub", {"materialized": name, **settings}, f"it is '{given}'")


def of_further_values() -> Iterator[Misuse]:
    """Names of new columns, and values that would be dropped, or written into SQL as they are."""
    for section, given in (
        ("hashed_columns", "id"),
        ("derived_columns", "id"),
        ("ranked_columns", RANK),
    ):
        for name in ("a b", 7, "1st", ""):
            yield misuse("stage", section, {name: given}, "", section, name)
        yield misuse("stage", section, {"a": given, "A": given}, "", section, ["a", "A"])
    for alias in ("a b", "1st", "id_hk, id"):
        yield misuse("hash", "alias", alias)
    for given in (["id", None], [7]):
        yield misuse("stage", "derived_columns", {"d": given}, "derive_columns", "d", given)
        yield misuse(
            "stage", "ranked_columns", {"r": {**RANK, "partition_by": given}},
            "rank_columns", "r.partition_by", given,
        )  # fmt: skip
    given = ["id", None]
    yield misuse("stage", "null_columns", {"required": given}, "null_columns", "required", given)
    for macro in ("sat", "ma_sat", "create_ghost_record"):
        yield misuse(
            macro, "src_payload", {"exclude_columns": True, "columns": [7]},
            "", "src_payload.columns", [7],
        )  # fmt: skip
    for order in (["delivered_on desc"], "delivered_on ASC"):
        yield misuse("current_sat", "order_by", order)
    yield misuse("multikey", "prefix", ["a", "b", "c"])
    yield misuse("multikey", "condition", ["="])
    yield misuse("multikey", "operator", "xor")
    yield misuse("as_constant", "column_str", ["a"])
    yield misuse("binary_ghost", "hash", "crc32")
    yield misuse(
        "bridge", "bridge_walk", {"s": STEP, "t": STEP}, "", "bridge_walk", ["link_hk", "link_hk"]
    )
    satellite = {"pk": {"x": "id_hk"}, "ldts": {"x": "delivered_on"}}
    yield misuse("pit", "satellites", {"staged": satellite}, "", "satellites.staged", ["x", "x"])


MISUSES = [
    *of_columns(), *of_stage(), *of_others(),
    *of_calls(), *of_names(), *of_staged_columns(), *of_points_in_time(), *of_further_values(),
    *of_plain_columns(), *of_strings(), *of_expressions(),
]  # fmt: skip
WRONG_SETTINGS = list(wrong_settings())
