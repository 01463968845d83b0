-- code: M-NOOP
-- headline: {n} {are} no change at all.
-- feedback: In the log of {key} a row repeats the stage before. It ends a version and begins the same one again. Does it change
--   anything?
-- Stages of each deal as versions.
with

-- 1 one row for each moment: the last one says how things were after it
moments as (

    select *
    from {{ ref('stg_crm_deal_stage_history') }}
    qualify row_number() over (partition by deal_id, changed_at order by stage_event_id desc) = 1

),

-- 2 only what changes something
changes as (

    select
        deal_id,
        stage,
        lag(stage) over by_deal as stage_before,
        changed_at as valid_from

    from moments
    window by_deal as (partition by deal_id order by changed_at)

),

-- 3 the start of the next version is the end of this one
versions as (

    select
        *,
        lead(valid_from) over (partition by deal_id order by valid_from) as valid_to

    from changes

),

-- 4 what follows from it: the direction, and the days
final as (

    select
        deal_id,
        stage,
        case
            when stage in ('closed_won', 'closed_lost') then 'Closed'
            when stage_before is null then 'Initial'
            when {{ crm_stage_order('stage') }} > {{ crm_stage_order('stage_before') }} then 'Forward'
            else 'Backward'
        end as stage_movement,
        valid_from,
        valid_to,
        valid_to is null as is_current,
        date_diff(
            'day',
            cast(valid_from as date),
            coalesce(cast(valid_to as date), cast('{{ var("as_of_date") }}' as date))
        ) as days_in_stage

    from versions

)

select * from final
