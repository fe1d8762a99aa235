"""Feeds of Salesforce: accounts, and the contacts of each account."""

from feeds.salesforce.accounts import ACCOUNTS, account_changes, build_accounts
from feeds.salesforce.contacts import CONTACTS, build_contacts

__all__ = ["ACCOUNTS", "CONTACTS", "account_changes", "build_accounts", "build_contacts"]
