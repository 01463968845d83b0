with

-- 1 what was known: rows that had arrived
known_changes as (

    select *
    from {{ ref('stg_crm_deal_stage_history') }}
    where recorded_at <= timestamp '$known_on 00:00:00'

),

-- 2 the versions that these rows make
versions as (

    select
        deal_id,
        stage,
        changed_at as valid_from,
        lead(changed_at) over (partition by deal_id order by changed_at, stage_event_id) as valid_to

    from known_changes

),

-- 3 the version that was true on the day
final as (

    select
        deal_id,
        stage

    from versions
    where valid_from <= timestamp '$day 00:00:00'
        and (timestamp '$day 00:00:00' < valid_to or valid_to is null)

)

select * from final
