with

-- 1 the last six month ends up to the as-of date
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

-- 2 which versions were in force on each of them?
select
    month_end,
    cast(null as decimal(12, 2)) as mrr,
    cast(null as bigint) as paying_customers

from month_ends
