"""Random sequences of deliveries, partial runs, changed seeds and lost bookkeeping."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# The models of a sequence, by area: the last tables, whose ancestors run too. Only the area about
# customers runs their tables; the long form runs all models.
AREAS: dict[str, tuple[str, ...]] = {
    "customers": (
        "bsat_golden_customer", "customer_attribute_conflicts", "customer_uid_redirects",
        "customer_version_lookup", "golden_value_lineage", "match_quality_metrics",
        "mdm_match_pairs", "pit_customer",
    ),
    "orders": ("bridge_customer_order_product", "bsat_order_value", "fact_sales"),
    "finance": ("dim_account", "fact_transactions", "pit_account"),
    "products": ("dim_product", "pit_product"),
    "pipeline": ("fact_pipeline", "fact_pipeline_daily", "pit_opportunity"),
    "fraud": ("fact_fraud_signals",),
    "shipments": ("fact_shipments",),
    "service": ("fact_interactions", "fact_tickets"),
    "messages": ("message_embeddings",),
    "web": ("fact_clickstream",),
    "months": ("customer_stage_movements",),
    "audit": (
        "hub_ticket", "load_audit", "ref_accepted_files", "ref_platform_metrics",
        "link_account_transaction", "link_customer_account", "link_customer_fraud_alert",
        "link_customer_interaction", "link_customer_opportunity", "link_customer_ticket",
        "link_order_fraud_alert", "link_order_shipment", "link_transaction_fraud_alert",
    ),
}  # fmt: skip
# Seed -> a change of it that changes rows of the tables that read it.
SEED_CHANGES = {
    "business_thresholds": "update reference.business_thresholds set value = value + 1",
    "business_tiers": "update reference.business_tiers set at_least = at_least * 2",
    "churn_risk_curve": "update reference.churn_risk_curve set churn_risk = churn_risk / 2",
    "city_spellings": "delete from reference.city_spellings where spelling < 'M'",
    "country_names": "delete from reference.country_names where name < 'M'",
    "deal_stages": "update reference.deal_stages set stage_number = stage_number + 1",
    "first_names": "delete from reference.first_names where name < 'M'",
    "fraud_severities": "update reference.fraud_severities set response_hours = response_hours + 1",
    "legal_suffixes": "delete from reference.legal_suffixes where suffix < 'M'",
    "match_model_parameters": (
        "update reference.match_model_parameters set value = '0.99'"
        " where kind = 'threshold' and field = 'AUTO_MERGE'"
    ),
    "name_frequencies": "update reference.name_frequencies set frequency = frequency * 2",
    "name_spellings": "delete from reference.name_spellings where word < 'M'",
    "nicknames": "delete from reference.nicknames where name < 'M'",
    "placeholder_limits": "update reference.placeholder_limits set at_least = 2",
    "placeholder_values": "delete from reference.placeholder_values where value < 'O'",
    "postcode_formats": "delete from reference.postcode_formats where country < 'M'",
    "product_categories": "update reference.product_categories set is_recurring = not is_recurring",
    "source_priorities": "update reference.source_priorities set priority = 10 - priority",
    "survivorship_rules": (
        "update reference.survivorship_rules set first_rule = second_rule, second_rule = first_rule"
    ),
    "street_abbreviations": "delete from reference.street_abbreviations where word < 'M'",
}
CUSTOMER_FOLDERS = ("attributes", "clusters", "decisions", "golden", "identity_history", "matching")
# What only the area about customers runs. The hub reads every feed that names a customer.
CUSTOMER_MODELS = (*CUSTOMER_FOLDERS, "hub_customer")


@dataclass(frozen=True)
class Step:
    """A step of a sequence: a delivery, a change of a seed, a loss, or a run.

    batch: the batch that is delivered. seed: a seed that is changed, or restored.
    loses_bookkeeping: a model that loses its bookkeeping. nodes: the models of a run. failing: the
    one that fails. retried: whether models that did not succeed run again. interleaved: the models
    of another schedule that run in between.
    """

    batch: str = ""
    seed: str = ""
    loses_bookkeeping: str = ""
    nodes: tuple[str, ...] = ()
    failing: str | None = None
    retried: bool = False
    interleaved: tuple[str, ...] = ()


class Graph:
    """The models of the manifest by unique id, in running order, with their parents."""

    def __init__(self, manifest: Mapping[str, Any], order: Sequence[str]) -> None:
        self.nodes, self.order = manifest["nodes"], list(order)
        self.parents = {
            node: [
                parent for parent in self.nodes[node]["depends_on"]["nodes"] if parent in self.order
            ]
            for node in self.order
        }

    def ancestors(self, names: Sequence[str]) -> set[str]:
        """Models of these names and their ancestors."""
        found = {node for node in self.order if self.nodes[node]["name"] in names}
        for node in reversed(self.order):
            if node in found:
                found.update(self.parents[node])
        return found

    def seeds(self, models: Sequence[str]) -> list[str]:
        """Names of the seeds that models read and a sequence can change."""
        read = {parent for node in models for parent in self.nodes[node]["depends_on"]["nodes"]}
        return [name for name in SEED_CHANGES if f"seed.customer_360.{name}" in read]

    def consumers(self, models: Sequence[str]) -> list[str]:
        """Names of the models that keep a record of what they have processed."""
        return [
            self.nodes[node]["name"]
            for node in models
            if self.nodes[node]["config"]["materialized"].endswith("incremental")
        ]

    def descendants(self, node: str) -> set[str]:
        """A model and its descendants."""
        found = {node}
        for other in self.order:
            if found & set(self.parents[other]):
                found.add(other)
        return found

    def area(self, name: str, excluded: Iterable[str] = CUSTOMER_MODELS) -> list[str]:
        """The models of an area, in running order.

        excluded: folders and models that run only in the area about customers.
        """
        chosen = {node for node in self.order if self.nodes[node]["name"] in AREAS[name]}
        elsewhere = set() if name == "customers" else set(excluded)
        for node in reversed(self.order):
            if node in chosen and elsewhere & set(self.nodes[node]["fqn"]):
                chosen.remove(node)
            elif node in chosen:
                chosen.update(self.parents[node])
        return [node for node in self.order if node in chosen]


def random_steps(
    draw: random.Random, graph: Graph, models: Sequence[str], batches: Sequence[str]
) -> list[Step]:
    """Batches in random order, with some partial runs before and after each."""
    steps = []
    for batch in draw.sample(batches, len(batches)):
        steps.append(Step(batch=batch))
        for _ in range(draw.choice([1, 2, 2])):
            if (seeds := graph.seeds(models)) and draw.random() < 0.3:
                steps.append(Step(seed=draw.choice(seeds)))
            if draw.random() < 0.2:
                steps.append(Step(loses_bookkeeping=draw.choice(graph.consumers(models))))
            nodes = random_selection(draw, graph, models)
            failing = draw.choice(nodes) if draw.random() < 0.35 else None
            interleaved = random_selection(draw, graph, models) if draw.random() < 0.25 else []
            steps.append(
                Step(
                    nodes=tuple(nodes),
                    failing=failing,
                    retried=draw.random() < 0.5,
                    interleaved=tuple(interleaved),
                )
            )
    return steps


def random_selection(draw: random.Random, graph: Graph, models: Sequence[str]) -> list[str]:
    """Models as a person or schedule would select them: one, with `+`, a folder, a tag, or several.

    The selectors of the project consist of tags.
    """
    node = draw.choice(models)
    kind = draw.choice(["one", "+one", "one+", "folder", "tag", "some", "some"])
    if kind == "one":
        chosen = {node}
    elif kind == "+one":
        chosen = graph.ancestors([graph.nodes[node]["name"]])
    elif kind == "one+":
        chosen = graph.descendants(node)
    elif kind == "folder":
        folder = graph.nodes[node]["fqn"][:-1]
        chosen = {other for other in models if graph.nodes[other]["fqn"][: len(folder)] == folder}
    elif kind == "tag":
        tag = draw.choice(graph.nodes[node]["tags"])
        chosen = {other for other in models if tag in graph.nodes[other]["tags"]}
    else:
        share = draw.uniform(0.1, 0.6)
        chosen = {other for other in models if draw.random() < share}
    return [other for other in models if other in chosen] or [node]
