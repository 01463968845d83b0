-- One row per feature that is offered on as_of_date: who could use it, and who did.
with

features as (

    select * from {{ ref('stg_app_database__features') }}

),

usage as (

    select * from {{ ref('stg_app_database__feature_usage') }}

),

customers as (

    select * from {{ ref('int_customers__core') }}

),

final as (

    select
        feature_id,
        feature_name,
        tier_required

    from features

)

select * from final
