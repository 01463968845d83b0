-- One row per experiment that switched a channel off in some states, state and week. Weeks in
-- which the test began or ended are left out, since they belong to neither side.
{{ config(tags=['pattern:statistics']) }}

with

experiments as (

    select
        *,
        case experiment_id
            {%- for experiment_id, channel in var('geo_holdout_channels').items() %}
            when {{ experiment_id }} then '{{ channel }}'
            {%- endfor %}
        end as channel,
        string_split(regexp_extract(arms, 'holdout: ([A-Z ]+)', 1), ' ') as holdout_states

    from {{ ref('stg_app_database__experiments') }}
    where kind = 'geo_holdout'

),

assignments as (

    select
        customer_id,
        min(state) as state

    from {{ ref('stg_app_database__experiment_assignments') }}
    where experiment_id in (select experiment_id from experiments)
    group by customer_id

),

states as (

    select state from {{ ref('stg_reference__state_timezones') }}
    where country = 'US'

),

web_visits as (

    select
        *,
        cast(date_trunc('week', started_at) as date) as week

    from {{ ref('int_sessions__web_stitched') }}

),

conversions as (

    select * from {{ ref('int_marketing__conversions') }}
    where conversion_type = 'new'

),

daily_performance as (

    select * from {{ ref('int_campaigns__daily_performance') }}

),

last_touches as (

    select
        conversion_id,
        channel

    from {{ ref('int_campaigns__attribution') }}
    where model = 'last_touch'

),

weeks as (

    select distinct week from {{ ref('int_calendar__date_spine') }}

),

-- Each experiment against the months before it, in whole weeks.
experiment_weeks as (

    select
        experiments.experiment_id,
        experiments.channel,
        experiments.holdout_states,
        weeks.week,
        weeks.week >= experiments.start_date as is_test_period

    from experiments
    inner join weeks
        on weeks.week >= experiments.start_date - interval '{{ var("geo_holdout_before_months") }} months'
        and weeks.week + 6 <= experiments.end_date
        and (weeks.week >= experiments.start_date or weeks.week + 6 < experiments.start_date)
    where experiments.channel is not null

),

cells as (

    select
        experiment_weeks.experiment_id,
        experiment_weeks.channel,
        states.state,
        experiment_weeks.week,
        case
            when list_contains(experiment_weeks.holdout_states, states.state) then 'holdout'
            else 'control'
        end as arm,
        experiment_weeks.is_test_period

    from experiment_weeks
    cross join states

),

-- A customer counts where it was when it first came.
customer_states as (

    select
        web_visits.customer_id,
        coalesce(min(assignments.state), arg_min(web_visits.state, web_visits.visit_id)) as state

    from web_visits
    left join assignments on web_visits.customer_id = assignments.customer_id
    where web_visits.customer_id is not null
    group by web_visits.customer_id

),

conversions_per_week as (

    select
        last_touches.channel,
        customer_states.state,
        cast(date_trunc('week', conversions.converted_at) as date) as week,
        count(*) as conversions

    from conversions
    inner join customer_states on conversions.customer_id = customer_states.customer_id
    inner join last_touches on conversions.conversion_id = last_touches.conversion_id
    group by
        last_touches.channel,
        customer_states.state,
        cast(date_trunc('week', conversions.converted_at) as date)

),

visits_per_week as (

    select
        channel,
        state,
        week,
        count(*) as visits,
        count(*) filter (where is_converted_form) as leads

    from web_visits
    group by channel, state, week

),

leads_per_week as (

    select
        state,
        week,
        sum(leads) as leads

    from visits_per_week
    group by state, week

),

all_conversions_per_week as (

    select
        state,
        week,
        sum(conversions) as conversions

    from conversions_per_week
    group by state, week

),

spend_per_week as (

    select
        channel,
        cast(date_trunc('week', date_day) as date) as week,
        sum(spend_usd) as spend_usd

    from daily_performance
    group by channel, cast(date_trunc('week', date_day) as date)

),

counted as (

    select
        cells.*,
        coalesce(leads_per_week.leads, 0) as leads,
        coalesce(visits_per_week.leads, 0) as channel_leads,
        coalesce(visits_per_week.visits, 0) as channel_visits,
        coalesce(all_conversions_per_week.conversions, 0) as conversions,
        coalesce(conversions_per_week.conversions, 0) as channel_conversions,
        coalesce(spend_per_week.spend_usd, 0) as channel_spend_usd,
        not (cells.arm = 'holdout' and cells.is_test_period) as is_channel_on

    from cells
    left join leads_per_week
        on cells.state = leads_per_week.state
        and cells.week = leads_per_week.week
    left join visits_per_week
        on cells.channel = visits_per_week.channel
        and cells.state = visits_per_week.state
        and cells.week = visits_per_week.week
    left join all_conversions_per_week
        on cells.state = all_conversions_per_week.state
        and cells.week = all_conversions_per_week.week
    left join conversions_per_week
        on cells.channel = conversions_per_week.channel
        and cells.state = conversions_per_week.state
        and cells.week = conversions_per_week.week
    left join spend_per_week
        on cells.channel = spend_per_week.channel
        and cells.week = spend_per_week.week

),

-- Platforms do not say where money was spent. It is split by the visits that the channel
-- brought, or evenly in a week without any.
weighed as (

    select
        *,
        case
            when not is_channel_on then 0
            when sum(channel_visits) filter (where is_channel_on) over by_week > 0 then channel_visits
            else 1
        end as spend_weight

    from counted
    window by_week as (partition by experiment_id, week)

),

final as (

    select
        experiment_id,
        channel,
        state,
        arm,
        cast(leads as integer) as leads,
        cast(channel_leads as integer) as channel_leads,
        cast(conversions as integer) as conversions,
        cast(channel_conversions as integer) as channel_conversions,
        cast(
            channel_spend_usd * spend_weight / sum(spend_weight) over (partition by experiment_id, week)
        as decimal(14, 4)) as spend_usd,
        is_test_period,
        week

    from weighed

)

select * from final
