"""Feeds of the finance system: accounts, transactions and the general ledger."""

from feeds.finance.accounts import ACCOUNTS, build_accounts
from feeds.finance.ledger import LEDGER, build_ledger
from feeds.finance.transactions import TRANSACTIONS, build_transactions

__all__ = [
    "ACCOUNTS",
    "LEDGER",
    "TRANSACTIONS",
    "build_accounts",
    "build_ledger",
    "build_transactions",
]
