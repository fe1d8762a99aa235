-- The packages of the Python models are available for Python 3.11
-- https://docs.snowflake.com/en/developer-guide/udf/python/udf-python-packages
-- expect: [["5"]]
select count(distinct package_name)
from C360_PROOF.information_schema.packages
where
    language = 'python'
    and (runtime_version is null or runtime_version = '3.11')
    and package_name in ('numpy', 'pandas', 'pyarrow', 'rapidfuzz', 'scipy');
