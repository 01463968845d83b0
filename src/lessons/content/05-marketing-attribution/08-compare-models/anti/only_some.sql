-- code: M-INNERLOSS
-- headline: {n} {are} missing or too large: channels that a model gives nothing are gone.
-- feedback: Models were joined on their channels, so {key} needs credit from each to survive. What is its share in a model that gives it nothing?
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
    having sum(credit) filter (where model = 'linear') > 0
        and sum(credit) filter (where model = 'first_touch') > 0
        and sum(credit) filter (where model = 'last_touch') > 0

)

select
    channel,
    coalesce(first_touch / sum(first_touch) over (), 0) as first_touch,
    coalesce(last_touch / sum(last_touch) over (), 0) as last_touch,
    coalesce(linear / sum(linear) over (), 0) as linear,
    coalesce(markov / sum(markov) over (), 0) as markov,
    coalesce(shapley / sum(shapley) over (), 0) as shapley

from pivoted
