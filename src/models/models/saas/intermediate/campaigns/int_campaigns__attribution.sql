-- One row per model, conversion and touch that gets credit. A conversion without a touch has
-- one row per model, of the channel unattributed.
{{ config(tags=['pattern:window', 'pattern:recursive']) }}

{%- set position = var('attribution_position_weights') -%}
{%- set w = var('attribution_w_weights') %}

with

journeys as (

    select * from {{ ref('int_marketing__journeys') }}
    where converted

),

conversions as (

    select * from {{ ref('int_marketing__conversions') }}

),

touchpoints as (

    select * from {{ ref('int_marketing__touchpoints') }}

),

removal_effects as (

    select channel, removal_effect from {{ ref('int_marketing__channel_values') }}
    where method = 'markov'

),

touches as (

    select
        journeys.conversion_id,
        journeys.customer_id,
        journeys.touch_id,
        journeys.channel,
        touchpoints.campaign_key,
        journeys.pos,
        -- No touch counts as one, which gets the whole credit.
        greatest(journeys.n_touches, 1) as n_touches,
        journeys.pos = 1 as is_first,
        journeys.pos = greatest(journeys.n_touches, 1) as is_last,
        max(journeys.pos) filter (where journeys.channel <> 'direct') over by_conversion
            as last_non_direct_pos,
        -- The latest of its kind: a customer that comes back can have had several deals.
        max(journeys.pos) filter (where touchpoints.lead_created_flag) over by_conversion as lead_pos,
        max(journeys.pos) filter (where touchpoints.opp_created_flag) over by_conversion
            as opportunity_pos,
        power(2, -coalesce(journeys.days_before, 0) / {{ var('attribution_half_life_days') }})
            as decay_weight,
        removal_effects.removal_effect,
        count(*) over (partition by journeys.conversion_id, journeys.channel) as touches_of_channel,
        journeys.touched_at,
        conversions.converted_at,
        conversions.revenue

    from journeys
    inner join conversions on journeys.conversion_id = conversions.conversion_id
    left join touchpoints on journeys.touch_id = touchpoints.touch_id
    left join removal_effects on journeys.channel = removal_effects.channel
    window by_conversion as (partition by journeys.conversion_id)

),

-- What a touch weighs before the weights of a conversion are brought to a sum of 1.
weighed as (

    select
        *,
        case when is_first then {{ w.first }} else 0 end
            + case when pos = lead_pos then {{ w.lead }} else 0 end
            + case when pos = opportunity_pos then {{ w.opportunity }} else 0 end as anchor_weight,
        -- A channel's share is split among its touches.
        coalesce(removal_effect, 0) / touches_of_channel as markov_weight,
        1.0 / touches_of_channel as shapley_weight

    from touches

),

summed as (

    select
        *,
        sum(anchor_weight) over by_conversion as anchor_weights,
        count(*) filter (where anchor_weight = 0) over by_conversion as other_touches,
        sum(decay_weight) over by_conversion as decay_weights,
        sum(markov_weight) over by_conversion as markov_weights,
        sum(shapley_weight) over by_conversion as shapley_weights

    from weighed
    window by_conversion as (partition by conversion_id)

),

credits as (

    select
        conversion_id,
        customer_id,
        touch_id,
        channel,
        campaign_key,
        touched_at,
        converted_at,
        revenue,
        cast(case when is_first then 1 else 0 end as double) as first_touch,
        cast(case when is_last then 1 else 0 end as double) as last_touch,
        cast(case when pos = coalesce(last_non_direct_pos, n_touches) then 1 else 0 end as double)
            as last_non_direct,
        cast(1.0 / n_touches as double) as linear,
        decay_weight / decay_weights as time_decay,
        cast(case
            when n_touches = 1 then 1
            when n_touches = 2 and is_first
                then {{ position.first }} / ({{ position.first }} + {{ position.last }})
            when n_touches = 2
                then {{ position.last }} / ({{ position.first }} + {{ position.last }})
            when is_first then {{ position.first }}
            when is_last then {{ position.last }}
            else {{ position.middle }} / (n_touches - 2)
        end as double) as position_based,
        -- The anchors share what the other touches leave; without others they share all of it.
        cast(case
            when anchor_weight = 0 then {{ w.rest }} / other_touches
            when other_touches = 0 then anchor_weight / anchor_weights
            else (1 - {{ w.rest }}) * anchor_weight / anchor_weights
        end as double) as w_shaped,
        case
            when markov_weights > 0 then markov_weight / markov_weights
            else 1.0 / n_touches
        end as markov,
        cast(shapley_weight / shapley_weights as double) as shapley

    from summed

),

by_model as (

    {%- for model in attribution_models() %}
    {{ 'union all' if not loop.first }}
    select
        '{{ model }}' as model,
        conversion_id,
        touch_id,
        customer_id,
        channel,
        campaign_key,
        {{ model }} as credit,
        revenue,
        touched_at,
        converted_at

    from credits
    {% endfor %}
),

final as (

    select
        model,
        conversion_id,
        touch_id,
        customer_id,
        channel,
        campaign_key,
        round(credit, 12) as credit,
        round(credit * revenue, 6) as attributed_revenue,
        touched_at,
        converted_at

    from by_model
    where credit <> 0

)

select * from final
