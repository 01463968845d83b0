-- One row per payment that failed by as_of_date; in the sample, per event payment_failed, up
-- to the payment_recovered that follows.
with

{%- if var('generate_sample_data') %}

payment_failures as (

    select * from {{ source('monstera', 'payment_failures') }}

),

{%- else %}

payment_failures as (

    select
        failures.event_id as failure_id,
        failures.entity_id as account_id,
        failures.event_timestamp as failed_at,
        min(recoveries.event_timestamp) as recovered_at,
        'soft' as dunning_type,
        1 as attempt_count,
        max(accounts.monthly_recurring_revenue) as amount

    from {{ ref('seed_events') }} as failures
    inner join {{ ref('seed_accounts') }} as accounts on failures.entity_id = accounts.account_id
    left join {{ ref('seed_events') }} as recoveries
        on failures.entity_id = recoveries.entity_id
        and recoveries.event_type = 'payment_recovered'
        and recoveries.event_timestamp > failures.event_timestamp
    where failures.event_type = 'payment_failed'
    group by failures.event_id, failures.entity_id, failures.event_timestamp

),

{%- endif %}

final as (

    select
        failure_id,
        account_id,
        failed_at,
        case when recovered_at < {{ as_of_timestamp() }} then recovered_at end as recovered_at,
        dunning_type,
        cast(attempt_count as integer) as attempt_count,
        cast(amount as decimal(12, 2)) as amount

    from payment_failures
    where failed_at < {{ as_of_timestamp() }}

)

select * from final
