"""Feeds of Salesforce: accounts, and the contacts of each account."""

from feeds.salesforce.accounts import ACCOUNTS, build_accounts
from feeds.salesforce.contacts import CONTACTS, build_contacts

__all__ = ["ACCOUNTS", "CONTACTS", "build_accounts", "build_contacts"]
