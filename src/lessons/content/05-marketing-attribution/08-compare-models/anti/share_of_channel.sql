-- code: M-DENOM
-- headline: {n} {are} divided along the row.
-- feedback: For {key} you divided by its credit from all models. That compares the models with each other, not the channels. What should sum to 1: the row or the column?
with

pivoted as (

    select
        channel,
        sum(credit) filter (where model = 'first_touch') as first_touch,
        sum(credit) filter (where model = 'last_touch') as last_touch,
        sum(credit) filter (where model = 'linear') as linear,
        sum(credit) filter (where model = 'markov') as markov,
        sum(credit) filter (where model = 'shapley') as shapley

    from {{ ref('int_campaigns__attribution') }}
    group by channel

)

select
    channel,
    coalesce(first_touch / (coalesce(first_touch, 0) + coalesce(last_touch, 0) + coalesce(linear, 0) + coalesce(markov, 0) + coalesce(shapley, 0)), 0) as first_touch,
    coalesce(last_touch / (coalesce(first_touch, 0) + coalesce(last_touch, 0) + coalesce(linear, 0) + coalesce(markov, 0) + coalesce(shapley, 0)), 0) as last_touch,
    coalesce(linear / (coalesce(first_touch, 0) + coalesce(last_touch, 0) + coalesce(linear, 0) + coalesce(markov, 0) + coalesce(shapley, 0)), 0) as linear,
    coalesce(markov / (coalesce(first_touch, 0) + coalesce(last_touch, 0) + coalesce(linear, 0) + coalesce(markov, 0) + coalesce(shapley, 0)), 0) as markov,
    coalesce(shapley / (coalesce(first_touch, 0) + coalesce(last_touch, 0) + coalesce(linear, 0) + coalesce(markov, 0) + coalesce(shapley, 0)), 0) as shapley

from pivoted
