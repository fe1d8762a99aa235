"""Commands refuse what would break other feeds, and say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from dbt_in_process import ROOT
from onboarding.cli import check_free, files_in, main
from onboarding.contract import read_contract
from onboarding.deliver import Delivery, DeliveryError, read_delivery
from onboarding.plan import PlanError, check_names, plan_of

CONTACTS = "contact_id;customer_id;first_name;last_name;email\n" + "".join(
    f"{number};C{number:04};Ann{number};Lee;ann{number}@example.com\n" for number in range(1, 40)
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the contracts, models and seeds of the project."""
    for name in ("contracts", "models", "seeds", "scripts", "macros", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "contracts").unlink()
    (tmp_path / "contracts").mkdir()
    for path in (ROOT / "contracts").iterdir():
        (tmp_path / "contracts" / path.name).symlink_to(path)
    return tmp_path


def refusal(capsys: pytest.CaptureFixture[str], command: str, root: Path, **options: str) -> str:
    """What a command says that is refused."""
    assert main([command], options, root) == 2
    return capsys.readouterr().err


def test_models_written_by_hand_are_neither_written_nor_removed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("feed", "remove-feed"):
        said = refusal(capsys, command, project, FEED="shipments")
        assert "the models of shipments were written by hand" in said


def test_a_feed_is_not_called_like_a_seed(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "source_priorities.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    said = refusal(capsys, "new-feed", project, FILE=str(file))
    assert "seeds/reference/source_priorities.csv has this name already" in said


def test_a_missing_file_with_a_quotation_mark_is_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert files_in("O'Nix.csv") == [Path("O'Nix.csv")]
    assert "no such file" in refusal(capsys, "new-feed", project, FILE="O'Nix.csv")


def test_a_column_called_like_the_key_is_refused(project: Path, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text(CONTACTS, encoding="utf-8")
    assert main(["new-feed"], {"FILE": str(file)}, project) == 0
    contract = read_contract(project / "contracts" / "contacts.odcs.yaml")
    with pytest.raises(PlanError, match="customer_id would be in the staging model twice"):
        check_names(plan_of(contract, project))


def test_another_encoding_is_refused_and_a_landed_file_is_not_converted(
    project: Path, tmp_path: Path
) -> None:
    file, later = tmp_path / "prices.csv", tmp_path / "prices_2026-02-01.csv"
    rows = [f"P{number:03};Käse {number};1.{number:03},50\n" for number in range(100, 140)]
    file.write_text("".join(["code;name;price\n", *rows]), encoding="cp1252")
    assert main(["new-feed"], {"FILE": str(file)}, project) == 0
    contract = read_contract(project / "contracts" / "prices.odcs.yaml")
    later.write_text("code;name;price\nP200;Käse;1,50\n", encoding="utf-8")
    with pytest.raises(DeliveryError, match="is utf-8, the contract says cp1252"):
        read_delivery(contract, Delivery(later, "B2", "2026-02-01 06:00:00"))
    landed = "CODE;NAME;PRICE;_loaded_at;_batch_id;_record_source\nP200;x;17.988;t;b;s\n"
    later.write_text(landed, encoding="cp1252")
    (row,) = read_delivery(contract, Delivery(later, "B2", "2026-02-01 06:00:00"))
    assert row[2] == "17.988"


def test_a_satellite_of_another_feed_is_not_removed(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "members.csv"
    file.write_text(CONTACTS.replace("customer_id", "member_code"), encoding="utf-8")
    assert main(["new-feed"], {"FILE": str(file), "SOURCE": "SAP"}, project) == 0
    contract = read_contract(project / "contracts" / "members.odcs.yaml")
    with pytest.raises(PlanError, match="belongs to the feed sap_kna1"):
        check_free(contract)
    assert "belongs to the feed" in refusal(capsys, "remove-feed", project, FEED="members")
