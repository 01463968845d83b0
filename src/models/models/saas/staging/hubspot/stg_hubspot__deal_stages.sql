-- One row per stage that a deal has entered: it stood there from valid_from until valid_to.
with

deal_stages as (

    select * from {{ source('hubspot', 'deal_stage') }}
    {{ dedupe('deal_id, date_entered') }}

),

final as (

    select
        deal_id,
        try_cast(value as bigint) as stage_id,
        lower(trim(source)) as change_source,
        {{ dq_flags([
            "try_cast(value as bigint) is null",
            "_end < date_entered",
            "_active <> (_end is null)",
        ]) }} as dq_flags,
        coalesce(_active, false) as is_current,
        date_entered as valid_from,
        _end as valid_to,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from deal_stages

)

select * from final
