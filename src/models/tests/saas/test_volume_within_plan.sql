-- There are customers and locations, and not many more than planned: a source that was
-- loaded twice would show here.
with

volumes as (

    select 'customers' as what, count(*) as rows_found, {{ var('customer_count') }} as rows_planned
    from {{ ref('stg_app_database__accounts') }}

    union all

    select 'locations' as what, count(*) as rows_found, {{ var('location_count') }} as rows_planned
    from {{ ref('stg_app_database__locations') }}

)

select * from volumes
where rows_found not between 1 and rows_planned * 1.25
