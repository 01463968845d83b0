-- One row per deal and stage that it was in (Type 2): the stage holds from valid_from up to, not
-- including, valid_to, which is NULL for the stage in which the deal stands.
{{ config(
    tags=['pattern:scd2', 'pattern:window'],
    indexes=[{'columns': ['deal_id']}, {'columns': ['account_id']}],
) }}

with

deals as (

    select * from {{ ref('stg_crm_deals') }}

),

stage_log as (

    select * from {{ ref('stg_crm_deal_stage_history') }}
    where cast(changed_at as date) <= {{ as_of_date() }}

),

versions as (

    {{ scd2_from_changes(
        'stage_log',
        key='deal_id',
        changed_at='changed_at',
        columns=['stage'],
        order_by='stage_event_id',
        by_day=false,
        keep=['changed_by', 'recorded_at']
    ) }}

),

ordered as (

    select
        *,
        {{ crm_stage_order('stage') }} as stage_order,
        {{ crm_stage_order('previous_stage') }} as previous_stage_order

    from versions

),

final as (

    select
        {{ surrogate_key(['ordered.deal_id', 'ordered.valid_from']) }} as stage_history_id,
        ordered.deal_id,
        deals.account_id,
        deals.contact_id,
        deals.deal_owner,
        ordered.stage,
        ordered.previous_stage,
        -- A closed stage is Closed, whatever the order says: being lost is no step forward.
        case
            when ordered.stage in ('closed_won', 'closed_lost') then 'Closed'
            when ordered.previous_stage is null then 'Initial'
            when ordered.stage_order > ordered.previous_stage_order then 'Forward'
            else 'Backward'
        end as stage_movement,
        ordered.changed_by,
        deals.amount,
        ordered.stage_order,
        ordered.previous_stage_order,
        date_diff(
            'day',
            cast(ordered.valid_from as date),
            coalesce(cast(ordered.valid_to as date), {{ as_of_date() }})
        ) as days_in_stage,
        ordered.is_current,
        ordered.valid_from,
        ordered.valid_to,
        ordered.recorded_at

    from ordered
    inner join deals on ordered.deal_id = deals.deal_id

)

select * from final
