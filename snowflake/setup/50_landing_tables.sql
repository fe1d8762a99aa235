-- Generated from contracts/ by `make contracts`; do not edit.
-- The rows of the delivered files, all columns as text. A column that is added to a contract must
-- be its last one before the delivery columns: CREATE OR ALTER adds columns only at the end of a
-- table. It leaves tags as they are.
-- https://docs.snowflake.com/en/sql-reference/sql/create-table
use role SYSADMIN;
use database &{database};

create or alter table landing_files.accepted_files (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, acceptance_id varchar, feed varchar, file varchar, accepts varchar,
    accepted_at varchar, steward varchar, reason varchar
);
alter table landing_files.accepted_files modify
    column steward set tag governance.personal_data = 'key',
    column reason set tag governance.personal_data = 'text';

create or alter table landing_files.clickstream (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, EVENT_ID varchar, SESSION_ID varchar, VISITOR_ID varchar,
    EMAIL_SHA256 varchar, EVENT_TIME varchar, PAGE varchar, EVENT_TYPE varchar, DEVICE varchar,
    BROWSER varchar, REFERRER varchar, SESSION_SECONDS varchar, PAGE_LOAD_MS varchar,
    UTM_CAMPAIGN varchar, COUNTRY varchar
);
alter table landing_files.clickstream modify
    column SESSION_ID set tag governance.personal_data = 'key',
    column VISITOR_ID set tag governance.personal_data = 'key',
    column EMAIL_SHA256 set tag governance.personal_data = 'key';

create or alter table landing_files.exchange_rates (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, CURRENCY varchar, RATE_DATE varchar, UNITS_PER_EURO varchar
);

create or alter table landing_files.finance_accounts (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, ACCOUNT_ID varchar, ACCOUNT_NUMBER varchar, ACCOUNT_TYPE varchar,
    ACCOUNT_STATUS varchar, BALANCE varchar, CURRENCY varchar, OPENED_DATE varchar,
    CUSTOMER_ID varchar, UPDATED_AT varchar
);
alter table landing_files.finance_accounts modify
    column ACCOUNT_ID set tag governance.personal_data = 'key',
    column ACCOUNT_NUMBER set tag governance.personal_data = 'id',
    column BALANCE set tag governance.personal_data = 'key',
    column CUSTOMER_ID set tag governance.personal_data = 'key';

create or alter table landing_files.finance_ledger_entries (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, ENTRY_ID varchar, TRANSACTION_ID varchar, LEDGER_ACCOUNT varchar,
    SIDE varchar, AMOUNT varchar, CURRENCY varchar, BOOKED_AT varchar
);

create or alter table landing_files.finance_transactions (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, TRANSACTION_ID varchar, ACCOUNT_ID varchar, COUNTER_ACCOUNT_ID varchar,
    TRANSACTION_TYPE varchar, AMOUNT varchar, CURRENCY varchar, TRANSACTION_TIME varchar,
    MERCHANT varchar, CATEGORY varchar, STATUS varchar, UPDATED_AT varchar
);
alter table landing_files.finance_transactions modify
    column ACCOUNT_ID set tag governance.personal_data = 'key',
    column COUNTER_ACCOUNT_ID set tag governance.personal_data = 'key';

create or alter table landing_files.fraud_alerts (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, ALERT_ID varchar, FRAUD_TYPE varchar, SEVERITY varchar,
    RISK_SCORE varchar, FLAGGED_AMOUNT varchar, CURRENCY varchar, STATUS varchar,
    DETECTION_METHOD varchar, TEAM varchar, RESOLUTION_HOURS varchar, FINANCIAL_IMPACT varchar,
    CUSTOMER_ID varchar, ORDER_ID varchar, TRANSACTION_ID varchar, SOURCE_SYSTEM varchar,
    DETECTED_AT varchar, UPDATED_AT varchar
);
alter table landing_files.fraud_alerts modify
    column CUSTOMER_ID set tag governance.personal_data = 'key';

create or alter table landing_files.interactions (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, INTERACTION_ID varchar, CUSTOMER_ID varchar, CHANNEL varchar,
    INTERACTION_TYPE varchar, SENTIMENT varchar, RESOLUTION_HOURS varchar, CSAT_SCORE varchar,
    NPS_SCORE varchar, OUTCOME varchar, AGENT_ID varchar, INTERACTION_TIME varchar, MESSAGE varchar
);
alter table landing_files.interactions modify
    column CUSTOMER_ID set tag governance.personal_data = 'key',
    column AGENT_ID set tag governance.personal_data = 'key',
    column MESSAGE set tag governance.personal_data = 'text';

create or alter table landing_files.marketing_leads (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, LEAD_ID varchar, FULL_NAME varchar, PHONE varchar, CAMPAIGN varchar,
    LEAD_SOURCE varchar, CREATED_AT varchar
);
alter table landing_files.marketing_leads modify
    column LEAD_ID set tag governance.personal_data = 'key',
    column FULL_NAME set tag governance.personal_data = 'name',
    column PHONE set tag governance.personal_data = 'phone';

create or alter table landing_files.opportunities (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, DEAL_ID varchar, ACCOUNT_ID varchar, DEAL_NAME varchar, AMOUNT varchar,
    CURRENCY varchar, STAGE varchar, PROBABILITY varchar, LEAD_SOURCE varchar, SALES_REP_ID varchar,
    CREATED_AT varchar, EXPECTED_CLOSE_DATE varchar, CLOSED_AT varchar, PRODUCT_INTEREST varchar,
    COMPETITOR varchar, LOSS_REASON varchar, UPDATED_AT varchar
);
alter table landing_files.opportunities modify
    column ACCOUNT_ID set tag governance.personal_data = 'key',
    column SALES_REP_ID set tag governance.personal_data = 'key';

create or alter table landing_files.oracle_customers (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, CUSTOMER_ID varchar, FIRST_NAME varchar, LAST_NAME varchar,
    EMAIL varchar, PHONE varchar, DATE_OF_BIRTH varchar, NATIONAL_ID varchar, CUSTOMER_TYPE varchar,
    CUSTOMER_SEGMENT varchar, INDUSTRY varchar, ADDRESS varchar, CITY varchar, STATE varchar,
    ZIP_CODE varchar, COUNTRY varchar, REGISTRATION_DATE varchar, CUSTOMER_STATUS varchar,
    LIFETIME_VALUE varchar, UPDATED_AT varchar
);
alter table landing_files.oracle_customers modify
    column CUSTOMER_ID set tag governance.personal_data = 'key',
    column FIRST_NAME set tag governance.personal_data = 'name',
    column LAST_NAME set tag governance.personal_data = 'name',
    column EMAIL set tag governance.personal_data = 'email',
    column PHONE set tag governance.personal_data = 'phone',
    column DATE_OF_BIRTH set tag governance.personal_data = 'birth_date',
    column NATIONAL_ID set tag governance.personal_data = 'id',
    column ADDRESS set tag governance.personal_data = 'address',
    column CITY set tag governance.personal_data = 'address',
    column ZIP_CODE set tag governance.personal_data = 'address';

create or alter table landing_files.order_lines (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, ORDER_ID varchar, LINE_NUMBER varchar, PRODUCT_ID varchar,
    QUANTITY varchar, UNIT_PRICE varchar, DISCOUNT varchar, UPDATED_AT varchar
);

create or alter table landing_files.orders (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, ORDER_ID varchar, ORDER_SOURCE varchar, CUSTOMER_ID varchar,
    BUYER_EMAIL varchar, BUYER_NAME varchar, BUYER_PHONE varchar, BUYER_ZIP varchar,
    ORDER_TIME varchar, STATUS varchar, PAYMENT_METHOD varchar, PRIORITY varchar, REGION varchar,
    CURRENCY varchar, SALES_REP_ID varchar, UPDATED_AT varchar
);
alter table landing_files.orders modify
    column CUSTOMER_ID set tag governance.personal_data = 'key',
    column BUYER_EMAIL set tag governance.personal_data = 'email',
    column BUYER_NAME set tag governance.personal_data = 'name',
    column BUYER_PHONE set tag governance.personal_data = 'phone',
    column BUYER_ZIP set tag governance.personal_data = 'address',
    column SALES_REP_ID set tag governance.personal_data = 'key';

create or alter table landing_files.platform_metrics (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, METRIC_HOUR varchar, ACTIVE_USERS varchar, PAGE_VIEWS varchar,
    API_CALLS varchar, RESPONSE_MS varchar, ERROR_RATE varchar, UPTIME_PCT varchar,
    OPEN_TICKETS varchar, ETL_JOBS_RUNNING varchar
);

create or alter table landing_files.products (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, PRODUCT_ID varchar, PRODUCT_NAME varchar, CATEGORY varchar,
    SUBCATEGORY varchar, UNIT_PRICE varchar, COST_PRICE varchar, CURRENCY varchar,
    LAUNCH_DATE varchar, ACTIVE_FLAG varchar, STOCK_QUANTITY varchar, REORDER_LEVEL varchar,
    UPDATED_AT varchar
);

create or alter table landing_files.salesforce_accounts (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, Id varchar, Name varchar, Email varchar, Phone varchar, Website varchar,
    BillingStreet varchar, BillingCity varchar, BillingPostalCode varchar, BillingCountry varchar,
    Industry varchar, AnnualRevenue varchar, NumberOfEmployees varchar, CreatedDate varchar,
    SystemModstamp varchar, IsDeleted varchar
);
alter table landing_files.salesforce_accounts modify
    column Id set tag governance.personal_data = 'key',
    column Name set tag governance.personal_data = 'name',
    column Email set tag governance.personal_data = 'email',
    column Phone set tag governance.personal_data = 'phone',
    column BillingStreet set tag governance.personal_data = 'address',
    column BillingCity set tag governance.personal_data = 'address',
    column BillingPostalCode set tag governance.personal_data = 'address';

create or alter table landing_files.salesforce_contacts (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, AccountId varchar, ContactId varchar, FirstName varchar,
    LastName varchar, Title varchar, Email varchar, Phone varchar, SystemModstamp varchar,
    IsEmptySet varchar
);
alter table landing_files.salesforce_contacts modify
    column AccountId set tag governance.personal_data = 'key',
    column ContactId set tag governance.personal_data = 'key',
    column FirstName set tag governance.personal_data = 'name',
    column LastName set tag governance.personal_data = 'name',
    column Email set tag governance.personal_data = 'email',
    column Phone set tag governance.personal_data = 'phone';

create or alter table landing_files.sap_kna1 (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, KUNNR varchar, NAME1 varchar, NAME2 varchar, STRAS varchar,
    ORT01 varchar, PSTLZ varchar, REGIO varchar, LAND1 varchar, TELF1 varchar, SMTP_ADDR varchar,
    STCEG varchar, BRSCH varchar, KTOKD varchar, ERDAT varchar, UPDAT varchar, LOEVM varchar
);
alter table landing_files.sap_kna1 modify
    column KUNNR set tag governance.personal_data = 'key',
    column NAME1 set tag governance.personal_data = 'name',
    column NAME2 set tag governance.personal_data = 'name',
    column STRAS set tag governance.personal_data = 'address',
    column ORT01 set tag governance.personal_data = 'address',
    column PSTLZ set tag governance.personal_data = 'address',
    column TELF1 set tag governance.personal_data = 'phone',
    column SMTP_ADDR set tag governance.personal_data = 'email',
    column STCEG set tag governance.personal_data = 'id';

create or alter table landing_files.shipments (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, SHIPMENT_ID varchar, ORDER_ID varchar, CARRIER varchar,
    SHIPPED_AT varchar, ESTIMATED_DELIVERY_DATE varchar, DELIVERED_AT varchar, STATUS varchar,
    SHIPPING_COST varchar, CURRENCY varchar, UPDATED_AT varchar
);

create or alter table landing_files.snapshot_manifests (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, feed varchar, snapshot_loaded_at varchar, file_name varchar,
    file_count varchar, row_count varchar, column_sums varchar, sha256 varchar
);

create or alter table landing_files.steward_decisions (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, decision_id varchar, source_system_l varchar, customer_id_l varchar,
    source_system_r varchar, customer_id_r varchar, decision varchar, decided_at varchar,
    steward varchar, reason varchar
);
alter table landing_files.steward_decisions modify
    column customer_id_l set tag governance.personal_data = 'key',
    column customer_id_r set tag governance.personal_data = 'key',
    column steward set tag governance.personal_data = 'key',
    column reason set tag governance.personal_data = 'text';

create or alter table landing_files.steward_overrides (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, override_id varchar, source_system varchar, customer_id varchar,
    attribute varchar, attribute_value varchar, valid_from varchar, valid_to varchar,
    reason varchar, steward varchar, decided_at varchar
);
alter table landing_files.steward_overrides modify
    column customer_id set tag governance.personal_data = 'key',
    column attribute_value set tag governance.personal_data = 'text',
    column reason set tag governance.personal_data = 'text',
    column steward set tag governance.personal_data = 'key';

create or alter table landing_files.steward_snapshots (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, decision_id varchar, feed varchar, snapshot_loaded_at varchar,
    decision varchar, decided_at varchar, steward varchar, reason varchar
);
alter table landing_files.steward_snapshots modify
    column steward set tag governance.personal_data = 'key';

create or alter table landing_files.support_tickets (
    _file_name varchar, _file_row number(38, 0), _loaded_at varchar, _batch_id varchar,
    _record_source varchar, TICKET_ID varchar, CONTACT_EMAIL varchar, CONTACT_PHONE varchar,
    ISSUE_TYPE varchar, PRIORITY varchar, STATUS varchar, OPENED_AT varchar, CLOSED_AT varchar,
    UPDATED_AT varchar, MESSAGE varchar
);
alter table landing_files.support_tickets modify
    column TICKET_ID set tag governance.personal_data = 'key',
    column CONTACT_EMAIL set tag governance.personal_data = 'email',
    column CONTACT_PHONE set tag governance.personal_data = 'phone',
    column MESSAGE set tag governance.personal_data = 'text';
