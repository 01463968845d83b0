-- One row per release of the devices' firmware (firmware_version).
with

firmware_releases as (

    select * from {{ source('app_database', 'firmware_releases') }}
    {{ dedupe('version') }}

),

final as (

    select
        trim(version) as firmware_version,
        trim(supersedes) as supersedes_version,
        defect_rate,
        {{ dq_flags([
            "released_on > " ~ as_of_date(),
            "defect_rate not between 0 and 1",
        ]) }} as dq_flags,
        released_on,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from firmware_releases

)

select * from final
