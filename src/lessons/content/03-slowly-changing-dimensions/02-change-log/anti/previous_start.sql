-- code: M-LAGLEAD
-- headline: {n} {are} turned around.
-- feedback: The end of {key} lies before its start. lag() looks back. In which direction does a version end?
-- One row per deal and stage that it was in (Type 2): the stage holds from valid_from up to, not
-- including, valid_to, which is NULL for the stage in which the deal stands.
{{ config(tags=['pattern:scd2', 'pattern:window']) }}

with

deals as (

    select * from {{ ref('stg_crm_deals') }}

),

stage_log as (

    select * from {{ ref('stg_crm_deal_stage_history') }}
    where cast(changed_at as date) <= {{ as_of_date() }}

),

-- 1 one row for each moment: the last one says how things were after it
moments as (

    select *
    from stage_log
    qualify row_number() over (partition by deal_id, changed_at order by stage_event_id desc) = 1

),

-- 2 only what changes something
changes as (

    select
        deal_id,
        stage,
        lag(stage) over by_deal as previous_stage,
        changed_by,
        changed_at as valid_from,
        recorded_at

    from moments
    window by_deal as (partition by deal_id order by changed_at)
    qualify stage is distinct from lag(stage) over by_deal

),

-- 3 the start of the next version is the end of this one
versions as (

    select
        *,
        lag(valid_from) over (partition by deal_id order by valid_from) as valid_to,
        {{ crm_stage_order('stage') }} as stage_order,
        {{ crm_stage_order('previous_stage') }} as previous_stage_order

    from changes

),

final as (

    select
        {{ surrogate_key(['versions.deal_id', 'versions.valid_from']) }} as stage_history_id,
        versions.deal_id,
        deals.account_id,
        deals.contact_id,
        deals.deal_owner,
        versions.stage,
        versions.previous_stage,
        case
            when versions.stage in ('closed_won', 'closed_lost') then 'Closed'
            when versions.previous_stage is null then 'Initial'
            when versions.stage_order > versions.previous_stage_order then 'Forward'
            else 'Backward'
        end as stage_movement,
        versions.changed_by,
        deals.amount,
        versions.stage_order,
        versions.previous_stage_order,
        date_diff(
            'day',
            cast(versions.valid_from as date),
            coalesce(cast(versions.valid_to as date), {{ as_of_date() }})
        ) as days_in_stage,
        versions.valid_to is null as is_current,
        versions.valid_from,
        versions.valid_to,
        versions.recorded_at

    from versions
    inner join deals on versions.deal_id = deals.deal_id

)

select * from final
