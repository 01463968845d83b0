-- One row per experiment and customer in it.
{{ config(tags=['pattern:dedup']) }}

with

experiment_assignments as (

    select * from {{ source('app_database', 'experiment_assignments') }}
    {{ dedupe('exp_id, customer_id') }}

),

experiments as (

    select
        exp_id,
        start_date,
        end_date

    from {{ source('app_database', 'experiments') }}
    {{ dedupe('exp_id', '_synced_at desc') }}

),

final as (

    select
        experiment_assignments.exp_id as experiment_id,
        experiment_assignments.customer_id,
        -- The arms of a product test are letters, those of a holdout words.
        case
            when length(trim(experiment_assignments.arm)) = 1 then upper(trim(experiment_assignments.arm))
            else lower(trim(experiment_assignments.arm))
        end as arm,
        upper(trim(experiment_assignments.state)) as state,
        {{ dq_flags([
            "cast(experiment_assignments.assigned_at as date) not between experiments.start_date and experiments.end_date",
            is_orphan_of_account('experiment_assignments.customer_id'),
        ]) }} as dq_flags,
        experiment_assignments.assigned_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from experiment_assignments
    left join experiments on experiment_assignments.exp_id = experiments.exp_id
    where not {{ is_test_account('experiment_assignments.customer_id') }}

)

select * from final
