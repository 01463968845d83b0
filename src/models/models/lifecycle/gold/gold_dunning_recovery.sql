-- One row per month in which payments failed and type of dunning.
{{ config(tags=['pattern:statistics']) }}

with

failures as (

    select
        failures.*,
        states.monthly_recurring_revenue as mrr_at_failure

    from {{ ref('bronze_payment_failures') }} as failures
    inner join {{ ref('silver_account_state_history') }} as states
        on failures.account_id = states.account_id
        and cast(failures.failed_at as date) = states.date_day

),

final as (

    select
        cast(date_trunc('month', failed_at) as date) as month,
        '{{ metric_title("Payments", "Recovered", "Monthly", "Dunning") }}' as metric_name,
        dunning_type,
        cast(count(*) as integer) as failures,
        cast(count(recovered_at) as integer) as recovered,
        {{ share('count(recovered_at)', 'count(*)') }} as recovery_rate,
        cast(median(cast(recovered_at as date) - cast(failed_at as date)) as decimal(6, 1)) as median_days,
        cast(sum(mrr_at_failure) as decimal(12, 2)) as mrr_at_risk

    from failures
    group by cast(date_trunc('month', failed_at) as date), dunning_type

)

select * from final
