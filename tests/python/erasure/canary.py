"""An invented person with values in every feed that can have any, among rows of the sample."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from contracts.feed import Feed
from dbt_in_process import ROOT
from warehouse.landing.landing_folder import LandedFile

EMAIL, PHONE, ID = "zdenka@quillfeather.example", "+49 89 99887766", "DE998877665"
NAME, STREET = "Zdenka Quillfeather", "Quillgasse 77"
SHA256 = hashlib.sha256(EMAIL.encode()).hexdigest()
RECORDS = "SAP:KNA999901 Oracle:CUST999901 E-Commerce:ORD-999901 Salesforce:0015g0000099ZZAAA1"
RECORDS += " Support:tick-999901 Marketing:lead-999901"
# Strings in lower case of which none may be left after the erasure.
CANARIES = (
    "quillfeather", "quillgasse", "zdenka", "99887766", "99 88 77 66", "9988-7766", "998877665",
    "kna999901", "cust999901", "ord-999901", "0015g0000099zzaaa1", "tick-999901",
    "lead-999901", SHA256,
)  # fmt: skip
OTHER = "0015g00000004IKAAY"  # an account of the sample
DELIVERY = {"_loaded_at": "2026-01-03 02:00:00", "_batch_id": "B003", "_record_source": "CANARY"}
ROWS: dict[str, list[dict[str, str]]] = {
    "sap_kna1": [
        {"KUNNR": "KNA999901", "NAME1": NAME.upper(), "STRAS": STREET.upper(), "ORT01": "MÜNCHEN",
         "PSTLZ": "80331", "LAND1": "DE", "TELF1": PHONE, "SMTP_ADDR": EMAIL, "STCEG": ID,
         "KTOKD": "0001", "ERDAT": "20240105", "UPDAT": "20240105"},
        # Rejected: no such day, and a key that is none.
        {"KUNNR": "kna999901", "NAME1": NAME.upper(), "SMTP_ADDR": EMAIL, "UPDAT": "20241399"},
        {"KUNNR": "KNA 999901", "NAME1": NAME.upper(), "STRAS": STREET, "SMTP_ADDR": EMAIL,
         "UPDAT": "20240105"},
    ],
    "oracle_customers": [
        {"CUSTOMER_ID": "CUST999901", "FIRST_NAME": "Zdenka", "LAST_NAME": "Quillfeather",
         "EMAIL": EMAIL.upper(), "PHONE": "089 99887766", "DATE_OF_BIRTH": "1981-02-03",
         "NATIONAL_ID": ID, "CUSTOMER_TYPE": "INDIVIDUAL", "ADDRESS": STREET, "CITY": "München",
         "ZIP_CODE": "80331", "COUNTRY": "DE", "CUSTOMER_STATUS": "ACTIVE",
         "UPDATED_AT": "2024-01-05 07:00:00"},
    ],
    "salesforce_accounts": [
        {"Id": "0015g0000099ZZAAA1", "Name": NAME, "Email": EMAIL, "Phone": PHONE,
         "BillingStreet": STREET, "BillingCity": "München", "BillingCountry": "Germany",
         "SystemModstamp": "2024-01-05T12:00:00.000Z", "IsDeleted": "false"},
    ],
    "salesforce_contacts": [
        {"AccountId": "0015g0000099ZZAAA1", "ContactId": "0035g0000099ZZAAA2", "FirstName": "Ida",
         "LastName": "Quillfeather", "Email": f"ida.{EMAIL}", "IsEmptySet": "false",
         "SystemModstamp": "2024-01-05T12:10:00.000Z"},
        # The person as the contact of another account.
        {"AccountId": OTHER, "ContactId": "0035g0000099ZZAAA3", "FirstName": "Zdenka",
         "LastName": "Quillfeather", "Email": EMAIL, "Phone": PHONE, "IsEmptySet": "false",
         "SystemModstamp": "2024-01-05T12:10:00.000Z"},
    ],
    "opportunities": [
        {"DEAL_ID": "DEAL-99901", "ACCOUNT_ID": OTHER, "DEAL_NAME": f"Renewal: {NAME}",
         "AMOUNT": "100.00", "CURRENCY": "EUR", "STAGE": "Lead", "PROBABILITY": "0.05",
         "CREATED_AT": "2024-01-05T10:00:00.000Z", "EXPECTED_CLOSE_DATE": "2024-05-24",
         "UPDATED_AT": "2024-01-05T10:00:00.000Z"},
        {"DEAL_ID": "DEAL-99902", "ACCOUNT_ID": OTHER, "DEAL_NAME": "Quillfeather renewal",
         "AMOUNT": "100.00", "CURRENCY": "EUR", "STAGE": "Lead", "PROBABILITY": "0.05",
         "CREATED_AT": "2024-01-05T10:00:00.000Z", "EXPECTED_CLOSE_DATE": "2024-05-24",
         "UPDATED_AT": "2024-01-05T10:00:00.000Z"},
    ],
    "orders": [
        {"ORDER_ID": "ORD-999901", "ORDER_SOURCE": "E-Commerce", "BUYER_EMAIL": EMAIL,
         "BUYER_NAME": NAME, "BUYER_PHONE": PHONE, "BUYER_ZIP": "80331",
         "ORDER_TIME": "2024-01-05 20:06:01", "STATUS": "PENDING", "PRIORITY": "NORMAL",
         "REGION": "EMEA", "CURRENCY": "EUR", "UPDATED_AT": "2024-01-05 20:06:01"},
        {"ORDER_ID": "ORD-999902", "ORDER_SOURCE": "SAP", "CUSTOMER_ID": "KNA999901",
         "ORDER_TIME": "2024-01-05 20:06:01", "STATUS": "PENDING", "PRIORITY": "NORMAL",
         "REGION": "EMEA", "CURRENCY": "EUR", "UPDATED_AT": "2024-01-05 20:06:01"},
        # Rejected: there is no such source.
        {"ORDER_ID": "ORD-999903", "ORDER_SOURCE": "Fax", "CUSTOMER_ID": "KNA999901",
         "BUYER_NAME": NAME, "UPDATED_AT": "2024-01-05 20:06:01"},
    ],
    "order_lines": [
        {"ORDER_ID": order, "LINE_NUMBER": "1", "PRODUCT_ID": "PROD-0005", "QUANTITY": "2",
         "UNIT_PRICE": "10.00", "DISCOUNT": "0.00", "UPDATED_AT": "2024-01-05 20:06:01"}
        for order in ("ORD-999901", "ORD-999902")
    ],
    "shipments": [
        {"SHIPMENT_ID": "SHIP99999901", "ORDER_ID": "ORD-999901", "CARRIER": "FedEx",
         "STATUS": "PREPARING", "SHIPPING_COST": "9.00", "CURRENCY": "EUR",
         "UPDATED_AT": "2024-01-05 20:06:01"},
    ],
    "fraud_alerts": [
        {"ALERT_ID": "FRD-99901", "SEVERITY": "Medium", "RISK_SCORE": "39", "CURRENCY": "EUR",
         "STATUS": "Open", "CUSTOMER_ID": "CUST999901", "ORDER_ID": "ORD-999901",
         "DETECTED_AT": "2024-01-05 16:20:40", "UPDATED_AT": "2024-01-05 16:20:40"},
    ],
    "support_tickets": [
        {"TICKET_ID": "tick-999901", "CONTACT_EMAIL": EMAIL, "CONTACT_PHONE": "0049 89 99887766",
         "ISSUE_TYPE": f"Call back {NAME}", "PRIORITY": "NORMAL", "STATUS": "OPEN",
         "OPENED_AT": "2024-01-05 00:43:56", "UPDATED_AT": "2024-01-05 00:43:56"},
    ],
    "marketing_leads": [
        {"LEAD_ID": "lead-999901", "FULL_NAME": NAME, "PHONE": PHONE,
         "CREATED_AT": "2024-01-05 09:01:47"},
    ],
    "clickstream": [
        {"EVENT_ID": "EVT-999901", "SESSION_ID": "SES-999901", "VISITOR_ID": "visitor-1",
         "EMAIL_SHA256": SHA256, "EVENT_TIME": "2024-01-05 09:14:56", "EVENT_TYPE": "login",
         "PAGE": f"/order?mail={EMAIL}", "DEVICE": "mobile"},
        {"EVENT_ID": "EVT-999902", "SESSION_ID": "SES-999901", "VISITOR_ID": "visitor-1",
         "EMAIL_SHA256": SHA256.upper(), "EVENT_TIME": "2024-01-05 09:15:56",
         "EVENT_TYPE": "page_view", "PAGE": "/contact", "DEVICE": "mobile"},
    ],
    "interactions": [
        {"INTERACTION_ID": "INT-999901", "CUSTOMER_ID": "CUST999901", "CHANNEL": "Email",
         "SENTIMENT": "Positive", "OUTCOME": f"Spoke to {NAME}, {PHONE}",
         "INTERACTION_TIME": "2024-01-05 06:05:20"},
        {"INTERACTION_ID": "INT-999902", "CUSTOMER_ID": "CUST000055", "CHANNEL": "Email",
         "SENTIMENT": "Positive", "OUTCOME": f"Asks about {EMAIL}",
         "INTERACTION_TIME": "2024-01-05 06:05:20"},
        {"INTERACTION_ID": "INT-999903", "CUSTOMER_ID": "CUST999901", "CHANNEL": "Phone",
         "SENTIMENT": "Positive", "OUTCOME": "Spoke to Mrs Quillfeather",
         "INTERACTION_TIME": "2024-01-05 06:05:20"},
        {"INTERACTION_ID": "INT-999904", "CUSTOMER_ID": "CUST000055", "CHANNEL": "Phone",
         "SENTIMENT": "Positive", "OUTCOME": "Quillfeather Zdenka, 089/99 88 77 66",
         "INTERACTION_TIME": "2024-01-05 06:05:20"},
        {"INTERACTION_ID": "INT-999905", "CUSTOMER_ID": "CUST000055", "CHANNEL": "Phone",
         "SENTIMENT": "Positive", "OUTCOME": "Back office: +49 (0)89 / 9988-7766",
         "INTERACTION_TIME": "2024-01-05 06:05:20"},
    ],
    "finance_accounts": [
        {"ACCOUNT_ID": "ACC999901", "ACCOUNT_NUMBER": "9998877001", "ACCOUNT_TYPE": "CHECKING",
         "ACCOUNT_STATUS": "ACTIVE", "BALANCE": "0.00", "CURRENCY": "EUR",
         "OPENED_DATE": "2024-01-03", "CUSTOMER_ID": "CUST999901",
         "UPDATED_AT": "2024-01-05 11:31:47"},
    ],
    "steward_decisions": [
        {"decision_id": "SD-9901", "source_system_l": "SAP", "customer_id_l": "KNA999901",
         "source_system_r": "Oracle", "customer_id_r": "CUST999901", "decision": "SAME",
         "decided_at": "2026-01-03 01:00:00", "steward": "j.weber", "reason": f"Both are {NAME}"},
    ],
    "steward_overrides": [
        {"override_id": "SO-9901", "source_system": "Oracle", "customer_id": "CUST999901",
         "attribute": "full_name", "attribute_value": NAME, "valid_from": "2025-01-01",
         "reason": f"{NAME} asked for it", "steward": "j.weber",
         "decided_at": "2026-01-03 01:00:00"},
    ],
    "accepted_files": [
        {"acceptance_id": "AF-1", "feed": "orders", "file": "B999", "steward": "j.weber",
         "accepted_at": "2026-01-03 01:00:00", "reason": f"{NAME} called, ticket tick-999901"},
    ],
}  # fmt: skip


def write_feeds(
    folder: Path, feeds: Mapping[str, Feed], rows_of_sample: int
) -> Iterator[LandedFile]:
    """Write each feed of the sample to a CSV file, with the rows of the person at its end."""
    for name, feed in feeds.items():
        kind = "stewardship" if feed.is_optional else "feeds"
        with (ROOT / "seeds" / kind / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            sample = [row for _, row in zip(range(rows_of_sample), reader, strict=False)]
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [column.name for column in feed.columns])
            writer.writeheader()
            writer.writerows(sample)
            writer.writerows(row | DELIVERY for row in ROWS.get(name, []))
        yield LandedFile(name, path, "csv", "")
