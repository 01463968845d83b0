-- One row per contract that had begun by as_of_date; a trial is no contract. In the sample an
-- account has one, from its first payment until the renewal at which nothing is paid any more.
with

{%- if var('generate_sample_data') %}

subscriptions as (

    select * from {{ source('monstera', 'subscriptions') }}

),

seat_changes as (

    select * from {{ source('monstera', 'seat_changes') }}

),

{%- else %}

accounts as (

    select
        *,
        monthly_recurring_revenue = 0
            and contract_renewal_date <= {{ as_of_date() }} as is_ended

    from {{ ref('seed_accounts') }}
    where first_paid_at is not null

),

account_events as (

    select * from {{ ref('seed_events') }}
    where entity_type = 'account'

),

prices as (

    select
        subscription_tier,
        max(monthly_recurring_revenue / nullif(total_seats, 0)) as price_per_seat

    from accounts
    group by subscription_tier

),

freezes as (

    select entity_id as account_id, min(cast(event_timestamp as date)) as frozen_from
    from account_events
    where event_type = 'account_paused'
    group by entity_id

),

subscriptions as (

    select
        accounts.account_id as subscription_id,
        accounts.account_id,
        accounts.subscription_tier as tier,
        accounts.total_seats as seats,
        cast(accounts.first_paid_at as date) as start_date,
        case when accounts.is_ended then accounts.contract_renewal_date end as end_date,
        case
            when accounts.is_ended then 'canceled'
            when freezes.frozen_from is not null then 'frozen'
            else 'active'
        end as status,
        cast(accounts.total_seats * prices.price_per_seat as decimal(12, 2)) as mrr,
        case when not accounts.is_ended then accounts.contract_renewal_date end as renewal_date,
        freezes.frozen_from,
        cast(null as date) as frozen_to

    from accounts
    left join prices on accounts.subscription_tier = prices.subscription_tier
    left join freezes on accounts.account_id = freezes.account_id

),

seat_changes as (

    select
        account_id,
        account_created_at as changed_at,
        total_seats as seats_after,
        account_id as change_id

    from accounts

),

{%- endif %}

seats_at_start as (

    select
        subscriptions.subscription_id,
        arg_max(seat_changes.seats_after, (seat_changes.changed_at, seat_changes.change_id)) as seats_at_start

    from subscriptions
    inner join seat_changes
        on subscriptions.account_id = seat_changes.account_id
        and cast(seat_changes.changed_at as date) <= subscriptions.start_date
    group by subscriptions.subscription_id

),

final as (

    select
        subscriptions.subscription_id,
        subscriptions.account_id,
        subscriptions.tier,
        subscriptions.seats,
        subscriptions.start_date,
        case when subscriptions.end_date <= {{ as_of_date() }} then subscriptions.end_date end as end_date,
        subscriptions.status,
        cast(subscriptions.mrr as decimal(12, 2)) as mrr,
        subscriptions.renewal_date,
        subscriptions.frozen_from,
        subscriptions.frozen_to,
        seats_at_start.seats_at_start,
        case
            when datediff('month', subscriptions.start_date, coalesce(subscriptions.end_date, subscriptions.renewal_date)) % 12 = 0
                then 12
            else {{ var('lifecycle_short_term_months') }}
        end as term_months

    from subscriptions
    left join seats_at_start on subscriptions.subscription_id = seats_at_start.subscription_id
    where subscriptions.start_date <= {{ as_of_date() }}

)

select * from final
