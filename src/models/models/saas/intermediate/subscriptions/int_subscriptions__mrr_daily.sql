-- One row per subscription and day from its first day to its last: the state at the end of
-- the day. Ended days have no row. The log books MRR in USD, whatever the invoices are in.
{{ config(
    materialized='incremental',
    unique_key=['subscription_id', 'date_day'],
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:spine', 'pattern:incremental'],
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

final as (

    select
        versions.subscription_id,
        subscriptions.customer_id,
        versions.plan_id,
        plans.plan_name,
        versions.subscription_status,
        versions.quantity,
        versions.mrr,
        versions.mrr > 0 as is_active,
        date_spine.date_day

    from versions
    inner join subscriptions on versions.subscription_id = subscriptions.subscription_id
    left join plans on versions.plan_id = plans.plan_id
    inner join date_spine
        on date_spine.date_day >= versions.valid_from
        and date_spine.date_day < coalesce(versions.valid_to, date '9999-12-31')
    where {{ is_live_status('versions.subscription_status') }}

)

select * from final
