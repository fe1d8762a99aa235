-- Grain: one row per delivered row of SAP's customer master.
{{ landing(
    feed='sap_kna1',
    checks=[
        required_key('KUNNR'),
        valid_date('ERDAT', 'YYYYMMDD'),
        required_date('UPDAT', 'YYYYMMDD'),
        known_code('LOEVM', ['X'], required=false),
    ],
) }}
