-- One row per page opened in a visit, for the last 90 days. Built incrementally: each run
-- reads the last days again.
{{ config(
    materialized='incremental',
    unique_key='page_view_id',
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:dedup', 'pattern:sessions', 'pattern:incremental'],
) }}

with

-- A visit may begin the day before its last page: one more day is read than is replaced.
page_views as (

    select * from {{ source('app_database', 'page_views') }}
    {% if is_incremental() -%}
    where {{ incremental_lookback(
        'cast(viewed_at as date)', var('late_arrival_days') + 1, 'cast(viewed_at as date)'
    ) }}
    {% endif -%}
    {{ dedupe('page_view_id') }}

),

users as (

    select
        id as user_id,
        customer_id

    from {{ source('app_database', 'users') }}
    {{ dedupe('id') }}

),

with_pause as (

    select
        *,
        viewed_at - lag(viewed_at + to_seconds(time_on_page_seconds)) over (
            partition by session_id order by viewed_at, page_view_id
        ) as pause

    from page_views

),

final as (

    select
        with_pause.page_view_id,
        with_pause.session_id,
        with_pause.user_id,
        lower(trim(with_pause.page_url)) as page_url,
        case split_part(lower(trim(with_pause.page_url)), '/', 2)
            when 'home' then 'home'
            when 'devices' then 'devices'
            when 'alerts' then 'devices'
            when 'maintenance' then 'devices'
            when 'inventory' then 'inventory'
            when 'reports' then 'reports'
            when 'locations' then 'administration'
            when 'users' then 'administration'
            when 'settings' then 'administration'
            when 'billing' then 'administration'
            when 'help' then 'help'
            else 'other'
        end as page_category,
        nullif(lower(trim(with_pause.referrer_url)), '') as referrer_url,
        case
            when with_pause.time_on_page_seconds >= 0
                then cast(with_pause.time_on_page_seconds as integer)
        end as time_on_page_seconds,
        {{ dq_flags([
            "with_pause.time_on_page_seconds < 0",
            "with_pause.pause > to_minutes(" ~ var('session_gap_minutes') ~ ")",
            "users.user_id is null",
        ]) }} as dq_flags,
        with_pause.viewed_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from with_pause
    left join users on with_pause.user_id = users.user_id
    where not {{ is_test_account('users.customer_id') }}
    {%- if is_incremental() %}
        and {{ incremental_lookback('cast(with_pause.viewed_at as date)', table_column='cast(viewed_at as date)') }}
    {%- endif %}

)

select * from final
