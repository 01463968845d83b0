-- One row per account and day from the beginning of its trial to as_of_date: the state at the
-- end of the day, by what was true on that day. Accounts that left keep their rows.
{{ config(
    materialized='incremental',
    unique_key=['account_id', 'date_day'],
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:spine', 'pattern:incremental'],
) }}

with

accounts as (

    select * from {{ ref('bronze_accounts') }}

),

activity as (

    select * from {{ ref('silver_daily_user_activity') }}

),

weights as (

    {{ account_health_weights(ref('seed_health_weights')) }}

),

thresholds as (

    select new_days from {{ ref('seed_state_thresholds') }}
    where entity_type = 'account'
        and product_id = 'all'

),

account_days as (

    select
        account_id,
        trial_end_date,
        cast(unnest(range(
            cast(account_created_at as date), {{ as_of_date() }} + 1, interval 1 day
        )) as date) as date_day

    from accounts

),

-- The last change of a day says with how many seats the day ended. The log is in order.
seat_log as (

    select
        account_id,
        unnest(seat_log) as change,
        unnest(range(len(seat_log))) as position

    from accounts

),

seats_from as (

    select
        account_id,
        change.changed_on as changed_on,
        arg_max(change.seats, position) as seats

    from seat_log
    group by account_id, change.changed_on

),

contracts as (

    select
        *,
        mrr / nullif(seats, 0) as price_per_seat,
        min(start_date) over (partition by account_id) as first_paid_on

    from {{ ref('bronze_subscriptions') }}

),

-- The seats and the contract of the day are the last that began by then.
with_contract as (

    select
        account_days.account_id,
        account_days.date_day,
        account_days.trial_end_date,
        coalesce(seats_from.seats, 0) as total_seats,
        contracts.start_date,
        contracts.first_paid_on,
        contracts.term_months,
        contracts.price_per_seat,
        contracts.subscription_id is not null as has_contract,
        coalesce(contracts.end_date <= account_days.date_day, false) as is_ended,
        coalesce(
            contracts.frozen_from <= account_days.date_day
            and account_days.date_day < coalesce(contracts.frozen_to, date '9999-12-31'),
            false
        ) as is_frozen

    from account_days
    asof left join seats_from
        on account_days.account_id = seats_from.account_id
        and account_days.date_day >= seats_from.changed_on
    asof left join contracts
        on account_days.account_id = contracts.account_id
        and account_days.date_day >= contracts.start_date

),

priced as (

    select
        *,
        cast(
            case
                when has_contract and not is_ended and not is_frozen
                    then coalesce(round(total_seats * price_per_seat, 2), 0)
                else 0
            end as decimal(12, 2)
        ) as monthly_recurring_revenue,
        case
            when has_contract and not is_ended then cast(
                start_date + to_months(cast(term_months * (1 + floor(
                    datesub('month', start_date, date_day) / term_months
                )) as integer)) as date
            ) - date_day
        end as days_to_renewal

    from with_contract

),

-- Who was active within lifecycle_active_days, and which products were used, by day.
active_users as (

    {{ active_spans('activity', ['account_id', 'user_id'], 'event_date', var('lifecycle_active_days')) }}

),

user_changes as (

    {{ span_changes('active_users', ['account_id']) }}

),

product_days as (

    select distinct account_id, event_date, unnest(product_ids) as product_id from activity

),

products_of_tier_2 as (

    select product_days.*
    from product_days
    inner join {{ ref('bronze_product_catalog') }} as product_catalog
        on product_days.product_id = product_catalog.product_id
    where product_catalog.tier = 2

),

active_products as (

    {{ active_spans('products_of_tier_2', ['account_id', 'product_id'], 'event_date', var('lifecycle_active_days')) }}

),

product_changes as (

    {{ span_changes('active_products', ['account_id']) }}

),

changes_per_day as (

    select
        account_id,
        date_day,
        sum(user_change) as user_change,
        sum(product_change) as product_change,
        bool_or(is_qualifying) as is_qualifying

    from (
        select account_id, date_day, change as user_change, 0 as product_change, false as is_qualifying
        from user_changes
        union all
        select account_id, date_day, 0, change, false from product_changes
        union all
        select account_id, event_date, 0, 0, true from activity where qualifying_events > 0
    )
    group by account_id, date_day

),

with_usage as (

    select
        priced.*,
        coalesce(sum(changes_per_day.user_change) over so_far, 0) as active_seats,
        coalesce(sum(changes_per_day.product_change) over so_far, 0) as products_active,
        priced.date_day - max(
            case when changes_per_day.is_qualifying then priced.date_day end
        ) over so_far as days_since_qualifying,
        coalesce(lag(priced.monthly_recurring_revenue, {{ var('lifecycle_mrr_days') }}) over so_far, 0)
            as mrr_before,
        max(case when priced.monthly_recurring_revenue > 0 then priced.date_day end) over (
            partition by priced.account_id order by priced.date_day
            rows between unbounded preceding and 1 preceding
        ) as last_paid_before

    from priced
    left join changes_per_day
        on priced.account_id = changes_per_day.account_id
        and priced.date_day = changes_per_day.date_day
    window so_far as (
        partition by priced.account_id order by priced.date_day
        rows between unbounded preceding and current row
    )

),

-- The day on which revenue resumed, and how many days there had been none.
with_pause as (

    select
        *,
        last_value(
            case when monthly_recurring_revenue > 0 and last_paid_before < date_day - 1 then date_day end
            ignore nulls
        ) over so_far as resumed_on,
        last_value(
            case
                when monthly_recurring_revenue > 0 and last_paid_before < date_day - 1
                    then date_day - last_paid_before - 1
            end ignore nulls
        ) over so_far as days_at_zero,
        cast(round(100.0 * active_seats / nullif(total_seats, 0), 2) as decimal(7, 2))
            as seat_utilization_pct

    from with_usage
    window so_far as (
        partition by account_id order by date_day
        rows between unbounded preceding and current row
    )

),

dunning_days as (

    select distinct
        account_id,
        cast(unnest(range(
            cast(failed_at as date),
            coalesce(cast(recovered_at as date), {{ as_of_date() }} + 1),
            interval 1 day
        )) as date) as date_day

    from {{ ref('bronze_payment_failures') }}

),

with_components as (

    {%- set active_days = var('lifecycle_active_days') %}

    select
        with_pause.*,
        {{ component_points('with_pause.active_seats', 'with_pause.total_seats') }} as seat_component,
        {{ component_points('with_pause.products_active', var('account_products_full')) }} as product_component,
        {{ component_points(
            '(' ~ active_days ~ ' - least(' ~ active_days ~ ', with_pause.days_since_qualifying))', active_days
        ) }} as activity_component,
        cast(case
            when not with_pause.has_contract and with_pause.date_day <= with_pause.trial_end_date
                then {{ var('account_trial_points') }}
            when with_pause.is_frozen then 0
            {%- for points, days in var('account_contract_points') %}
            when with_pause.days_to_renewal >= {{ days }} then {{ points }}
            {%- endfor %}
            else 0
        end as decimal(7, 4)) as contract_component,
        cast(case
            when with_pause.monthly_recurring_revenue > with_pause.mrr_before then 100
            when with_pause.monthly_recurring_revenue < with_pause.mrr_before then 0
            else 50
        end as decimal(7, 4)) as growth_component,
        cast(case when dunning_days.account_id is null then 100 else 0 end as decimal(7, 4))
            as payment_component

    from with_pause
    left join dunning_days
        on with_pause.account_id = dunning_days.account_id
        and with_pause.date_day = dunning_days.date_day

),

with_health as (

    select
        with_components.*,
        thresholds.new_days,
        {{ calculate_account_health_score(
            'seat_component', 'product_component', 'activity_component', 'contract_component',
            'growth_component', 'payment_component'
        ) }} as health_score

    from with_components
    cross join weights
    cross join thresholds

),

states as (

    select
        *,
        {{ calculate_account_state(
            has_contract='has_contract',
            is_ended='is_ended',
            is_frozen='is_frozen',
            is_in_trial='(not has_contract and date_day <= trial_end_date)',
            is_trial_lost='(not has_contract and date_day > trial_end_date)',
            days_since_resumed='(date_day - resumed_on)',
            days_at_zero='days_at_zero',
            days_since_first_paid='(date_day - first_paid_on)',
            mrr='monthly_recurring_revenue',
            mrr_before='mrr_before',
            health_score='health_score',
            seat_utilization_pct='coalesce(seat_utilization_pct, 0)',
            days_to_renewal='days_to_renewal',
        ) }} as current_state

    from with_health

),

with_previous as (

    select
        *,
        lag(current_state) over (partition by account_id order by date_day) as previous_state

    from states

),

final as (

    select
        account_id,
        date_day,
        current_state,
        case
            when current_state = 'churned'
                then case when has_contract then 'customer_lost' else 'trial_lost' end
        end as churn_type,
        cast(total_seats as integer) as total_seats,
        cast(active_seats as integer) as active_seats,
        seat_utilization_pct,
        health_score,
        seat_component,
        product_component,
        activity_component,
        contract_component,
        growth_component,
        payment_component,
        monthly_recurring_revenue,
        cast(products_active as integer) as products_active,
        previous_state,
        coalesce(previous_state <> current_state, false) as is_transition,
        cast(date_day - max(
            case when previous_state is distinct from current_state then date_day end
        ) over (
            partition by account_id order by date_day
            rows between unbounded preceding and current row
        ) + 1 as integer) as days_in_state

    from with_previous

)

-- Windows look back as far as an account exists, so all days are computed, and the last ones kept.
select * from final
{%- if is_incremental() %}
where {{ incremental_lookback('date_day') }}
{%- endif %}
