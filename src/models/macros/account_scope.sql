{#- True for records of the company's own test accounts, which no staging model lets through. NULL counts as false. -#}
{%- macro is_test_account(customer_id) -%}
    coalesce({{ customer_id }} in (
        select accounts.id
        from {{ source('app_database', 'accounts') }} as accounts
        inner join {{ ref('seed_excluded_accounts') }} as excluded
            on '@' || split_part(lower(trim(accounts.email)), '@', 2) = excluded.external_id
        where excluded.system = 'app_database'
    ), false)
{%- endmacro -%}

{#-
    True where the application holds no account of that number (any more): an erased account leaves its children behind, and
    some records were never anybody's. Such records are kept and flagged. NULL counts as false.
-#}
{%- macro is_orphan_of_account(customer_id) -%}
    coalesce({{ customer_id }} not in (
        select accounts.id from {{ source('app_database', 'accounts') }} as accounts
    ), false)
{%- endmacro -%}
