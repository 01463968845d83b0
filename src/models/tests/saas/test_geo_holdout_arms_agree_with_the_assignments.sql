-- The arms that the experiment's plan names are those in which its customers were put.
select
    geo_holdout.experiment_id,
    geo_holdout.state,
    geo_holdout.arm,
    assignments.arm as arm_assigned

from {{ ref('int_marketing__geo_holdout') }} as geo_holdout
inner join {{ ref('stg_app_database__experiment_assignments') }} as assignments
    on geo_holdout.experiment_id = assignments.experiment_id
    and geo_holdout.state = assignments.state
where geo_holdout.arm <> assignments.arm
