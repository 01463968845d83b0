-- One row per user and recommendation: the products of tier 2 that the user has not adopted and
-- that those with the same products most often have, by lift, best first.
{{ config(tags=['pattern:window']) }}

with

adopted as (

    select * from {{ ref('silver_user_product_states') }}
    where current_state <> 'never_adopted'
        and total_qualifying_events > 0

),

never_adopted as (

    select * from {{ ref('silver_user_product_states') }}
    where total_qualifying_events = 0

),

affinities as (

    select * from {{ ref('silver_cross_product_analytics') }}

),

-- The best reason for a product counts: the one of the adopted products with the highest lift.
candidates as (

    select
        never_adopted.user_id,
        never_adopted.product_id,
        max(affinities.lift) as lift,
        arg_max(affinities.confidence, (affinities.lift, affinities.confidence)) as confidence

    from never_adopted
    inner join adopted on never_adopted.user_id = adopted.user_id
    inner join affinities
        on adopted.product_id = affinities.product_a
        and never_adopted.product_id = affinities.product_b
    group by never_adopted.user_id, never_adopted.product_id

),

final as (

    select
        user_id,
        cast(row_number() over (
            partition by user_id order by lift desc, confidence desc, product_id
        ) as integer) as recommendation_rank,
        product_id,
        lift,
        confidence

    from candidates
    qualify recommendation_rank <= {{ var('recommendations_per_user') }}

)

select * from final
