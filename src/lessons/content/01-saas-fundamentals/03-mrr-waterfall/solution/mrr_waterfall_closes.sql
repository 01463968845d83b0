-- Returns the months in which the waterfall does not close.
with

-- 1 one row for each month
months as (

    select
        month,
        min(opening_mrr) as opening_mrr,
        min(closing_mrr) as closing_mrr,
        sum(mrr) as moved

    from {{ ref('finance_mrr_movements') }}
    group by month

),

-- 2 what the month before closed with
chained as (

    select
        *,
        lag(closing_mrr) over (order by month) as closed_before

    from months

)

-- 3 what breaks one of the two sentences
select * from chained
where abs(opening_mrr + moved - closing_mrr) > 0.005
    or abs(opening_mrr - coalesce(closed_before, 0)) > 0.005
