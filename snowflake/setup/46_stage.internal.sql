-- Without a bucket, files are uploaded: put file:///deliveries/orders/*.csv @landing_files.deliveries/orders
use role SYSADMIN;
use database &{database};

create stage if not exists landing_files.deliveries comment = 'Delivered files: <feed>/<batch>.csv or .jsonl';
grant read, write on stage landing_files.deliveries to role LOADER;
