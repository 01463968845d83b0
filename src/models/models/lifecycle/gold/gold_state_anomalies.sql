-- One row per day and state of users: its share against the same weekday of the anomaly_weeks
-- weeks before. The first weeks have nothing to be judged against.
{{ config(tags=['pattern:statistics']) }}

with

states as (

    select distinct state from {{ ref('gold_state_distribution_daily') }}
    where entity_type = 'user'

),

days as (

    select distinct metric_date from {{ ref('gold_state_distribution_daily') }}
    where entity_type = 'user'

),

shares as (

    select
        days.metric_date,
        states.state,
        coalesce(distribution.share, 0) as share

    from days
    cross join states
    left join {{ ref('gold_state_distribution_daily') }} as distribution
        on days.metric_date = distribution.metric_date
        and states.state = distribution.state
        and distribution.entity_type = 'user'

),

with_past as (

    select
        *,
        count(*) over same_weekdays as weeks,
        avg(cast(share as double)) over same_weekdays as mean_share,
        stddev_samp(cast(share as double)) over same_weekdays as deviation

    from shares
    window same_weekdays as (
        partition by state, isodow(metric_date) order by metric_date
        rows between {{ var('anomaly_weeks') }} preceding and 1 preceding
    )

),

scored as (

    select
        metric_date,
        state,
        share,
        case
            when weeks = {{ var('anomaly_weeks') }} then cast(round(mean_share, 4) as decimal(5, 4))
        end as expected_share,
        case
            when weeks = {{ var('anomaly_weeks') }} and deviation > 0.00005
                then cast(round((share - mean_share) / deviation, 2) as decimal(12, 2))
        end as z_score

    from with_past

),

final as (

    select
        metric_date,
        state,
        share,
        expected_share,
        z_score,
        coalesce(abs(z_score) >= {{ var('anomaly_z') }}, false) as is_anomaly

    from scored

)

select * from final
