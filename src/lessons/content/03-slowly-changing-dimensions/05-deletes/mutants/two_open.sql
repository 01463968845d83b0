-- title: a version stays open although a later one has begun
-- hint: An open version has no end, and a comparison with NULL is never true.
-- relation: snap_crm_accounts
select snapshot.* replace (
    cast(given.account_id as integer) as account_id,
    md5(given.account_id || '|' || given.updated_at) as dbt_scd_id,
    cast(given.updated_at as timestamp) as dbt_updated_at,
    cast(given.dbt_valid_from as timestamp) as dbt_valid_from,
    cast(given.dbt_valid_to as timestamp) as dbt_valid_to
)
from (
    values
        (9001, '2025-01-01 09:00:00', '2025-01-01 09:00:00', '2025-01-02 15:00:00'),
        (9001, '2025-01-02 15:00:00', '2025-01-02 15:00:00', null),
        (9002, '2025-01-01 09:00:00', '2025-01-01 09:00:00', null),
        (9002, '2025-01-03 08:00:00', '2025-01-03 08:00:00', null)
) as given (account_id, updated_at, dbt_valid_from, dbt_valid_to)
cross join (select * from {{ ref('snap_crm_accounts') }} order by account_id, dbt_valid_from limit 1) as snapshot
