-- A subquery of IN in an alternative is refused when it depends on the outer row
-- https://docs.snowflake.com/en/user-guide/querying-subqueries
-- expect error: unsupported subquery
create or replace temporary table proof_orders as select 1 as order_id, 2 as amount;
select * from proof_orders as outer_orders
where outer_orders.amount > 5 or outer_orders.order_id in (
    select inner_orders.order_id from proof_orders as inner_orders
    where inner_orders.amount < outer_orders.amount limit 1
);
