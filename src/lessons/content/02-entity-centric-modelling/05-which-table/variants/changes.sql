-- title: a change on a month end, and one who left
-- relation: entity_customers_history
-- 9001: changes on the last month end. 9002: one version. 9003: left three months ago. 9004: on trial.
with

ends as (

    select
        case
            when cast('{{ var("as_of_date") }}' as date) = last_day(cast('{{ var("as_of_date") }}' as date))
                then cast('{{ var("as_of_date") }}' as date)
            else cast(date_trunc('month', cast('{{ var("as_of_date") }}' as date)) as date) - 1
        end as month_end

),

given as (

    select * from (values
        (9001, 100.00, 300, 0), (9001, 150.00, 0, null),
        (9002, 80.00, 250, null),
        (9003, 60.00, 240, 92), (9003, 0.00, 92, null),
        (9004, 0.00, 100, null)
    ) as given (customer_id, mrr, begun_days_ago, ended_days_ago)

)

select versions.* replace (
    md5(cast(given.customer_id as varchar) || '|' || cast(given.begun_days_ago as varchar)) as customer_history_id,
    cast(given.customer_id as integer) as customer_id,
    cast(given.mrr as decimal(12, 2)) as monthly_recurring_revenue,
    given.ended_days_ago is null as is_current,
    ends.month_end - given.begun_days_ago as valid_from,
    ends.month_end - given.ended_days_ago as valid_to
)

from given
cross join ends
cross join (select * from {{ ref('entity_customers_history') }} limit 1) as versions
