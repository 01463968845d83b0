-- One row per visit to the web site. A source or state is written one way, whichever way it
-- was spelled, and a lost source is put back where the visit proves it. Built
-- incrementally: each run reads the last days again.
{{ config(
    materialized='incremental',
    unique_key='visit_id',
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:dedup', 'pattern:incremental'],
) }}

with

web_sessions as (

    select * from {{ source('app_database', 'web_sessions') }}
    {% if is_incremental() -%}
    where {{ incremental_lookback('cast(started_at as date)', table_column='cast(started_at as date)') }}
    {% endif -%}
    {{ dedupe('visit_id') }}

),

source_mapping as (

    select
        raw_status as raw_source,
        status as utm_source

    from {{ ref('seed_status_mapping') }}
    where system = 'web_utm_source'

),

-- A state is written by its code or by its name.
state_spellings as (

    select lower(state) as spelling, state from {{ source('reference', 'state_timezones') }}
    union
    select lower(state_name) as spelling, state from {{ source('reference', 'state_timezones') }}

),

users as (

    select
        id as user_id,
        customer_id

    from {{ source('app_database', 'users') }}
    {{ dedupe('id') }}

),

cleaned as (

    select
        web_sessions.visit_id,
        web_sessions.anonymous_id,
        web_sessions.user_id,
        web_sessions.landing_page,
        nullif(lower(trim(web_sessions.referrer)), '') as referrer,
        nullif(lower(trim(web_sessions.utm_source)), '') as raw_source,
        source_mapping.utm_source,
        -- Only an advertisement has a click id, or names its picture; partners link from their sites.
        case
            when nullif(trim(web_sessions.utm_source), '') is not null then null
            when web_sessions.gclid is not null then 'google'
            when web_sessions.fbclid is not null then 'facebook'
            when web_sessions.li_fat_id is not null then 'linkedin'
            when web_sessions.utm_content is not null and web_sessions.referrer like '%facebook.%'
                then 'facebook'
            when web_sessions.utm_content is not null and web_sessions.referrer like '%linkedin.%'
                then 'linkedin'
            when split_part(web_sessions.referrer, '/', 3) in ('{{ var("partner_sites") | join("', '") }}')
                then 'partner'
        end as proven_source,
        nullif(lower(trim(web_sessions.utm_medium)), '') as utm_medium,
        nullif(lower(trim(web_sessions.utm_campaign)), '') as utm_campaign,
        nullif(lower(trim(web_sessions.utm_content)), '') as utm_content,
        web_sessions.gclid,
        web_sessions.fbclid,
        web_sessions.li_fat_id,
        coalesce(state_spellings.state, upper(trim(web_sessions.state))) as state,
        state_spellings.state as known_state,
        case when web_sessions.pages > 0 then cast(web_sessions.pages as integer) end as pages,
        case when web_sessions.seconds >= 0 then cast(web_sessions.seconds as integer) end as seconds,
        web_sessions.bounced as is_bounced,
        web_sessions.converted_form as is_converted_form,
        web_sessions.started_at

    from web_sessions
    left join source_mapping on lower(trim(web_sessions.utm_source)) = source_mapping.raw_source
    left join state_spellings on lower(trim(web_sessions.state)) = state_spellings.spelling
    left join users on web_sessions.user_id = users.user_id
    where not {{ is_test_account('users.customer_id') }}

),

final as (

    select
        visit_id,
        anonymous_id,
        user_id,
        landing_page,
        referrer,
        coalesce(utm_source, raw_source, proven_source) as utm_source,
        utm_medium,
        utm_campaign,
        utm_content,
        gclid,
        fbclid,
        li_fat_id,
        state,
        pages,
        seconds,
        {{ dq_flags([
            "raw_source is not null and utm_source is null",
            "proven_source is not null",
            "state is not null and known_state is null",
            "pages is null or seconds is null",
        ]) }} as dq_flags,
        is_bounced,
        is_converted_form,
        started_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from cleaned

)

select * from final
