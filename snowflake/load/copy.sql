-- Generated from contracts/ by `make contracts`; do not edit.
-- Loads the files that a table does not have yet. `make snowflake-load` runs these statements, each
-- with the names of the new files. Columns may be in any order; a file with an error is not loaded.
-- https://docs.snowflake.com/en/sql-reference/sql/copy-into-table
use role LOADER;
use warehouse LOADING;
use database &{database};

copy into landing_files.accepted_files
from @landing_files.deliveries/accepted_files/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.accepted_files
from @landing_files.deliveries/accepted_files/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.clickstream
from @landing_files.deliveries/clickstream/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.clickstream
from @landing_files.deliveries/clickstream/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.exchange_rates
from @landing_files.deliveries/exchange_rates/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.exchange_rates
from @landing_files.deliveries/exchange_rates/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.finance_accounts
from @landing_files.deliveries/finance_accounts/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.finance_accounts
from @landing_files.deliveries/finance_accounts/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.finance_ledger_entries
from @landing_files.deliveries/finance_ledger_entries/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.finance_ledger_entries
from @landing_files.deliveries/finance_ledger_entries/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.finance_transactions
from @landing_files.deliveries/finance_transactions/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.finance_transactions
from @landing_files.deliveries/finance_transactions/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.fraud_alerts
from @landing_files.deliveries/fraud_alerts/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.fraud_alerts
from @landing_files.deliveries/fraud_alerts/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.interactions
from @landing_files.deliveries/interactions/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.interactions
from @landing_files.deliveries/interactions/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.marketing_leads
from @landing_files.deliveries/marketing_leads/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.marketing_leads
from @landing_files.deliveries/marketing_leads/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.opportunities
from @landing_files.deliveries/opportunities/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.opportunities
from @landing_files.deliveries/opportunities/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.oracle_customers
from @landing_files.deliveries/oracle_customers/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.oracle_customers
from @landing_files.deliveries/oracle_customers/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.order_lines
from @landing_files.deliveries/order_lines/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.order_lines
from @landing_files.deliveries/order_lines/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.orders
from @landing_files.deliveries/orders/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.orders
from @landing_files.deliveries/orders/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.platform_metrics
from @landing_files.deliveries/platform_metrics/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.platform_metrics
from @landing_files.deliveries/platform_metrics/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.products
from @landing_files.deliveries/products/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.products
from @landing_files.deliveries/products/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.salesforce_accounts
from @landing_files.deliveries/salesforce_accounts/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.salesforce_accounts
from @landing_files.deliveries/salesforce_accounts/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.salesforce_contacts
from @landing_files.deliveries/salesforce_contacts/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.salesforce_contacts
from @landing_files.deliveries/salesforce_contacts/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.sap_kna1
from @landing_files.deliveries/sap_kna1/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.sap_kna1
from @landing_files.deliveries/sap_kna1/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.shipments
from @landing_files.deliveries/shipments/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.shipments
from @landing_files.deliveries/shipments/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.snapshot_manifests
from @landing_files.deliveries/snapshot_manifests/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.snapshot_manifests
from @landing_files.deliveries/snapshot_manifests/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.steward_decisions
from @landing_files.deliveries/steward_decisions/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.steward_decisions
from @landing_files.deliveries/steward_decisions/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.steward_overrides
from @landing_files.deliveries/steward_overrides/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.steward_overrides
from @landing_files.deliveries/steward_overrides/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.steward_snapshots
from @landing_files.deliveries/steward_snapshots/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.steward_snapshots
from @landing_files.deliveries/steward_snapshots/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.support_tickets
from @landing_files.deliveries/support_tickets/
pattern = '.*[.]csv([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_csv')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;

copy into landing_files.support_tickets
from @landing_files.deliveries/support_tickets/
pattern = '.*[.]jsonl([.]gz)?'
file_format = (format_name = 'landing_files.deliveries_jsonl')
match_by_column_name = case_insensitive
include_metadata = (
    _file_name = metadata$filename, _file_row = metadata$file_row_number
)
on_error = abort_statement;
