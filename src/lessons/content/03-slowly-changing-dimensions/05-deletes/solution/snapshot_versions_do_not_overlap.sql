-- Two versions of an account at once, or one that ends before it begins.
with

-- 1 each version beside the next one of its account
neighbours as (

    select
        account_id,
        dbt_valid_from,
        dbt_valid_to,
        lead(dbt_valid_from) over (
            partition by account_id
            order by dbt_valid_from, dbt_valid_to nulls last
        ) as next_version_from

    from {{ ref('snap_crm_accounts') }}

)

-- 2 what must never be
select * from neighbours
where dbt_valid_to <= dbt_valid_from
    or next_version_from < dbt_valid_to
    or (dbt_valid_to is null and next_version_from is not null)
