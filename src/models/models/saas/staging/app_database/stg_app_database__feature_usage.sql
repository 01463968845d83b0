-- One row per user, feature and day of use. Built incrementally: each run reads the last
-- days again.
{{ config(
    materialized='incremental',
    unique_key='usage_id',
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:dedup', 'pattern:incremental'],
) }}

with

feature_usage as (

    select * from {{ source('app_database', 'feature_usage') }}
    {% if is_incremental() -%}
    where {{ incremental_lookback('usage_date', table_column='usage_date') }}
    {% endif -%}
    {{ dedupe('id') }}

),

final as (

    select
        id as usage_id,
        user_id,
        customer_id,
        feature_id,
        case when usage_count >= 0 then cast(usage_count as integer) end as usage_count,
        case
            when success_count between 0 and usage_count then cast(success_count as integer)
        end as success_count,
        case when seconds_used >= 0 then cast(seconds_used as integer) end as seconds_used,
        {{ dq_flags([
            "usage_count < 0 or seconds_used < 0",
            "success_count not between 0 and usage_count",
            is_orphan_of_account('customer_id'),
        ]) }} as dq_flags,
        usage_date,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from feature_usage
    where not {{ is_test_account('customer_id') }}

)

select * from final
