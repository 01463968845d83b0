-- One row per visit to the web site, with the channel that brought it and, where the visitor
-- ever gave a name, the contact and the customer behind it.
{{ config(tags=['pattern:sessions']) }}

with

web_sessions as (

    select
        *,
        nullif(regexp_extract(referrer, '^https?://(?:www\.)?([^/:?#]+)', 1), '') as referrer_host

    from {{ ref('stg_app_database__web_sessions') }}

),

page_views as (

    select * from {{ ref('stg_app_database__page_views') }}

),

form_submissions as (

    select * from {{ ref('stg_hubspot__form_submissions') }}

),

contact_map as (

    select * from {{ ref('int_identity__contact_map') }}

),

users as (

    select user_id, customer_id from {{ ref('stg_app_database__users') }}

),

accounts as (

    select customer_id from {{ ref('stg_app_database__accounts') }}

),

channel_grouping as (

    select * from {{ ref('seed_channel_grouping') }}

),

-- The cookie is what holds the visits of a person together. It gets a name by the first form
-- that was sent from it, and a user by the first sign-up or login.
cookie_contacts as (

    select
        form_submissions.anonymous_id,
        contact_map.canonical_contact_id as contact_id,
        contact_map.customer_id

    from form_submissions
    inner join contact_map on form_submissions.contact_id = contact_map.contact_id
    where form_submissions.anonymous_id is not null
    qualify row_number() over (
        partition by form_submissions.anonymous_id
        order by form_submissions.submitted_at, form_submissions.contact_id, form_submissions.form_id
    ) = 1

),

cookie_users as (

    select
        web_sessions.anonymous_id,
        web_sessions.user_id,
        users.customer_id

    from web_sessions
    left join users on web_sessions.user_id = users.user_id
    where web_sessions.user_id is not null
    qualify row_number() over (
        partition by web_sessions.anonymous_id
        order by web_sessions.started_at, web_sessions.visit_id
    ) = 1

),

user_contacts as (

    select
        user_id,
        canonical_contact_id as contact_id,
        customer_id

    from contact_map
    where user_id is not null
    qualify row_number() over (
        partition by user_id
        order by (contact_id = canonical_contact_id) desc, contact_id
    ) = 1

),

stitched as (

    select
        web_sessions.visit_id,
        web_sessions.anonymous_id,
        coalesce(cookie_contacts.contact_id, user_contacts.contact_id) as contact_id,
        cookie_users.user_id,
        coalesce(
            cookie_users.customer_id, cookie_contacts.customer_id, user_contacts.customer_id
        ) as customer_id

    from web_sessions
    left join cookie_contacts on web_sessions.anonymous_id = cookie_contacts.anonymous_id
    left join cookie_users on web_sessions.anonymous_id = cookie_users.anonymous_id
    left join user_contacts on cookie_users.user_id = user_contacts.user_id

),

-- Sessions of the application rebuilt from its page views: a new one begins after a pause.
-- The first visit as a user goes over into one, which is how both counters can be compared.
page_views_with_starts as (

    select
        user_id,
        page_view_id,
        viewed_at,
        coalesce(
            viewed_at - lag(viewed_at) over by_user
                > interval '{{ var("session_gap_minutes") }} minutes',
            true
        ) as is_start

    from page_views
    where user_id is not null
    window by_user as (partition by user_id order by viewed_at, page_view_id)

),

page_views_in_sessions as (

    select
        user_id,
        viewed_at,
        sum(case when is_start then 1 else 0 end) over (
            partition by user_id order by viewed_at, page_view_id
            rows between unbounded preceding and current row
        ) as session_number

    from page_views_with_starts

),

rebuilt_sessions as (

    select
        user_id,
        session_number,
        count(*) as page_views,
        min(viewed_at) as started_at

    from page_views_in_sessions
    group by user_id, session_number

),

visits_with_rebuilt_session as (

    select
        web_sessions.visit_id,
        sum(rebuilt_sessions.page_views) as page_views_rebuilt

    from web_sessions
    inner join rebuilt_sessions
        on web_sessions.user_id = rebuilt_sessions.user_id
        and rebuilt_sessions.started_at >= web_sessions.started_at
        and rebuilt_sessions.started_at
            < web_sessions.started_at + interval '{{ var("session_gap_minutes") }} minutes'
    group by web_sessions.visit_id

),

-- What the channel is looked up by. A visit without tags is told by what is left of it.
sourced as (

    select
        visit_id,
        coalesce(utm_source, referrer_host, '(direct)') as source_key,
        coalesce(
            utm_medium,
            '(ad) ' || utm_content,
            case when gclid is not null then '(click) ' || landing_page end,
            '(none)'
        ) as medium_key,
        utm_source is not null or utm_medium is not null as is_tagged

    from web_sessions

),

final as (

    select
        web_sessions.visit_id,
        web_sessions.anonymous_id,
        stitched.contact_id,
        stitched.user_id,
        accounts.customer_id,
        coalesce(
            channel_grouping.channel,
            case when sourced.is_tagged then 'other' else 'referral' end
        ) as channel,
        web_sessions.utm_source,
        web_sessions.utm_medium,
        web_sessions.utm_campaign,
        web_sessions.landing_page,
        web_sessions.state,
        web_sessions.pages,
        cast(visits_with_rebuilt_session.page_views_rebuilt as integer) as page_views_rebuilt,
        web_sessions.is_bounced,
        web_sessions.is_converted_form,
        -- The sign-up itself is marketing; coming back to log in is use of the product.
        web_sessions.user_id is not null and web_sessions.landing_page = '/login' as is_login,
        web_sessions.started_at

    from web_sessions
    inner join stitched on web_sessions.visit_id = stitched.visit_id
    inner join sourced on web_sessions.visit_id = sourced.visit_id
    left join accounts on stitched.customer_id = accounts.customer_id
    left join channel_grouping
        on sourced.source_key = channel_grouping.utm_source
        and sourced.medium_key = channel_grouping.utm_medium
    left join visits_with_rebuilt_session
        on web_sessions.visit_id = visits_with_rebuilt_session.visit_id

)

select * from final
