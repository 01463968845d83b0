-- The published waterfall closes in every month, to the cent, and begins where the month
-- before ended. All five movements are there.
with

months as (

    select
        month,
        min(opening_mrr) as opening_mrr,
        max(opening_mrr) as other_opening_mrr,
        min(closing_mrr) as closing_mrr,
        max(closing_mrr) as other_closing_mrr,
        sum(mrr) as moved,
        count(*) as movement_types

    from {{ ref('finance_mrr_movements') }}
    group by month

),

with_previous as (

    select
        *,
        lag(closing_mrr) over (order by month) as previous_closing_mrr

    from months

)

select * from with_previous
where opening_mrr + moved <> closing_mrr
    or opening_mrr <> coalesce(previous_closing_mrr, 0)
    or opening_mrr <> other_opening_mrr
    or closing_mrr <> other_closing_mrr
    or movement_types <> 5
