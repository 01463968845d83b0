-- Shares of credit, a column for each model.
with

-- 1 the credit of each model in a column of its own
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

),

-- 2 as a share of all credit of the model
final as (

    select
        channel,
        coalesce(first_touch / sum(first_touch) over (), 0) as first_touch,
        coalesce(last_touch / sum(last_touch) over (), 0) as last_touch,
        coalesce(linear / sum(linear) over (), 0) as linear,
        coalesce(markov / sum(markov) over (), 0) as markov,
        coalesce(shapley / sum(shapley) over (), 0) as shapley

    from pivoted

)

select * from final
