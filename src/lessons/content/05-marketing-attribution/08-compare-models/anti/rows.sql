-- code: M-COUNTROWS
-- headline: {n} {are} shares of rows, not of credit.
-- feedback: {key} has its share of the touches that got any credit. A touch may hold a tenth of a conversion or all of it. Which column says so?
with

pivoted as (

    select
        channel,
        count(*) filter (where model = 'first_touch') as first_touch,
        count(*) filter (where model = 'last_touch') as last_touch,
        count(*) filter (where model = 'linear') as linear,
        count(*) filter (where model = 'markov') as markov,
        count(*) filter (where model = 'shapley') as shapley

    from {{ ref('int_campaigns__attribution') }}
    group by channel

)

select
    channel,
    coalesce(first_touch / sum(first_touch) over (), 0) as first_touch,
    coalesce(last_touch / sum(last_touch) over (), 0) as last_touch,
    coalesce(linear / sum(linear) over (), 0) as linear,
    coalesce(markov / sum(markov) over (), 0) as markov,
    coalesce(shapley / sum(shapley) over (), 0) as shapley

from pivoted
