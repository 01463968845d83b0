-- One row per month in which invoices were not collected at the first attempt: how many, how
-- much of it came in after all, and how long that took. A case counts in the month in which
-- it began.
{{ config(tags=['pattern:statistics']) }}

with

dunning_cases as (

    select * from {{ ref('int_billing__dunning_cases') }}

),

per_month as (

    select
        cast(date_trunc('month', started_at) as date) as month,
        count(*) as cases,
        count(*) filter (where is_open) as open_cases,
        count(*) filter (where is_recovered) as recovered,
        count(*) filter (where is_card_replaced) as cases_with_new_card,
        sum(failed_attempts) as failed_attempts,
        sum(amount_usd) as amount_usd,
        coalesce(sum(amount_usd) filter (where is_open), 0) as open_usd,
        coalesce(sum(amount_usd) filter (where is_recovered), 0) as recovered_usd,
        quantile_cont(days_in_dunning, 0.5) filter (where is_recovered) as median_days,
        quantile_cont(days_in_dunning, 0.9) filter (where is_recovered) as p90_days,
        stddev_samp(days_in_dunning) filter (where is_recovered) as stddev_days

    from dunning_cases
    group by cast(date_trunc('month', started_at) as date)

),

final as (

    select
        cases,
        open_cases,
        recovered,
        cases_with_new_card,
        cast(failed_attempts as bigint) as failed_attempts,
        -- Of the cases that have come to an end: an open one may still be won.
        cast(
            {{ safe_divide('recovered', 'cases - open_cases') }} as decimal(7, 6)
        ) as recovery_rate,
        cast(amount_usd as decimal(14, 2)) as amount_usd,
        cast(open_usd as decimal(14, 2)) as open_usd,
        cast(recovered_usd as decimal(14, 2)) as recovered_usd,
        cast(median_days as decimal(8, 2)) as median_days,
        cast(p90_days as decimal(8, 2)) as p90_days,
        cast(stddev_days as decimal(10, 4)) as stddev_days,
        month

    from per_month

)

select * from final
order by month
