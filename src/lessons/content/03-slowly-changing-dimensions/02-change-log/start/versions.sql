-- Stages of each deal as versions. So far: every row of the log, and no end.
with

-- 1 one row for each moment: the last one says how things were after it

-- 2 only what changes something

-- 3 the start of the next version is the end of this one

-- 4 what follows from it: the direction, and the days
final as (

    select
        deal_id,
        stage,
        changed_at as valid_from

    from {{ ref('stg_crm_deal_stage_history') }}

)

select * from final
