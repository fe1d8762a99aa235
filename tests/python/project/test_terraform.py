"""The Terraform module parses, refers only to what it declares, and gives no more than needed.

Nothing here knows the arguments of the AWS provider: only `terraform validate` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hcl2
import pytest

# A name that leads to something in the module: var.x, local.x, data.type.name, aws_type.name.
REFERENCE = re.compile(r"(?<![\w.])(var\.\w+|local\.\w+|data\.\w+\.\w+|aws_\w+\.\w+)")
INDENT = 2


def plain(value: Any) -> Any:
    """A parsed value without the quotes around strings and the parser's own keys."""
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items() if not key.startswith("__")}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, str):
        return value.strip('"')
    return value


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, str]:
    """The files of the module."""
    folder = root / "snowflake" / "terraform"
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.tf"))}


@pytest.fixture(scope="module")
def module(files: dict[str, str]) -> dict[str, list[Any]]:
    """All blocks of the module, by kind."""
    blocks: dict[str, list[Any]] = {}
    for text in files.values():
        for kind, found in plain(hcl2.loads(text)).items():
            blocks.setdefault(kind, []).extend(found)
    return blocks


@pytest.fixture(scope="module")
def resources(module: dict[str, list[Any]]) -> dict[str, dict[str, Any]]:
    """Resources and data sources as type.name and data.type.name."""
    found = {}
    for kind, prefix in (("resource", ""), ("data", "data.")):
        for block in module[kind]:
            for type_name, named in block.items():
                for name, body in named.items():
                    found[f"{prefix}{type_name}.{name}"] = body
    return found


def statements(resources: dict[str, Any], policy: str) -> Iterator[dict[str, Any]]:
    """The statements of a policy document."""
    yield from resources[f"data.aws_iam_policy_document.{policy}"]["statement"]


def test_the_module_has_its_usual_files(files: dict[str, str]) -> None:
    assert list(files) == ["main.tf", "outputs.tf", "variables.tf", "versions.tf"]


def test_files_are_formatted(files: dict[str, str]) -> None:
    """Two spaces per level, no tabs, no spaces at the end, as `terraform fmt` writes them."""
    wrong = []
    for name, text in files.items():
        depth = 0
        for number, line in enumerate(text.splitlines(), 1):
            closes = len(re.match(r"[)}\]]*", line.strip())[0])
            indent = len(line) - len(line.lstrip(" "))
            if line.strip() and indent != INDENT * (depth - closes):
                wrong.append(f"{name}:{number}")
            if "\t" in line or line != line.rstrip():
                wrong.append(f"{name}:{number} spaces")
            bare = re.sub(r'"[^"]*"|#.*', "", line)
            depth += sum(map(bare.count, "({[")) - sum(map(bare.count, ")}]"))
        assert depth == 0, name
    assert wrong == []


def test_every_reference_is_declared_and_every_declaration_is_used(
    files: dict[str, str], module: dict[str, list[Any]], resources: dict[str, Any]
) -> None:
    declared = {f"var.{name}" for block in module["variable"] for name in block}
    declared |= {f"local.{name}" for block in module["locals"] for name in block}
    declared |= resources.keys()
    used = {name for text in files.values() for name in REFERENCE.findall(text)}
    assert used - declared == set()
    # A resource may be there for its own sake; a variable, local value or data source may not.
    assert {name for name in declared - used if not name.startswith("aws_")} == set()
    assert len(used) > 20


def test_variables_and_outputs_are_described(module: dict[str, list[Any]]) -> None:
    variables = {name: body for block in module["variable"] for name, body in block.items()}
    outputs = {name: body for block in module["output"] for name, body in block.items()}
    for name, body in variables.items():
        assert body["description"].endswith("."), name
        assert body["type"], name
    for name, body in outputs.items():
        assert body["description"].endswith("."), name
        assert body["value"], name
    assert [name for name, body in variables.items() if "default" not in body] == ["bucket_name"]


def test_versions_have_an_upper_bound(module: dict[str, list[Any]]) -> None:
    (settings,) = module["terraform"]
    assert settings["required_version"].startswith(">=")
    (providers,) = settings["required_providers"]
    assert list(providers) == ["aws"]
    assert "<" in providers["aws"]["version"]


def test_the_bucket_is_private_encrypted_and_versioned(resources: dict[str, Any]) -> None:
    access = resources["aws_s3_bucket_public_access_block.deliveries"]
    assert [value for name, value in access.items() if name != "bucket"] == [True] * 4
    encryption = resources["aws_s3_bucket_server_side_encryption_configuration.deliveries"]
    (rule,) = encryption["rule"]
    (default,) = rule["apply_server_side_encryption_by_default"]
    assert default["sse_algorithm"] == "aws:kms"
    assert "aws_kms_key.deliveries.arn" in default["kms_master_key_id"]
    assert resources["aws_kms_key.deliveries"]["enable_key_rotation"] is True
    (versioning,) = resources["aws_s3_bucket_versioning.deliveries"]["versioning_configuration"]
    assert versioning["status"] == "Enabled"
    (denied,) = statements(resources, "bucket")
    assert denied["effect"] == "Deny"
    assert denied["condition"][0]["variable"] == "aws:SecureTransport"


def test_snowflake_can_only_read_the_deliveries(resources: dict[str, Any]) -> None:
    granted = {found["sid"]: found for found in statements(resources, "read")}
    actions = {action for found in granted.values() for action in found["actions"]}
    assert actions == {
        "s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:GetBucketLocation",
        "kms:Decrypt",
    }  # fmt: skip
    assert all("*" not in action for action in actions)
    assert granted["Read"]["resources"] == ["${aws_s3_bucket.deliveries.arn}/${var.prefix}*"]
    assert granted["List"]["condition"][0]["values"] == ["${var.prefix}*"]


def test_only_snowflakes_user_with_its_external_id_may_assume_the_role(
    resources: dict[str, Any], module: dict[str, list[Any]]
) -> None:
    (trust,) = statements(resources, "trust")
    assert trust["principals"][0]["identifiers"] == ["${local.trusted_arn}"]
    assert trust["condition"][0]["variable"] == "sts:ExternalId"
    assert trust["condition"][0]["values"] == ["${local.external_id}"]
    (values,) = module["locals"]
    assert 'snowflake_external_id == ""' in values["external_id"]


def test_deliveries_are_kept_as_long_as_the_contracts_say(
    root: Path, resources: dict[str, Any], module: dict[str, list[Any]]
) -> None:
    variables = {name: body for block in module["variable"] for name, body in block.items()}
    lifecycle = resources["aws_s3_bucket_lifecycle_configuration.deliveries"]
    rules = {rule["id"]: rule for rule in lifecycle["rule"]}
    assert rules["deliveries"]["expiration"][0]["days"] == "${var.retention_days}"
    years = {
        int(found)
        for path in (root / "contracts").glob("*.odcs.yaml")
        for found in re.findall(
            r"property: retention\n +value: (\d+)\n +unit: y\n", path.read_text("utf-8")
        )
    }
    assert variables["retention_days"]["default"] >= 365.25 * max(years)


def test_the_bucket_sends_notifications_of_new_files(resources: dict[str, Any]) -> None:
    (topic,) = resources["aws_s3_bucket_notification.deliveries"]["topic"]
    assert topic["filter_prefix"] == "${var.prefix}"
    (allowed,) = statements(resources, "topic")
    assert allowed["actions"] == ["sns:Publish"]
    assert allowed["condition"][0]["values"] == ["${aws_s3_bucket.deliveries.arn}"]


def test_outputs_are_settings_of_the_account_scripts(module: dict[str, list[Any]]) -> None:
    from snowflake_account.settings import SETTINGS

    described = " ".join(
        body["description"] for block in module["output"] for body in block.values()
    )
    for name in ("deliveries_url", "aws_role_arn"):
        (setting,) = (found for found in SETTINGS if found.name == name)
        assert setting.source in described
