-- One row per device that was observed in the last week: how likely it breaks for good within
-- a week, by a logistic model whose weights are in seed_model_weights.
{{ config(tags=['pattern:statistics']) }}

with

devices as (

    select * from {{ ref('entity_devices') }}
    where status <> 'retired'

),

days as (

    select
        *,
        {{ as_of_date() }} - date_day as days_ago

    from {{ ref('entity_devices_daily') }}
    where date_day > {{ as_of_date() }} - 30
        and observed_seconds > 0

),

weights as (

    select
        feature,
        weight

    from {{ ref('seed_model_weights') }}
    where model = 'device_failure'

),

measured as (

    select
        device_id,
        avg(cast(temp_c as double)) filter (where days_ago < 3)
            - avg(cast(temp_c as double)) filter (where days_ago >= 3) as temp_rise_c,
        avg(error_count) filter (where days_ago < 3) as errors_per_day_3d,
        avg(error_count) as errors_per_day_30d,
        1 - sum(online_seconds) filter (where days_ago < 7) * 1.0
            / sum(observed_seconds) filter (where days_ago < 7) as downtime_share_7d

    from days
    group by device_id
    having count(*) filter (where days_ago < 7) > 0

),

-- A device without a probe has no rise of temperature, and one that was silent for three days
-- no errors in them: what is not known is taken as usual.
features as (

    unpivot (
        select
            measured.device_id,
            round(coalesce(measured.temp_rise_c, 0), 6) as temp_rise_c,
            round(coalesce(measured.errors_per_day_3d, measured.errors_per_day_30d), 6) as errors_per_day_3d,
            round(measured.errors_per_day_30d, 6) as errors_per_day_30d,
            round(cast(measured.downtime_share_7d as double), 6) as downtime_share_7d,
            round(cast(devices.share_of_life as double), 6) as share_of_life

        from measured
        inner join devices on measured.device_id = devices.device_id
    )
    on temp_rise_c, errors_per_day_3d, errors_per_day_30d, downtime_share_7d, share_of_life
    into name feature value value

),

contributions as (

    select
        features.device_id,
        features.feature,
        features.value * weights.weight as contribution,
        (features.value - avg(features.value) over (partition by features.feature)) * weights.weight as excess

    from features
    inner join weights on features.feature = weights.feature

),

-- The order of a sum of DOUBLE matters in its last digits, so that they are cut off.
logits as (

    select
        device_id,
        round(sum(contribution), 6) + (select weight from weights where feature = 'bias') as logit,
        arg_max(feature, (round(excess, 9), feature)) as top_feature

    from contributions
    group by device_id

),

scored as (

    select
        *,
        round(1 / (1 + exp(-logit)), 4) as failure_probability

    from logits

),

final as (

    select
        device_id,
        {{ band('failure_probability', [
            ['within_a_week', var('failure_week_from')],
            ['within_a_month', var('failure_month_from')],
            ['within_a_quarter', var('failure_quarter_from')],
        ], 'later') }} as days_to_failure_band,
        top_feature,
        cast(round(logit, 4) as decimal(9, 4)) as logit,
        cast(failure_probability as decimal(5, 4)) as failure_probability,
        {{ as_of_date() }} as as_of_date

    from scored

)

select * from final
