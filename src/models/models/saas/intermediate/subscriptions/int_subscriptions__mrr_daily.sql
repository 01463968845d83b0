-- One row per subscription and day from its first day to its last: the state at the end of
-- the day. Ended days have no row. The log books MRR in USD, whatever the invoices are in.
{{ config(
    materialized='incremental',
    unique_key=['subscription_id', 'date_day'],
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:spine', 'pattern:asof', 'pattern:incremental'],
) }}

with

subscription_changes as (

    select * from {{ ref('stg_app_database__subscription_changes') }}

),

subscriptions as (

    select * from {{ ref('int_subscriptions__core') }}

),

plans as (

    select * from {{ ref('stg_app_database__plans') }}

),

date_spine as (

    select date_day from {{ ref('int_calendar__date_spine') }}
    {%- if is_incremental() %}
    where {{ incremental_lookback('date_day') }}
    {%- endif %}

),

versions as (

    {{ subscription_versions('subscription_changes') }}

),

-- Every day from the first change on; which version a day belongs to, the ASOF join finds.
days as (

    select
        starts.subscription_id,
        date_spine.date_day

    from (
        select
            subscription_id,
            min(valid_from) as first_day

        from versions
        group by subscription_id
    ) as starts
    inner join date_spine on date_spine.date_day >= starts.first_day

),

dated as (

    select
        versions.*,
        days.date_day

    from days
    asof join versions
        on days.subscription_id = versions.subscription_id
        and days.date_day >= versions.valid_from

),

final as (

    select
        dated.subscription_id,
        subscriptions.customer_id,
        dated.plan_id,
        plans.plan_name,
        dated.subscription_status,
        dated.quantity,
        dated.mrr,
        dated.mrr > 0 as is_active,
        dated.date_day

    from dated
    inner join subscriptions on dated.subscription_id = subscriptions.subscription_id
    left join plans on dated.plan_id = plans.plan_id
    where {{ is_live_status('dated.subscription_status') }}

)

select * from final
