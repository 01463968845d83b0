-- One row per visit to the application. Old versions of the mobile application sent what the
-- clock on the wall showed; their times are brought to UTC by the account's time zone.
-- Built incrementally: each run reads the last days again.
{{ config(
    materialized='incremental',
    unique_key='session_id',
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:dedup', 'pattern:asof', 'pattern:window', 'pattern:incremental'],
) }}

with

user_sessions as (

    select
        *,
        {{ app_version_number('app_version') }} < {{ app_version_number("'" ~ var('mobile_utc_from_version') ~ "'") }}
            as is_local_time

    from {{ source('app_database', 'user_sessions') }}
    {% if is_incremental() -%}
    where {{ incremental_lookback('cast(start_time as date)', table_column='cast(started_at as date)') }}
    {% endif -%}
    {{ dedupe('session_id') }}

),

-- An erased account still has its places.
accounts as (

    select
        id as customer_id,
        timezone

    from {{ source('app_database', 'accounts') }}
    {{ dedupe('id', 'updated_at desc, _synced_at') }}

),

locations_per_customer as (

    select
        customer_id,
        arg_min(timezone, id) as timezone

    from {{ source('app_database', 'locations') }}
    group by customer_id

),

-- From when on, by the clock on the wall, an offset holds. Of an hour that comes twice in
-- autumn the first is meant, as in to_utc.
clock_changes as (

    select
        zone as timezone,
        utc_from + to_minutes(greatest(
            offset_min, lag(offset_min) over (partition by zone order by utc_from)
        )) as local_from,
        offset_min as offset_minutes

    from {{ source('reference', 'tz_transitions') }}

),

local_sessions as (

    select
        user_sessions.session_id,
        user_sessions.start_time,
        user_sessions.end_time,
        coalesce(accounts.timezone, locations_per_customer.timezone) as timezone

    from user_sessions
    left join accounts on user_sessions.customer_id = accounts.customer_id
    left join locations_per_customer
        on user_sessions.customer_id = locations_per_customer.customer_id
    where user_sessions.is_local_time

),

shifted_sessions as (

    select
        local_sessions.session_id,
        local_sessions.start_time - to_minutes(changes_at_start.offset_minutes) as start_time,
        local_sessions.end_time - to_minutes(changes_at_end.offset_minutes) as end_time

    from local_sessions
    asof left join clock_changes as changes_at_start
        on local_sessions.timezone = changes_at_start.timezone
        and local_sessions.start_time >= changes_at_start.local_from
    asof left join clock_changes as changes_at_end
        on local_sessions.timezone = changes_at_end.timezone
        and local_sessions.end_time >= changes_at_end.local_from

),

in_utc as (

    select
        user_sessions.* replace (
            coalesce(shifted_sessions.start_time, user_sessions.start_time) as start_time,
            coalesce(shifted_sessions.end_time, user_sessions.end_time) as end_time
        ),
        coalesce(user_sessions.is_local_time, false) as is_shifted,
        user_sessions.is_local_time and shifted_sessions.start_time is null as is_zone_unknown

    from user_sessions
    left join shifted_sessions on user_sessions.session_id = shifted_sessions.session_id

),

final as (

    select
        session_id,
        user_id,
        customer_id,
        lower(trim(device_type)) as device_type,
        browser,
        app_version,
        case when duration_seconds >= 0 then duration_seconds end as duration_seconds,
        cast(page_views as integer) as page_views,
        cast(actions_taken as integer) as actions_taken,
        cast(error_count as integer) as error_count,
        {{ dq_flags([
            "end_time < start_time",
            "duration_seconds < 0",
            "is_shifted",
            "is_zone_unknown",
            is_orphan_of_account('customer_id'),
        ]) }} as dq_flags,
        crashed as is_crashed,
        start_time as started_at,
        case when end_time >= start_time then end_time end as ended_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from in_utc
    where not {{ is_test_account('customer_id') }}

)

select * from final
