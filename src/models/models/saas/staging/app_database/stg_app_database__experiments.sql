-- One row per experiment.
{{ config(tags=['pattern:dedup']) }}

with

experiments as (

    select * from {{ source('app_database', 'experiments') }}
    {{ dedupe('exp_id', '_synced_at desc') }}

),

final as (

    select
        exp_id as experiment_id,
        trim(name) as experiment_name,
        lower(trim(kind)) as kind,
        lower(trim(unit)) as unit,
        trim(arms) as arms,
        {{ dq_flags([
            "end_date < start_date",
        ]) }} as dq_flags,
        start_date,
        end_date,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from experiments

)

select * from final
