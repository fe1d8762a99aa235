{#
    The thresholds of lifecycle stages: one row, a column for each.

    Example:
        thresholds as ({{ stage_thresholds() }})
#}
{% macro stage_thresholds() -%}
    {{ thresholds([
        'churned_after_idle_days',
        'dormant_after_idle_days',
        'at_risk_from_idle_days',
        'new_below_tenure_months',
        'growing_below_tenure_months',
        'champion_from_tenure_months',
        'champion_share_of_buyers',
    ]) }}
{%- endmacro %}

{#
    The condition that a time is in the twelve months up to an as-of date.

    Arguments:
        time        a timestamp
        as_of_date  the last day

    Example:
        where {{ is_in_last_12_months('orders.ordered_at', 'current_as_of_date.as_of_date') }}
#}
{% macro is_in_last_12_months(time, as_of_date) -%}
    cast({{ time }} as date) > cast({{ dbt.dateadd('month', -12, as_of_date) }} as date)
    and cast({{ time }} as date) <= {{ as_of_date }}
{%- endmacro %}

{#
    Buyers with the column is_top_buyer: whether they are in the share of buyers with the highest
    revenue of the last twelve months. Buyers with equal revenue are either all top buyers or none
    of them; at least one buyer is.

    Arguments:
        buyers      CTE of customers with revenue_12_months above zero
        thresholds  CTE with the output of stage_thresholds
        month       column of `buyers` whose months are ranked separately (optional)

    Example:
        ranked_buyers as ({{ rank_buyers('recent_buyers', 'thresholds') }})
#}
{% macro rank_buyers(buyers, thresholds, month=none) -%}
    {%- set within = 'partition by ' ~ buyers ~ '.' ~ month if month else '' -%}
    select
        {{ buyers }}.*,
        rank() over ({{ within }} order by {{ buyers }}.revenue_12_months desc) - 1
        < {{ thresholds }}.champion_share_of_buyers * count(*) over ({{ within }}) as is_top_buyer
    from {{ buyers }}
    cross join {{ thresholds }}
{%- endmacro %}

{#
    The columns tenure_days, tenure_months and idle_days of customers. A month of tenure counts once
    its day of the month is reached.

    Arguments:
        customers   CTE with created_date and last_activity_date
        as_of_date  column with the day as of which ages are counted

    Example:
        select customers.*, {{ customer_ages('customers', 'customers.as_of_date') }} from customers
#}
{% macro customer_ages(customers, as_of_date) -%}
    {{ dbt.datediff(customers ~ '.created_date', as_of_date, 'day') }} as tenure_days,
    {{ dbt.datediff(customers ~ '.created_date', as_of_date, 'month') }}
    - case
        when extract(day from {{ as_of_date }}) < extract(day from {{ customers }}.created_date)
            then 1
        else 0
    end as tenure_months,
    {{ dbt.datediff(customers ~ '.last_activity_date', as_of_date, 'day') }} as idle_days
{%- endmacro %}

{#
    The lifecycle stage of a customer: the first rule that applies.

    Arguments:
        customers   CTE with is_closed, order_count, is_top_buyer and the columns of customer_ages
        thresholds  CTE with the output of stage_thresholds

    Example:
        {{ lifecycle_stage('ages', 'thresholds') }} as lifecycle_stage
#}
{% macro lifecycle_stage(customers, thresholds) -%}
    case
        when
            {{ customers }}.is_closed
            or {{ customers }}.idle_days > {{ thresholds }}.churned_after_idle_days
            then 'Churned'
        when
            {{ customers }}.tenure_months < {{ thresholds }}.new_below_tenure_months
            and {{ customers }}.order_count > 0
            then 'Activated'
        when {{ customers }}.tenure_months < {{ thresholds }}.new_below_tenure_months
            then 'Onboarding'
        when {{ customers }}.idle_days > {{ thresholds }}.dormant_after_idle_days then 'Dormant'
        when {{ customers }}.idle_days >= {{ thresholds }}.at_risk_from_idle_days then 'At-Risk'
        when {{ customers }}.tenure_months < {{ thresholds }}.growing_below_tenure_months
            then 'Growing'
        when
            {{ customers }}.tenure_months >= {{ thresholds }}.champion_from_tenure_months
            and {{ customers }}.is_top_buyer
            then 'Champion'
        else 'Loyal'
    end
{%- endmacro %}

{#
    The status of a customer: its lifecycle stage, reduced to four values.

    Arguments:
        stage  column with the stage

    Example:
        {{ customer_status('lifecycle_stage') }} as customer_status
#}
{% macro customer_status(stage) -%}
    case
        when {{ stage }} = 'Churned' then 'Churned'
        when {{ stage }} in ('Activated', 'Onboarding') then 'New'
        when {{ stage }} in ('Dormant', 'At-Risk') then 'At-Risk'
        else 'Active'
    end
{%- endmacro %}
