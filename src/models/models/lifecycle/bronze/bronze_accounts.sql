-- One row per account that had begun a trial by as_of_date, as the application shows it, with
-- the log of its seats. The sample has no log: its seats are the same every day.
with

accounts as (

    select * from
    {%- if var('generate_sample_data') %} {{ source('monstera', 'accounts') }}
    {%- else %} {{ ref('seed_accounts') }}
    {%- endif %}

),

{%- if var('generate_sample_data') %}

seat_logs as (

    select
        account_id,
        list(
            struct_pack(changed_on := cast(changed_at as date), seats := seats_after)
            order by changed_at, change_id
        ) as seat_log

    from {{ source('monstera', 'seat_changes') }}
    where changed_at < {{ as_of_timestamp() }}
    group by account_id

),

{%- else %}

seat_logs as (

    select
        account_id,
        [struct_pack(changed_on := cast(account_created_at as date), seats := total_seats)] as seat_log

    from accounts

),

{%- endif %}

final as (

    select
        accounts.account_id,
        accounts.account_name,
        lower(accounts.subscription_tier) as subscription_tier,
        accounts.total_seats,
        cast(accounts.account_created_at as timestamp) as account_created_at,
        cast(accounts.first_paid_at as timestamp) as first_paid_at,
        accounts.contract_renewal_date,
        cast(accounts.monthly_recurring_revenue as decimal(12, 2)) as monthly_recurring_revenue,
        accounts.is_trial,
        accounts.trial_end_date,
        seat_logs.seat_log

    from accounts
    left join seat_logs on accounts.account_id = seat_logs.account_id
    where accounts.account_created_at < {{ as_of_timestamp() }}

)

select * from final
