-- code: M-NULL
-- headline: {n} {are} unknown where nothing was given.
-- feedback: A model that gives {key} no credit has no row for it, so the sum is NULL. What share is nothing?
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
    first_touch / sum(first_touch) over () as first_touch,
    last_touch / sum(last_touch) over () as last_touch,
    linear / sum(linear) over () as linear,
    markov / sum(markov) over () as markov,
    shapley / sum(shapley) over () as shapley

from pivoted
