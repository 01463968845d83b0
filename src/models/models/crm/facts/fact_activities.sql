-- One row per activity of the shop's sellers. Built incrementally: each run reads again what
-- changed in the last days, since tasks are completed and rows arrive later.
{{ config(
    materialized='incremental',
    unique_key='activity_id',
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:incremental'],
    indexes=[{'columns': ['account_id']}, {'columns': ['date_key']}],
) }}

with

activities as (

    select * from {{ ref('stg_crm_activities') }}
    {% if is_incremental() -%}
    where {{ incremental_lookback('cast(updated_at as date)', table_column='cast(updated_at as date)') }}
    {%- endif %}

),

final as (

    select
        activity_id,
        account_id,
        contact_id,
        deal_id,
        {{ date_key('activity_at') }} as date_key,
        activity_type,
        subject,
        outcome,
        case
            when outcome in ('connected', 'interested', 'replied', 'held') then 'Positive'
            when outcome in ('not_interested', 'bounced', 'no_show') then 'Negative'
            when outcome is not null then 'Neutral'
            else 'None'
        end as outcome_sentiment,
        assigned_to,
        case when is_completed then 'Completed' else 'Open' end as activity_status,
        duration_minutes,
        is_completed,
        {{ date_parts('activity_at') }},
        activity_at,
        updated_at

    from activities

)

select * from final
