-- From one row of a subscription to the next, MRR changes by the movements of the day and by
-- nothing else; after a day on which it ended it starts from 0.
with

days as (

    select
        *,
        new_mrr + expansion_mrr + reactivation_mrr - contraction_mrr - churned_mrr as moved,
        lag(mrr) over (partition by subscription_id order by date_day) as previous_mrr

    from {{ ref('entity_subscriptions_daily') }}

)

select * from days
where previous_mrr + moved <> mrr
