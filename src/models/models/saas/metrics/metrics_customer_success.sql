-- One row per live customer and day of the last metrics_customer_days: how the customer fares, what
-- it uses, what it asks for and what it pays. A value that cannot be told for the day is NULL.
{{ config(
    tags=['pattern:window', 'pattern:asof', 'customer_success'],
    indexes=[{'columns': ['metric_date']}, {'columns': ['customer_id']}],
) }}

with

days as (

    select * from ({{ metric_days() }}) as all_days
    where metric_date > {{ as_of_date() }} - {{ var('metrics_customer_days') }}

),

customers as (

    select * from {{ ref('entity_customers') }}

),

accounts as (

    select
        customer_id,
        cast(created_at as date) as created_date

    from {{ ref('int_customers__core') }}

),

plans as (

    select
        plan_name,
        max(plan_tier) as plan_tier,
        max(device_limit) as device_limit

    from {{ ref('stg_app_database__plans') }}
    group by plan_name

),

customer_days as (

    select
        customers_daily.*,
        plans.plan_tier,
        plans.device_limit

    from {{ ref('entity_customers_daily') }} as customers_daily
    left join plans on customers_daily.plan = plans.plan_name
    where customers_daily.date_day > {{ as_of_date() }} - {{ var('metrics_customer_days') }}

),

activity_daily as (

    select * from {{ ref('int_customers__activity_daily') }}

),

activity as (

    select
        customer_id,
        date_day,
        max(date_day) filter (where device_events > 0 or active_users > 0) over so_far as last_active_day,
        sum(device_events) over (
            partition by customer_id order by date_day
            range between interval 59 days preceding and interval 30 days preceding
        ) as device_events_before

    from activity_daily
    window so_far as (partition by customer_id order by date_day)

),

-- Money: growth of subscriptions, and what has been collected.
expansion as (

    select
        customer_days.customer_id,
        customer_days.date_day,
        sum(subscriptions_daily.expansion_mrr) as expansion_30d

    from customer_days
    inner join {{ ref('entity_subscriptions_daily') }} as subscriptions_daily
        on customer_days.customer_id = subscriptions_daily.customer_id
        and subscriptions_daily.date_day between customer_days.date_day - 29 and customer_days.date_day
        and subscriptions_daily.expansion_mrr > 0
    group by customer_days.customer_id, customer_days.date_day

),

invoices as (

    select
        customer_id,
        cast(finalized_at as date) as invoice_date,
        cast(paid_at as date) as paid_date,
        amount_paid_usd,
        attempt_count > 0 as is_attempted,
        attempt_count > 0 and is_first_attempt_failed as is_failed

    from {{ ref('int_billing__invoice_payments') }}
    where not is_internal
        and customer_id is not null
        and finalized_at is not null

),

payments as (

    select
        customer_days.customer_id,
        customer_days.date_day,
        sum(invoices.amount_paid_usd) filter (where invoices.paid_date <= customer_days.date_day) as collected,
        count(*) filter (
            where invoices.is_attempted
                and invoices.invoice_date > customer_days.date_day - {{ var('metrics_payment_days') }}
        ) as attempted,
        count(*) filter (
            where invoices.is_failed
                and invoices.invoice_date > customer_days.date_day - {{ var('metrics_payment_days') }}
        ) as failed

    from customer_days
    inner join invoices
        on customer_days.customer_id = invoices.customer_id
        and invoices.invoice_date <= customer_days.date_day
    group by customer_days.customer_id, customer_days.date_day

),

-- The next end of a period, from the one that is known today back in steps of a period.
renewals as (

    select
        customer_days.customer_id,
        customer_days.date_day,
        min(periods.renewal_date) as next_renewal_date

    from customer_days
    inner join (
        select
            subscriptions.customer_id,
            cast(subscriptions.renewal_date - to_months(cast(
                case when subscriptions.billing_interval = 'year' then 12 else 1 end * steps.n as integer
            )) as date) as renewal_date

        from {{ ref('entity_subscriptions') }} as subscriptions
        cross join generate_series(0, 4) as steps(n)
        where subscriptions.is_live
            and subscriptions.renewal_date is not null
    ) as periods
        on customer_days.customer_id = periods.customer_id
        and periods.renewal_date >= customer_days.date_day
    group by customer_days.customer_id, customer_days.date_day

),

-- Users: who came, who may come, and how deep they are in.
users as (

    select
        user_id,
        customer_id,
        is_admin,
        cast(created_at as date) as created_date,
        cast(deactivated_at as date) as deactivated_date

    from {{ ref('int_users__core') }}

),

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

users_daily as (

    select
        users_daily.customer_id,
        users_daily.user_id,
        users_daily.date_day,
        users_daily.is_active,
        users_daily.active_days_30d,
        sum(users_daily.session_minutes) over (
            partition by users_daily.user_id order by users_daily.date_day
            range between interval 29 days preceding and current row
        ) as session_minutes_30d

    from {{ ref('entity_users_daily') }} as users_daily
    where users_daily.customer_id is not null
        and users_daily.date_day > {{ as_of_date() }} - {{ var('metrics_customer_days') + 30 }}

),

active_user_days as (

    select * from users_daily
    where is_active

),

weekly_stretches as (

    {{ active_stretches('active_user_days', ['customer_id', 'user_id'], 'date_day', 7) }}

),

monthly_stretches as (

    {{ active_stretches('active_user_days', ['customer_id', 'user_id'], 'date_day', 30) }}

),

daily_users as (

    select
        customer_id,
        date_day,
        count(*) as daily_active_users,
        null as weekly_active_users,
        null as monthly_active_users

    from active_user_days
    group by customer_id, date_day

    union all

    select weekly_stretches.customer_id, days.metric_date, null, count(*), null
    from days
    inner join weekly_stretches on days.metric_date between weekly_stretches.from_day and weekly_stretches.to_day
    group by weekly_stretches.customer_id, days.metric_date

    union all

    select monthly_stretches.customer_id, days.metric_date, null, null, count(*)
    from days
    inner join monthly_stretches on days.metric_date between monthly_stretches.from_day and monthly_stretches.to_day
    group by monthly_stretches.customer_id, days.metric_date

),

active_users as (

    select
        customer_id,
        date_day,
        max(daily_active_users) as daily_active_users,
        max(weekly_active_users) as weekly_active_users,
        max(monthly_active_users) as monthly_active_users

    from daily_users
    group by customer_id, date_day

),

week_of_users as (

    select
        customer_days.customer_id,
        customer_days.date_day,
        sum(active_users.daily_active_users) as user_days_7d

    from customer_days
    inner join active_users
        on customer_days.customer_id = active_users.customer_id
        and active_users.date_day between customer_days.date_day - 6 and customer_days.date_day
    group by customer_days.customer_id, customer_days.date_day

),

-- Uses of features, as often as a window of 30 days holds them.
feature_usage as (

    select
        usage.customer_id,
        usage.user_id,
        usage.feature_id,
        usage.usage_date,
        sum(usage.usage_count) as uses

    from {{ ref('stg_app_database__feature_usage') }} as usage
    semi join users on usage.user_id = users.user_id
    where usage.usage_date > {{ as_of_date() }} - {{ var('metrics_customer_days') + 30 }}
        and usage.usage_date <= {{ as_of_date() }}
    group by usage.customer_id, usage.user_id, usage.feature_id, usage.usage_date

),

usage_stretches as (

    {{ active_stretches('feature_usage', ['user_id', 'feature_id'], 'usage_date', 30) }}

),

features_per_user as (

    select
        usage_stretches.user_id,
        days.metric_date as date_day,
        count(*) as features_used_30d

    from days
    inner join usage_stretches on days.metric_date between usage_stretches.from_day and usage_stretches.to_day
    group by usage_stretches.user_id, days.metric_date

),

user_scores as (

    select
        users_daily.customer_id,
        users_daily.date_day,
        count(*) filter (where users_daily.active_days_30d > 0) as users_who_came,
        count(*) filter (where users_daily.active_days_30d > 0 and users.is_admin) as active_admins,
        sum({{ calculate_engagement_score(
            'users_daily.active_days_30d',
            'users_daily.session_minutes_30d',
            'coalesce(features_per_user.features_used_30d, 0)'
        ) }}) as engagement_sum

    from users_daily
    inner join users on users_daily.user_id = users.user_id
    left join features_per_user
        on users_daily.user_id = features_per_user.user_id
        and users_daily.date_day = features_per_user.date_day
    where users_daily.date_day > {{ as_of_date() }} - {{ var('metrics_customer_days') }}
    group by users_daily.customer_id, users_daily.date_day

),

customer_features as (

    select
        usage.customer_id,
        usage.feature_id,
        days.metric_date as date_day,
        sum(usage.uses) as uses_30d,
        count(*) as used_days_30d

    from days
    inner join (
        select
            customer_id,
            feature_id,
            usage_date,
            sum(uses) as uses

        from feature_usage
        group by customer_id, feature_id, usage_date
    ) as usage on usage.usage_date between days.metric_date - 29 and days.metric_date
    group by usage.customer_id, usage.feature_id, days.metric_date

),

features as (

    select * from {{ ref('int_features__core') }}

),

-- On the day and in the plan: what the customer could adopt.
available_features as (

    select
        days.metric_date as date_day,
        tiers.plan_tier,
        count(*) as features_available,
        count(*) filter (where features.tier_required = 1) as core_available,
        count(*) filter (where features.tier_required > 1) as advanced_available

    from days
    cross join (select distinct plan_tier from plans) as tiers
    inner join features
        on features.tier_required <= tiers.plan_tier
        and features.released_on <= days.metric_date
        and (features.deprecated_on is null or features.deprecated_on > days.metric_date)
    group by days.metric_date, tiers.plan_tier

),

with_shares as (

    select
        customer_features.customer_id,
        customer_features.date_day,
        customer_features.used_days_30d,
        features.tier_required,
        customer_features.uses_30d * 1.0 / sum(customer_features.uses_30d) over (
            partition by customer_features.customer_id, customer_features.date_day
        ) as use_share

    from customer_features
    inner join features on customer_features.feature_id = features.feature_id
    inner join customer_days
        on customer_features.customer_id = customer_days.customer_id
        and customer_features.date_day = customer_days.date_day
    where features.tier_required <= customer_days.plan_tier
        and features.released_on <= customer_features.date_day
        and (features.deprecated_on is null or features.deprecated_on > customer_features.date_day)

),

adoption as (

    select
        customer_id,
        date_day,
        count(*) filter (where used_days_30d >= {{ var('adoption_days') }}) as features_adopted,
        count(*) filter (where used_days_30d >= {{ var('adoption_days') }} and tier_required = 1) as core_adopted,
        count(*) filter (where used_days_30d >= {{ var('adoption_days') }} and tier_required > 1) as advanced_adopted,
        -sum(use_share * ln(use_share)) filter (where use_share > 0) as entropy

    from with_shares
    group by customer_id, date_day

),

-- First steps of customers that signed up while everything was on record.
steps as (

    select
        accounts.customer_id,
        accounts.created_date,
        cast(customers.first_paid_at as date) as paid_day,
        first_uses.first_day as feature_day,
        second_users.second_day as second_user_day,
        pours.first_pour_day,
        pours.value_day

    from accounts
    inner join customers on accounts.customer_id = customers.customer_id
    left join (
        select
            customer_id,
            min(usage_date) as first_day

        from {{ ref('stg_app_database__feature_usage') }}
        group by customer_id
    ) as first_uses on accounts.customer_id = first_uses.customer_id
    left join (
        select
            customer_id,
            first_day as second_day

        from (
            select
                customer_id,
                user_id,
                min(date_day) as first_day

            from {{ ref('entity_users_daily') }}
            where is_active
                and customer_id is not null
            group by customer_id, user_id
        ) as first_days
        qualify row_number() over (
            partition by customer_id order by first_day, user_id
        ) = {{ var('metrics_value_users') }}
    ) as second_users on accounts.customer_id = second_users.customer_id
    left join (
        select
            customer_id,
            min(date_day) filter (where pours_so_far > 0) as first_pour_day,
            min(date_day) filter (where pours_so_far >= {{ var('metrics_value_pours') }}) as value_day

        from (
            select
                customer_id,
                date_day,
                sum(sum(pours)) over (partition by customer_id order by date_day) as pours_so_far

            from {{ ref('entity_devices_daily') }}
            group by customer_id, date_day
        ) as running
        group by customer_id
    ) as pours on accounts.customer_id = pours.customer_id
    where accounts.created_date >= {{ usage_complete_from() }}

),

-- Support.
tickets as (

    select
        customer_id,
        sla_status,
        first_response_hours,
        resolution_hours,
        csat_score,
        is_reopened,
        cast(created_at as date) as created_day,
        cast(first_response_at as date) as response_day,
        cast(resolved_at as date) as resolved_day

    from {{ ref('int_support__ticket_sla') }}

),

support as (

    select
        customer_days.customer_id,
        customer_days.date_day,
        count(*) filter (where created_day > customer_days.date_day - 30) as tickets_30d,
        count(*) filter (
            where created_day > customer_days.date_day - 30 and resolved_day <= customer_days.date_day
        ) as resolved_of_30d,
        count(*) filter (
            where created_day between customer_days.date_day - 119 and customer_days.date_day - 30
        ) as tickets_prior_90d,
        count(*) filter (where resolved_day is null or resolved_day > customer_days.date_day) as open_tickets,
        count(*) filter (
            where resolved_day between customer_days.date_day - 89 and customer_days.date_day
        ) as resolved_90d,
        count(*) filter (
            where resolved_day between customer_days.date_day - 89 and customer_days.date_day and is_reopened
        ) as reopened_90d,
        avg(resolution_hours) filter (
            where resolved_day between customer_days.date_day - 89 and customer_days.date_day
        ) as resolution_hours,
        avg(first_response_hours) filter (
            where response_day between customer_days.date_day - 89 and customer_days.date_day
        ) as response_hours,
        count(*) filter (
            where created_day > customer_days.date_day - 30 and sla_status = 'Breached'
        ) as breaches_30d,
        count(*) filter (
            where created_day > customer_days.date_day - 90 and sla_status in ('Met', 'Breached')
        ) as judged_90d,
        count(*) filter (where created_day > customer_days.date_day - 90 and sla_status = 'Met') as met_90d,
        avg(csat_score) filter (
            where resolved_day between customer_days.date_day - 89 and customer_days.date_day
        ) as csat

    from customer_days
    inner join tickets
        on customer_days.customer_id = tickets.customer_id
        and tickets.created_day <= customer_days.date_day
        and (
            tickets.created_day > customer_days.date_day - 120
            or tickets.resolved_day is null
            or tickets.resolved_day > customer_days.date_day - 90
        )
    group by customer_days.customer_id, customer_days.date_day

),

nps as (

    select
        customer_days.customer_id,
        customer_days.date_day,
        count(*) as answers,
        count(*) filter (where responses.score >= 9) - count(*) filter (where responses.score <= 6) as balance

    from customer_days
    inner join {{ ref('stg_app_database__nps_responses') }} as responses
        on customer_days.customer_id = responses.customer_id
        and responses.score is not null
        and cast(responses.responded_at as date) between customer_days.date_day - 179 and customer_days.date_day
    group by customer_days.customer_id, customer_days.date_day

),

-- Devices and places.
device_sums as (

    select
        customer_id,
        date_day,
        count(*) as devices,
        count(*) filter (where online_seconds > 0) as online_devices,
        sum(online_seconds) as online_seconds,
        sum(observed_seconds) as observed_seconds,
        sum(volume_litres) as volume_litres

    from {{ ref('entity_devices_daily') }}
    where date_day > {{ as_of_date() }} - {{ var('metrics_customer_days') + 30 }}
    group by customer_id, date_day

),

devices as (

    select
        customer_id,
        date_day,
        devices,
        online_devices,
        sum(online_seconds) over last_30_days as online_seconds_30d,
        sum(observed_seconds) over last_30_days as observed_seconds_30d,
        sum(volume_litres) over last_30_days as volume_30d

    from device_sums
    window last_30_days as (
        partition by customer_id order by date_day range between interval 29 days preceding and current row
    )

),

-- Scores of devices are known for today only.
device_scores as (

    select
        customer_id,
        avg(overall_device_health_score) as avg_score,
        count(*) filter (where overall_device_health_score < {{ var('success_unhealthy_device_below') }}) as unhealthy

    from {{ ref('entity_devices') }}
    where status <> 'retired'
    group by customer_id

),

location_weeks as (

    select
        customer_id,
        date_day,
        coalesce(sum(pours) over (
            partition by location_id order by date_day range between interval 6 days preceding and current row
        ), 0) as pours_7d

    from {{ ref('entity_locations_daily') }}
    where date_day > {{ as_of_date() }} - {{ var('metrics_customer_days') + 7 }}

),

locations as (

    select
        customer_id,
        date_day,
        count(*) filter (where pours_7d = 0) as locations_inactive

    from location_weeks
    group by customer_id, date_day

),

measured as (

    select
        customer_days.*,
        activity.last_active_day,
        activity.device_events_before,
        expansion.expansion_30d,
        payments.collected,
        payments.attempted,
        payments.failed,
        renewals.next_renewal_date,
        access_changes.users_with_access,
        coalesce(active_users.daily_active_users, 0) as dau,
        coalesce(active_users.weekly_active_users, 0) as wau,
        coalesce(active_users.monthly_active_users, 0) as mau,
        week_of_users.user_days_7d,
        coalesce(user_scores.users_who_came, 0) as users_who_came,
        coalesce(user_scores.active_admins, 0) as active_admins,
        coalesce(user_scores.engagement_sum, 0) as engagement_sum,
        available_features.features_available,
        available_features.core_available,
        available_features.advanced_available,
        coalesce(adoption.features_adopted, 0) as features_adopted,
        coalesce(adoption.core_adopted, 0) as core_adopted,
        coalesce(adoption.advanced_adopted, 0) as advanced_adopted,
        coalesce(adoption.entropy, 0) as entropy,
        steps.customer_id is not null as has_steps,
        steps.created_date,
        case when steps.value_day is not null and steps.second_user_day is not null
            then greatest(steps.value_day, steps.second_user_day)
        end as value_day,
        case when steps.paid_day is not null and steps.feature_day is not null
                and steps.second_user_day is not null and steps.first_pour_day is not null
            then greatest(steps.paid_day, steps.feature_day, steps.second_user_day, steps.first_pour_day)
        end as steps_done_day,
        coalesce(support.tickets_30d, 0) as tickets_30d,
        support.resolved_of_30d,
        coalesce(support.tickets_prior_90d, 0) as tickets_prior_90d,
        coalesce(support.open_tickets, 0) as open_tickets,
        support.resolved_90d,
        support.reopened_90d,
        support.resolution_hours,
        support.response_hours,
        coalesce(support.breaches_30d, 0) as breaches_30d,
        support.met_90d,
        support.judged_90d,
        support.csat,
        nps.balance,
        nps.answers,
        coalesce(devices.devices, 0) as devices,
        coalesce(devices.online_devices, 0) as online_devices,
        devices.online_seconds_30d,
        devices.observed_seconds_30d,
        coalesce(devices.volume_30d, 0) as volume_30d,
        device_scores.avg_score,
        device_scores.unhealthy,
        coalesce(locations.locations_inactive, 0) as locations_inactive

    from customer_days
    left join activity
        on customer_days.customer_id = activity.customer_id and customer_days.date_day = activity.date_day
    left join expansion
        on customer_days.customer_id = expansion.customer_id and customer_days.date_day = expansion.date_day
    left join payments
        on customer_days.customer_id = payments.customer_id and customer_days.date_day = payments.date_day
    left join renewals
        on customer_days.customer_id = renewals.customer_id and customer_days.date_day = renewals.date_day
    asof left join access_changes
        on customer_days.customer_id = access_changes.customer_id
        and customer_days.date_day >= access_changes.date_day
    left join active_users
        on customer_days.customer_id = active_users.customer_id and customer_days.date_day = active_users.date_day
    left join week_of_users
        on customer_days.customer_id = week_of_users.customer_id and customer_days.date_day = week_of_users.date_day
    left join user_scores
        on customer_days.customer_id = user_scores.customer_id and customer_days.date_day = user_scores.date_day
    left join available_features
        on customer_days.plan_tier = available_features.plan_tier
        and customer_days.date_day = available_features.date_day
    left join adoption
        on customer_days.customer_id = adoption.customer_id and customer_days.date_day = adoption.date_day
    left join steps on customer_days.customer_id = steps.customer_id
    left join support
        on customer_days.customer_id = support.customer_id and customer_days.date_day = support.date_day
    left join nps on customer_days.customer_id = nps.customer_id and customer_days.date_day = nps.date_day
    left join devices
        on customer_days.customer_id = devices.customer_id and customer_days.date_day = devices.date_day
    left join device_scores
        on customer_days.customer_id = device_scores.customer_id
        and customer_days.date_day = {{ as_of_date() }}
    left join locations
        on customer_days.customer_id = locations.customer_id and customer_days.date_day = locations.date_day

),

rated as (

    select
        *,
        {{ metric_ratio('users_who_came', 'users_with_access') }} as activation_rate,
        {{ metric_ratio('engagement_sum', 'users_with_access') }} as engagement_score,
        {{ metric_ratio('met_90d', 'judged_90d') }} as sla_met_share,
        cast(round(
            (1 - coalesce({{ metric_ratio('failed', 'attempted') }}, 0))
                * case when is_delinquent then {{ var('payment_overdue_factor') }} else 1 end
        , 4) as decimal(5, 4)) as payment_score

    from measured

),

scored as (

    select
        *,
        {{ calculate_support_score('sla_met_share', 'open_tickets', 'csat') }} as support_score,
        {{ calculate_product_adoption_score('features_adopted', 'features_available', 'activation_rate') }} as adoption_score

    from rated

),

final as (

    select
        date_day as metric_date,
        customer_id,
        customer_health_score,
        churn_risk_score,
        {{ calculate_composite_health_score(
            'customer_health_score', 'engagement_score', 'adoption_score', 'support_score', 'payment_score'
        ) }} as composite_success_score,
        health_change_30d as health_trend_30d,
        health_stddev_30d as health_volatility_30d,
        case
            when customer_health_score >= {{ var('health_healthy_from') }} then 3
            when customer_health_score >= {{ var('health_at_risk_from') }} then 2
            when customer_health_score is not null then 1
        end as health_band,
        case when churn_risk_score > {{ var('risk_high_above') }} then mrr else 0 end as at_risk_mrr,
        mrr as current_mrr,
        mrr_change_30d,
        cast(coalesce(expansion_30d, 0) as decimal(14, 2)) as expansion_revenue_30d,
        cast(coalesce(collected, 0) as decimal(14, 2)) as lifetime_revenue,
        next_renewal_date - date_day as days_to_renewal,
        dau as daily_active_users,
        wau as weekly_active_users,
        mau as monthly_active_users,
        activation_rate as user_activation_rate,
        engagement_score as avg_engagement_score,
        {{ metric_ratio('coalesce(user_days_7d, 0)', 'mau * 7') }} as seat_stickiness,
        active_admins as admin_coverage,
        date_day - last_active_day as days_since_last_activity,
        features_adopted,
        {{ metric_ratio('core_adopted', 'core_available') }} as core_feature_adoption_rate,
        {{ metric_ratio('advanced_adopted', 'advanced_available') }} as advanced_feature_adoption_rate,
        case when features_available > 1
            then round(least(1.0, greatest(0.0, entropy / ln(features_available))), 6) end as feature_breadth_index,
        case when value_day <= date_day then value_day - created_date end as time_to_value_days,
        case when has_steps then case
            when steps_done_day <= date_day
                and steps_done_day <= created_date + {{ var('metrics_onboarding_days') }} then 1
            else 0
        end end as onboarding_completed,
        tickets_30d as support_tickets_30d,
        open_tickets,
        {{ metric_ratio('resolved_of_30d', 'tickets_30d') }} as ticket_resolution_rate,
        round(resolution_hours, 4) as avg_ticket_resolution_hours,
        round(response_hours, 4) as avg_first_response_hours,
        {{ calculate_support_ticket_velocity('tickets_30d', 'tickets_prior_90d') }} as ticket_velocity,
        {{ metric_ratio('reopened_90d', 'resolved_90d') }} as ticket_reopen_rate,
        breaches_30d as sla_breaches_30d,
        round(csat, 4) as csat_score,
        {{ metric_ratio('100 * balance', 'answers') }} as nps_score,
        online_devices as active_device_count,
        round(avg_score, 6) as avg_device_health_score,
        {{ metric_ratio('online_seconds_30d', 'observed_seconds_30d') }} as avg_device_uptime_30d,
        cast(volume_30d as bigint) as volume_processed_30d,
        unhealthy as unhealthy_devices,
        locations_inactive,
        payment_score as payment_health_score,
        {% set weights = var('metrics_expansion_weights') -%}
        round(1 / (1 + exp(-(
            {{ weights.base }}
            + {{ weights.utilisation }} * {{ share_of_target('devices', 'nullif(device_limit, 0)') }}
            + {{ weights.growth }} * least(1.0, greatest(-1.0, coalesce(
                device_events_30d * 1.0 / nullif(device_events_before, 0) - 1, 0
            )))
            + {{ weights.health }} * coalesce(customer_health_score, 0)
        ))), 6) as expansion_potential_score,
        case when churn_risk_score is not null then rank() over (
            partition by date_day order by churn_risk_score * mrr desc nulls last
        ) end as intervention_priority

    from scored

)

select * from final
order by metric_date, customer_id
