-- One row per e-mail campaign: its last version, with template, list and labels.
{{ config(tags=['pattern:dedup']) }}

with

campaigns as (

    select * from {{ source('iterable', 'campaign_history') }}
    {{ dedupe('id', 'updated_at desc, _synced_at') }}

),

templates as (

    select * from {{ source('iterable', 'template_history') }}
    {{ dedupe('id', 'updated_at desc, _synced_at') }}

),

lists as (

    select id, name from {{ source('iterable', 'list') }}
    {{ dedupe('id') }}

),

message_types as (

    select id, name, channel_id from {{ source('iterable', 'message_type') }}
    {{ dedupe('id') }}

),

channels as (

    select id, name from {{ source('iterable', 'channel') }}
    {{ dedupe('id') }}

),

labels as (

    select
        campaign_id,
        string_agg(distinct lower(trim(label)), ', ' order by lower(trim(label))) as labels

    from {{ source('iterable', 'campaign_label_history') }}
    group by campaign_id

),

final as (

    select
        campaigns.id as campaign_id,
        {{ campaign_name('campaigns.name') }} as campaign_name,
        lower(campaigns.campaign_state) as campaign_state,
        lower(campaigns.message_medium) as message_medium,
        message_types.name as message_type,
        channels.name as message_channel,
        templates.name as template_name,
        templates.subject,
        lists.name as list_name,
        labels.labels,
        campaigns.send_size,
        {{ dq_flags([
            "campaigns.name <> " ~ campaign_name('campaigns.name'),
            "templates.id is null",
            "lists.id is null",
            "campaigns.ended_at < campaigns.start_at",
        ]) }} as dq_flags,
        campaigns.created_at,
        campaigns.start_at as started_at,
        campaigns.ended_at,
        campaigns.updated_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from campaigns
    left join templates on campaigns.template_id = templates.id
    left join lists on campaigns.list_id = lists.id
    left join message_types on templates.message_type_id = message_types.id
    left join channels on message_types.channel_id = channels.id
    left join labels on campaigns.id = labels.campaign_id

)

select * from final
