-- How many customers left, by the uptime that they had before.
with

-- The first days of three quarters, each with 90 days after it that are over.
quarters as (

    select cast(date_trunc('quarter', cast('{{ var("as_of_date") }}' as date) - 89) as date) - to_months(cast(3 * nth as integer)) as quarter_start
    from range(0, 3) as numbers (nth)

),

-- The statuses of each customer, half-open: from valid_from up to, not including, valid_to.
statuses as (

    select
        customer_id,
        case operation when 'insert' then 'trial' when 'delete' then 'deleted' else new_value end as status,
        changed_at as valid_from,
        lead(changed_at) over (partition by customer_id order by lsn) as valid_to

    from {{ ref('stg_app_database__account_changes') }}
    where operation <> 'update' or column_name = 'status'

),

-- 1 customers that were active on the first day of the quarter

-- 2 their uptime in the 90 days before it

-- 3 did they leave within the 90 days that begin with it?

-- 4 quarter by quarter of uptime, the worst is 1: ntile(4) over (order by uptime_ratio, customer_id, quarter_start)

final as (

    select
        1 as quartile,
        count(distinct customer_id) as customers,
        null as customers_left,
        null as churn_rate

    from statuses

)

select * from final
