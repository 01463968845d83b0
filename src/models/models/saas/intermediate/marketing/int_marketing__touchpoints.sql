-- One row per marketing touch: a visit to the web site, a click in an e-mail, or a form that
-- was filled in on LinkedIn. Logging in is not one, and neither is e-mail during a trial.
{{ config(tags=['pattern:window']) }}

with

web_visits as (

    select * from {{ ref('int_sessions__web_stitched') }}
    where not is_login

),

campaigns as (

    select * from {{ ref('int_campaigns__core') }}

),

contact_map as (

    select * from {{ ref('int_identity__contact_map') }}

),

iterable_clicks as (

    select * from {{ ref('stg_iterable__events') }}
    where event_name = 'click'
    qualify row_number() over (partition by message_id order by occurred_at, event_id) = 1

),

hubspot_clicks as (

    select * from {{ ref('stg_hubspot__email_events') }}
    where event_type = 'click'
    qualify row_number() over (
        partition by email_campaign_id, recipient_email order by occurred_at, email_event_id
    ) = 1

),

lead_forms as (

    select * from {{ ref('stg_linkedin_ads__lead_forms') }}

),

form_submissions as (

    select * from {{ ref('stg_hubspot__form_submissions') }}

),

marketing_qualified_leads as (

    select * from {{ ref('stg_hubspot__marketing_qualified_leads') }}

),

trials as (

    select
        customer_id,
        trial_start_date,
        trial_end_date

    from {{ ref('stg_app_database__subscriptions') }}
    where trial_start_date is not null

),

deals as (

    select * from {{ ref('stg_hubspot__deals') }}
    where not is_deleted

),

deal_contacts as (

    select * from {{ ref('stg_hubspot__deal_contacts') }}

),

contacts_by_email as (

    select
        email_normalised,
        canonical_contact_id as contact_id,
        customer_id

    from contact_map
    where email_normalised is not null
    qualify row_number() over (
        partition by email_normalised
        order by (contact_id = canonical_contact_id) desc, contact_id
    ) = 1

),

email_clicks as (

    select
        2000000000000 + event_id as touch_id,
        email,
        {{ campaign_key('iterable', 'campaign_id') }} as campaign_key,
        occurred_at as touched_at

    from iterable_clicks

    union all

    select
        3000000000000 + email_event_id,
        recipient_email,
        {{ campaign_key('hubspot', 'email_campaign_id') }},
        occurred_at

    from hubspot_clicks

),

-- On trial a person has come already: what still reaches them by e-mail is help.
clicks_on_trial as (

    select distinct email_clicks.touch_id
    from email_clicks
    inner join contacts_by_email on email_clicks.email = contacts_by_email.email_normalised
    inner join trials
        on contacts_by_email.customer_id = trials.customer_id
        and cast(email_clicks.touched_at as date) between trials.trial_start_date and trials.trial_end_date

),

-- Ids of the sources overlap, so each kind of touch has a number range of its own.
touches as (

    select
        1000000000000 + web_visits.visit_id as touch_id,
        web_visits.anonymous_id,
        web_visits.contact_id,
        web_visits.customer_id,
        web_visits.channel,
        campaigns.campaign_key,
        'visit' as touch_type,
        web_visits.started_at as touched_at

    from web_visits
    left join campaigns on web_visits.utm_campaign = campaigns.utm_campaign

    union all

    select
        email_clicks.touch_id,
        null,
        contacts_by_email.contact_id,
        contacts_by_email.customer_id,
        'email',
        email_clicks.campaign_key,
        'email_click',
        email_clicks.touched_at

    from email_clicks
    inner join contacts_by_email on email_clicks.email = contacts_by_email.email_normalised
    anti join clicks_on_trial on email_clicks.touch_id = clicks_on_trial.touch_id

    union all

    select
        4000000000000 + lead_forms.response_id,
        null,
        contacts_by_email.contact_id,
        contacts_by_email.customer_id,
        'linkedin',
        {{ campaign_key('linkedin_ads', 'lead_forms.campaign_id') }},
        'lead_form',
        lead_forms.submitted_at

    from lead_forms
    inner join contacts_by_email on lead_forms.email = contacts_by_email.email_normalised

),

-- A person is the customer, before that the contact, before that the cookie.
with_person as (

    select
        *,
        coalesce(
            'customer-' || cast(customer_id as varchar),
            'contact-' || cast(contact_id as varchar),
            'visitor-' || anonymous_id
        ) as person_key

    from touches

),

contact_persons as (

    select
        contact_id,
        canonical_contact_id,
        coalesce(
            'customer-' || cast(customer_id as varchar),
            'contact-' || cast(canonical_contact_id as varchar)
        ) as person_key

    from contact_map

),

-- The lead is made by the first form, on the web site or on LinkedIn. People who never filled
-- one in became a lead when marketing qualified them.
lead_events as (

    select
        contact_persons.person_key,
        coalesce(
            min(events.occurred_at) filter (where events.is_form),
            min(events.occurred_at)
        ) as occurred_at

    from (
        select contact_id, submitted_at as occurred_at, true as is_form from form_submissions
        union all
        select contact_id, touched_at, true from touches
        where touch_type = 'lead_form'
        union all
        -- A day is over when everything that happened on it has happened.
        select contact_id, cast(mql_date + 1 as timestamp) - interval 1 second, false
        from marketing_qualified_leads
    ) as events
    inner join contact_persons on events.contact_id = contact_persons.contact_id
    group by contact_persons.person_key

),

opportunity_events as (

    select distinct
        contact_persons.person_key,
        deals.deal_id,
        deals.created_at as occurred_at

    from deals
    inner join deal_contacts on deals.deal_id = deal_contacts.deal_id
    inner join contact_persons on deal_contacts.contact_id = contact_persons.contact_id

),

-- The touch of an event is the last one at or before it.
lead_touches as (

    select with_person.touch_id
    from lead_events
    inner join with_person
        on lead_events.person_key = with_person.person_key
        and with_person.touched_at <= lead_events.occurred_at
    qualify row_number() over (
        partition by lead_events.person_key
        order by with_person.touched_at desc, with_person.touch_id desc
    ) = 1

),

opportunity_touches as (

    select distinct nearest.touch_id
    from (
        select with_person.touch_id
        from opportunity_events
        inner join with_person
            on opportunity_events.person_key = with_person.person_key
            and with_person.touched_at <= opportunity_events.occurred_at
        qualify row_number() over (
            partition by opportunity_events.person_key, opportunity_events.deal_id
            order by with_person.touched_at desc, with_person.touch_id desc
        ) = 1
    ) as nearest

),

final as (

    select
        with_person.touch_id,
        with_person.person_key,
        with_person.contact_id,
        with_person.customer_id,
        with_person.channel,
        with_person.campaign_key,
        with_person.touch_type,
        cast(row_number() over (
            partition by with_person.person_key
            order by with_person.touched_at, with_person.touch_id
        ) as integer) as position,
        lead_touches.touch_id is not null as lead_created_flag,
        opportunity_touches.touch_id is not null as opp_created_flag,
        with_person.touched_at

    from with_person
    left join lead_touches on with_person.touch_id = lead_touches.touch_id
    left join opportunity_touches on with_person.touch_id = opportunity_touches.touch_id

)

select * from final
