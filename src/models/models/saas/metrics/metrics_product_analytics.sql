-- One row per day for the company, and one per feature and day: who comes, who stays and what
-- they use. Visits are on record for usage_complete_days; windows that begin before are NULL.
{{ config(
    tags=['pattern:window', 'pattern:statistics', 'pattern:gaps-and-islands', 'product'],
    indexes=[{'columns': ['metric_date']}],
) }}

with

days as (

    select * from ({{ metric_days() }}) as all_days
    where metric_date >= {{ usage_complete_from() }}

),

users as (

    select
        user_id,
        customer_id,
        location_id,
        cast(created_at as date) as created_date,
        cast(deactivated_at as date) as deactivated_date

    from {{ ref('int_users__core') }}

),

features as (

    select * from {{ ref('entity_features') }}

),

sessions as (

    select
        sessions.*,
        cast(sessions.started_at as date) as date_day

    from {{ ref('stg_app_database__user_sessions') }} as sessions
    where cast(sessions.started_at as date) between {{ usage_complete_from() }} and {{ as_of_date() }}

),

user_days as (

    select
        user_id,
        date_day,
        active_days_30d

    from {{ ref('entity_users_daily') }}
    where customer_id is not null

),

active_days as (

    select
        users_daily.user_id,
        users_daily.date_day,
        users_daily.date_day - lag(users_daily.date_day) over (
            partition by users_daily.user_id order by users_daily.date_day
        ) as days_away

    from {{ ref('entity_users_daily') }} as users_daily
    where users_daily.is_active
        and users_daily.customer_id is not null

),

stretches_7d as (

    {{ active_stretches('active_days', ['user_id'], 'date_day', 7) }}

),

stretches_30d as (

    {{ active_stretches('active_days', ['user_id'], 'date_day', 30) }}

),

daily as (

    select
        date_day as metric_date,
        count(*) as daily_active_users,
        count(*) filter (where days_away > {{ var('user_gone_after_days') }}) as resurrected_users

    from active_days
    group by date_day

),

weekly as (

    select
        days.metric_date,
        count(*) as weekly_active_users

    from days
    inner join stretches_7d on days.metric_date between stretches_7d.from_day and stretches_7d.to_day
    group by days.metric_date

),

members_30d as (

    select
        stretches_30d.user_id,
        days.metric_date

    from days
    inner join stretches_30d on days.metric_date between stretches_30d.from_day and stretches_30d.to_day

),

monthly as (

    select
        metric_date,
        count(*) as monthly_active_users

    from members_30d
    group by metric_date

),

-- Of those who were active in the 30 days before: who is not in these.
churn as (

    select
        before.metric_date + 30 as metric_date,
        count(*) as users_before,
        count(*) filter (where now.user_id is null) as users_lost

    from members_30d as before
    left join members_30d as now
        on before.user_id = now.user_id
        and now.metric_date = before.metric_date + 30
    group by before.metric_date + 30

),

-- Clocks of the place where the user works.
local_sessions as (

    select
        sessions.date_day,
        sessions.started_at + to_minutes(coalesce(transitions.offset_minutes, 0)) as local_start

    from sessions
    inner join users on sessions.user_id = users.user_id
    left join {{ ref('entity_locations') }} as locations on users.location_id = locations.location_id
    left join {{ ref('stg_reference__state_timezones') }} as zones on locations.state = zones.state
    asof left join {{ ref('stg_reference__tz_transitions') }} as transitions
        on zones.timezone = transitions.timezone
        and sessions.started_at >= transitions.utc_from

),

hours_of_use as (

    select
        date_day,
        count(*) as local_sessions,
        count(*) filter (where date_part('hour', local_start) between 9 and 16) as business_hours_sessions,
        count(*) filter (where date_part('isodow', local_start) >= 6) as weekend_sessions

    from local_sessions
    group by date_day

),

session_days as (

    select
        date_day,
        count(*) as sessions,
        avg(duration_seconds / 60.0) as avg_minutes,
        median(duration_seconds / 60.0) as median_minutes,
        sum(page_views) as page_views,
        sum(actions_taken) as actions,
        sum(error_count) as errors,
        count(*) filter (where is_crashed) as crashed,
        count(*) filter (where device_type = 'desktop') as desktop_sessions,
        count(*) filter (where device_type = 'mobile') as mobile_sessions

    from sessions
    group by date_day

),

first_sessions as (

    select
        first_visits.first_day as date_day,
        count(*) as new_users

    from (
        select
            user_id,
            min(date_day) as first_day

        from sessions
        group by user_id
    ) as first_visits
    inner join users on first_visits.user_id = users.user_id
    where users.created_date >= {{ usage_complete_from() }}
    group by first_visits.first_day

),

help_days as (

    select
        cast(viewed_at as date) as date_day,
        count(*) filter (where page_category = 'help') as help_views,
        count(*) as views

    from {{ ref('stg_app_database__page_views') }}
    group by cast(viewed_at as date)

),

feature_days as (

    select
        usage.feature_id,
        usage.user_id,
        usage.usage_date as date_day,
        sum(usage.usage_count) as uses,
        sum(usage.success_count) as successes

    from {{ ref('stg_app_database__feature_usage') }} as usage
    inner join users on usage.user_id = users.user_id
    where usage.usage_date <= {{ as_of_date() }}
    group by usage.feature_id, usage.user_id, usage.usage_date

),

complete_feature_days as (

    select * from feature_days
    where date_day >= {{ usage_complete_from() }}

),

feature_stretches as (

    {{ active_stretches('complete_feature_days', ['feature_id', 'user_id'], 'date_day', 30) }}

),

features_per_user as (

    select
        days.metric_date,
        feature_stretches.user_id,
        count(*) as features_used

    from days
    inner join feature_stretches
        on days.metric_date between feature_stretches.from_day and feature_stretches.to_day
    group by days.metric_date, feature_stretches.user_id

),

breadth as (

    select
        features_per_user.metric_date,
        sum(features_per_user.features_used) as features_used,
        count(*) filter (
            where user_days.active_days_30d >= 20 and features_per_user.features_used >= 5
        ) as power_users

    from features_per_user
    left join user_days
        on features_per_user.user_id = user_days.user_id
        and features_per_user.metric_date = user_days.date_day
    group by features_per_user.metric_date

),

-- Who could use a feature: users with access, of customers whose plan includes it on the day.
access_changes as (

    select
        customer_id,
        date_day,
        sum(sum(change)) over (partition by customer_id order by date_day) as users_with_access

    from (
        select customer_id, created_date as date_day, 1 as change from users
        union all
        select customer_id, deactivated_date, -1 from users
        where deactivated_date is not null
    ) as changes
    group by customer_id, date_day

),

plans as (

    select
        plan_name,
        max(plan_tier) as plan_tier

    from {{ ref('stg_app_database__plans') }}
    group by plan_name

),

users_by_tier as (

    select
        customers_daily.date_day,
        plans.plan_tier,
        sum(access_changes.users_with_access) as users_with_access

    from {{ ref('entity_customers_daily') }} as customers_daily
    inner join plans on customers_daily.plan = plans.plan_name
    asof join access_changes
        on customers_daily.customer_id = access_changes.customer_id
        and customers_daily.date_day >= access_changes.date_day
    where customers_daily.date_day >= {{ usage_complete_from() }}
    group by customers_daily.date_day, plans.plan_tier

),

eligible as (

    select
        features.feature_id,
        users_by_tier.date_day,
        sum(users_by_tier.users_with_access) as eligible_users

    from features
    inner join users_by_tier
        on users_by_tier.plan_tier >= features.tier_required
        and users_by_tier.date_day >= features.released_on
        and users_by_tier.date_day < coalesce(features.deprecated_on, date '9999-12-31')
    group by features.feature_id, users_by_tier.date_day

),

feature_users_30d as (

    select
        days.metric_date,
        feature_stretches.feature_id,
        count(*) as users_30d

    from days
    inner join feature_stretches
        on days.metric_date between feature_stretches.from_day and feature_stretches.to_day
    group by days.metric_date, feature_stretches.feature_id

),

feature_users as (

    select
        feature_id,
        date_day,
        count(*) as users,
        sum(uses) as uses,
        sum(successes) as successes

    from complete_feature_days
    group by feature_id, date_day

),

first_uses as (

    select
        feature_days.feature_id,
        feature_days.user_id,
        min(feature_days.date_day) as first_day,
        min(feature_days.date_day) - max(users.created_date) as days_to_first_use

    from feature_days
    inner join users on feature_days.user_id = users.user_id
    group by feature_days.feature_id, feature_days.user_id

),

time_to_first_use as (

    select
        days.metric_date,
        coalesce(cast(first_uses.feature_id as varchar), 'all') as entity_id,
        median(first_uses.days_to_first_use) as days_to_first_use

    from days
    inner join first_uses
        on first_uses.first_day between days.metric_date - 29 and days.metric_date
    group by grouping sets ((days.metric_date, first_uses.feature_id), (days.metric_date))

),

-- What the newest features met with in their first days: counted once, when these days are over.
release_adoption as (

    select
        features.feature_id,
        features.released_on + {{ var('feature_release_days') }} as known_on,
        count(first_uses.user_id) as early_users,
        max(eligible.eligible_users) as eligible_users

    from features
    inner join eligible
        on features.feature_id = eligible.feature_id
        and eligible.date_day = features.released_on + {{ var('feature_release_days') }}
    left join first_uses
        on features.feature_id = first_uses.feature_id
        and first_uses.first_day <= features.released_on + {{ var('feature_release_days') }}
    group by features.feature_id, features.released_on

),

feature_measures as (

    select
        days.metric_date,
        'feature' as entity_type,
        cast(features.feature_id as varchar) as entity_id,
        coalesce(feature_users.users, 0) as feature_users,
        coalesce(feature_users.uses, 0) as uses,
        coalesce(feature_users.successes, 0) as successes,
        coalesce(feature_users_30d.users_30d, 0) as users_30d,
        eligible.eligible_users,
        release_adoption.early_users,
        release_adoption.eligible_users as eligible_at_release,
        release_adoption.known_on

    from days
    inner join features
        on days.metric_date >= features.released_on
        and days.metric_date < coalesce(features.deprecated_on, date '9999-12-31')
    left join feature_users
        on features.feature_id = feature_users.feature_id
        and days.metric_date = feature_users.date_day
    left join feature_users_30d
        on features.feature_id = feature_users_30d.feature_id
        and days.metric_date = feature_users_30d.metric_date
    left join eligible
        on features.feature_id = eligible.feature_id
        and days.metric_date = eligible.date_day
    left join release_adoption
        on features.feature_id = release_adoption.feature_id
        and days.metric_date >= release_adoption.known_on

),

-- Sums over features, so that the company's ratios are ratios of sums; of releases the newest counts.
all_features as (

    select * from feature_measures

    union all

    select
        metric_date,
        'company' as entity_type,
        'all' as entity_id,
        sum(feature_users) as feature_users,
        sum(uses) as uses,
        sum(successes) as successes,
        sum(users_30d) as users_30d,
        sum(eligible_users) as eligible_users,
        arg_max(early_users, (known_on, entity_id)) as early_users,
        arg_max(eligible_at_release, (known_on, entity_id)) as eligible_at_release,
        max(known_on) as known_on

    from feature_measures
    group by metric_date

),

-- Which sign-ups came back on which day after it, and used something that every plan has.
sign_ups as (

    select
        users.user_id,
        users.created_date,
        count(*) filter (where active_days.date_day = users.created_date + 1) > 0 as came_day_1,
        count(*) filter (where active_days.date_day = users.created_date + 7) > 0 as came_day_7,
        count(*) filter (
            where active_days.date_day between users.created_date + 27 and users.created_date + 33
        ) > 0 as came_day_30,
        min(core_uses.first_day) <= users.created_date + 7 as is_activated

    from users
    left join active_days on users.user_id = active_days.user_id
    left join (
        select
            first_uses.user_id,
            min(first_uses.first_day) as first_day

        from first_uses
        inner join features on first_uses.feature_id = features.feature_id
        where features.tier_required = 1
        group by first_uses.user_id
    ) as core_uses on users.user_id = core_uses.user_id
    where users.created_date >= {{ usage_complete_from() }}
    group by users.user_id, users.created_date

),

sign_up_cohorts as (

    select
        days.metric_date,
        count(*) filter (where age between 7 and 13) as users_7d,
        count(*) filter (where age between 7 and 13 and is_activated) as activated_7d,
        count(*) filter (where age between 1 and 30) as users_day_1,
        count(*) filter (where age between 1 and 30 and came_day_1) as came_day_1,
        count(*) filter (where age between 7 and 36) as users_day_7,
        count(*) filter (where age between 7 and 36 and came_day_7) as came_day_7,
        count(*) filter (where age between 33 and 62) as users_day_30,
        count(*) filter (where age between 33 and 62 and came_day_30) as came_day_30

    from days
    inner join (select * from sign_ups) as sign_ups
        on sign_ups.created_date between days.metric_date - 62 and days.metric_date - 1
    cross join lateral (select days.metric_date - sign_ups.created_date as age) as ages
    group by days.metric_date

),

experiment as (

    select
        results.lift,
        results.ci_low,
        results.ci_high,
        experiments.end_date

    from {{ ref('product_experiment_results') }} as results
    inner join {{ ref('stg_app_database__experiments') }} as experiments
        on results.experiment_id = experiments.experiment_id
    where results.arm = 'B'
    qualify row_number() over (order by experiments.end_date desc, results.experiment_id desc) = 1

),

company as (

    select
        days.metric_date,
        coalesce(daily.daily_active_users, 0) as dau,
        case when days.metric_date >= {{ usage_complete_from() }} + 6
            then coalesce(weekly.weekly_active_users, 0) end as wau,
        case when days.metric_date >= {{ usage_complete_from() }} + 29
            then coalesce(monthly.monthly_active_users, 0) end as mau,
        coalesce(first_sessions.new_users, 0) as new_users,
        case when days.metric_date >= {{ usage_complete_from() }} + {{ var('user_gone_after_days') }}
            then coalesce(daily.resurrected_users, 0) end as resurrected_users,
        case when days.metric_date >= {{ usage_complete_from() }} + 59 then churn.users_before end as users_before,
        churn.users_lost,
        coalesce(session_days.sessions, 0) as sessions,
        session_days.avg_minutes,
        session_days.median_minutes,
        session_days.page_views,
        session_days.actions,
        session_days.errors,
        session_days.crashed,
        session_days.desktop_sessions,
        session_days.mobile_sessions,
        hours_of_use.local_sessions,
        hours_of_use.business_hours_sessions,
        hours_of_use.weekend_sessions,
        help_days.help_views,
        help_days.views,
        breadth.features_used,
        case when days.metric_date >= {{ usage_complete_from() }} + 29
            then coalesce(breadth.power_users, 0) end as power_users,
        sign_up_cohorts.* exclude (metric_date),
        experiment.lift,
        experiment.ci_low,
        experiment.ci_high

    from days
    left join daily on days.metric_date = daily.metric_date
    left join weekly on days.metric_date = weekly.metric_date
    left join monthly on days.metric_date = monthly.metric_date
    left join churn on days.metric_date = churn.metric_date
    left join first_sessions on days.metric_date = first_sessions.date_day
    left join session_days on days.metric_date = session_days.date_day
    left join hours_of_use on days.metric_date = hours_of_use.date_day
    left join help_days on days.metric_date = help_days.date_day
    left join breadth on days.metric_date = breadth.metric_date
    left join sign_up_cohorts on days.metric_date = sign_up_cohorts.metric_date
    left join experiment on days.metric_date > experiment.end_date

),

final as (

    select
        all_features.metric_date,
        all_features.entity_type,
        all_features.entity_id,
        company.dau as daily_active_users,
        company.wau as weekly_active_users,
        company.mau as monthly_active_users,
        {{ metric_ratio('company.dau', 'company.mau') }} as dau_mau_ratio,
        {{ metric_ratio('company.wau', 'company.mau') }} as wau_mau_ratio,
        {{ metric_ratio('company.dau', 'company.wau') }} as dau_wau_ratio,
        company.new_users,
        case when company.metric_date >= {{ usage_complete_from() }} + 13
            then coalesce(company.activated_7d, 0) end as activated_users_7d,
        {{ metric_ratio('company.activated_7d', 'company.users_7d') }} as activation_rate,
        round(company.avg_minutes, 4) as avg_session_duration,
        round(company.median_minutes, 4) as median_session_duration,
        {{ metric_ratio('company.sessions', 'company.dau') }} as sessions_per_user,
        {{ metric_ratio('company.page_views', 'company.sessions') }} as pages_per_session,
        {{ metric_ratio('company.features_used', 'company.mau') }} as avg_features_used_per_user,
        case when {{ has_complete_usage_30d('all_features.metric_date') }}
            then {{ metric_ratio('all_features.users_30d', 'all_features.eligible_users') }} end as feature_adoption_rate,
        case when {{ has_complete_usage_30d('all_features.metric_date') }}
            then {{ metric_ratio('all_features.feature_users', 'all_features.users_30d') }} end as feature_stickiness,
        {{ metric_ratio('all_features.successes', 'all_features.uses') }} as feature_success_rate,
        {{ metric_ratio('all_features.early_users', 'all_features.eligible_at_release') }} as feature_release_adoption_7d,
        round(time_to_first_use.days_to_first_use, 2) as time_to_first_use_days,
        company.power_users,
        {{ metric_ratio('company.power_users', 'company.mau') }} as power_user_percentage,
        {{ metric_ratio('company.desktop_sessions', 'company.sessions') }} as desktop_usage_pct,
        {{ metric_ratio('company.mobile_sessions', 'company.sessions') }} as mobile_usage_pct,
        {{ metric_ratio('company.business_hours_sessions', 'company.local_sessions') }} as business_hours_usage_pct,
        {{ metric_ratio('company.weekend_sessions', 'company.local_sessions') }} as weekend_usage_pct,
        {{ metric_ratio('company.came_day_1', 'company.users_day_1') }} as avg_1d_retention_rate,
        {{ metric_ratio('company.came_day_7', 'company.users_day_7') }} as avg_7d_retention_rate,
        {{ metric_ratio('company.came_day_30', 'company.users_day_30') }} as avg_30d_retention_rate,
        company.resurrected_users,
        {{ metric_ratio('company.users_lost', 'company.users_before') }} as user_churn_rate_30d,
        {{ metric_ratio('company.errors', 'company.actions') }} as error_rate_pct,
        round(1 - {{ metric_ratio('company.crashed', 'company.sessions') }}, 6) as crash_free_session_rate,
        company.lift as ab_test_results,
        company.ci_low as ab_test_results_ci_low,
        company.ci_high as ab_test_results_ci_high,
        {{ metric_ratio('company.help_views', 'company.views') }} as help_page_share

    from all_features
    left join company
        on all_features.metric_date = company.metric_date
        and all_features.entity_type = 'company'
    left join time_to_first_use
        on all_features.metric_date = time_to_first_use.metric_date
        and all_features.entity_id = time_to_first_use.entity_id

)

select * from final
order by metric_date, entity_type, entity_id
