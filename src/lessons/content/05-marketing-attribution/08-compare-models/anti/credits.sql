-- code: M-COUNT
-- headline: {n} {are} credits, not shares.
-- feedback: {key} has the number of conversions that it is credited with. Out of how many? Each column should sum to 1.
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
    coalesce(first_touch, 0) as first_touch,
    coalesce(last_touch, 0) as last_touch,
    coalesce(linear, 0) as linear,
    coalesce(markov, 0) as markov,
    coalesce(shapley, 0) as shapley

from pivoted
