"""Feeds of Salesforce: accounts, the contacts of each account, and deals."""

from feeds.salesforce.accounts import ACCOUNTS, account_changes, build_accounts
from feeds.salesforce.contacts import CONTACTS, build_contacts
from feeds.salesforce.opportunities import OPPORTUNITIES, build_opportunities

__all__ = [
    "ACCOUNTS",
    "CONTACTS",
    "OPPORTUNITIES",
    "account_changes",
    "build_accounts",
    "build_contacts",
    "build_opportunities",
]
