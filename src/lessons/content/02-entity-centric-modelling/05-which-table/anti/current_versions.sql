-- code: M-SURVIVOR
-- headline: {n} {are} made of the versions of today.
-- feedback: At {key} only versions count that are still in force now: who has changed or left since is missing. Which versions were in force then?
with

month_ends as (

    select cast(last_day(month) as date) as month_end
    from (
        select unnest(generate_series(
            date_trunc('month', {{ as_of_date() }}) - interval 6 month,
            date_trunc('month', {{ as_of_date() }}),
            interval 1 month
        )) as month
    ) as months
    where last_day(month) <= {{ as_of_date() }}
    order by month_end desc
    limit 6

)

select
    month_ends.month_end,
    sum(versions.monthly_recurring_revenue) as mrr,
    count(*) filter (where versions.monthly_recurring_revenue > 0) as paying_customers

from month_ends
inner join {{ ref('entity_customers_history') }} as versions
    on versions.valid_from <= month_ends.month_end
    and versions.is_current
group by month_ends.month_end
