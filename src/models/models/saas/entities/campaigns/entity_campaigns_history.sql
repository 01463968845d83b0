-- One row per campaign and version: state and budget of a day from valid_from until the day
-- before valid_to, as the platforms logged them.
{{ config(tags=['pattern:scd2']) }}

with

campaigns as (

    select * from {{ ref('int_campaigns__core') }}

),

iterable_campaigns as (

    select * from {{ ref('stg_iterable__campaigns') }}

),

changes as (

    select
        {{ campaign_key('google_ads', 'campaign_id') }} as campaign_key,
        campaign_status as platform_status,
        cast(null as decimal(12, 2)) as budget_usd,
        1 as change_order,
        valid_from as changed_at

    from {{ ref('stg_google_ads__campaigns') }}

    union all

    select
        {{ campaign_key('facebook_ads', 'campaign_id') }},
        campaign_status,
        daily_budget,
        1,
        valid_from

    from {{ ref('stg_facebook_ads__campaigns') }}

    union all

    select
        {{ campaign_key('linkedin_ads', 'campaign_id') }},
        campaign_status,
        daily_budget,
        1,
        valid_from

    from {{ ref('stg_linkedin_ads__campaigns') }}

    union all

    -- The e-mail tool's campaign says when it was set up, sent out and finished.
    select {{ campaign_key('iterable', 'campaign_id') }}, 'scheduled', null, 1, created_at
    from iterable_campaigns
    union all
    select {{ campaign_key('iterable', 'campaign_id') }}, 'running', null, 2, started_at
    from iterable_campaigns
    union all
    select {{ campaign_key('iterable', 'campaign_id') }}, 'finished', null, 3, ended_at
    from iterable_campaigns
    where ended_at is not null

    union all

    -- HubSpot keeps a letter only once it is sent.
    select
        campaign_key,
        'sent',
        null,
        1,
        cast(coalesce(start_date, {{ as_of_date() }}) as timestamp)

    from campaigns
    where platform = 'hubspot'

),

known_changes as (

    select
        campaign_key,
        {{ campaign_status('platform_status') }} as campaign_status,
        budget_usd,
        {{ campaign_budget_tier('budget_usd') }} as budget_tier,
        change_order,
        changed_at

    from changes
    where changed_at < cast({{ as_of_date() }} + 1 as timestamp)

),

versions as (

    {{ scd2_from_changes(
        changes='known_changes',
        key='campaign_key',
        changed_at='changed_at',
        columns=['campaign_status', 'budget_usd', 'budget_tier'],
        order_by='change_order',
    ) }}

),

final as (

    select
        {{ surrogate_key(['versions.campaign_key', 'versions.valid_from']) }} as campaign_history_id,
        versions.campaign_key,
        campaigns.platform,
        versions.campaign_status,
        versions.budget_tier,
        case
            when versions.is_first_version then 'created'
            when versions.campaign_status is distinct from versions.previous_campaign_status then 'status'
            else 'budget'
        end as change_type,
        versions.changed_columns,
        versions.previous_campaign_status as previous_status,
        versions.budget_usd,
        versions.previous_budget_usd,
        versions.is_current,
        versions.valid_from,
        versions.valid_to

    from versions
    inner join campaigns on versions.campaign_key = campaigns.campaign_key

)

select * from final
order by campaign_key, valid_from
