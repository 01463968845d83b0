-- A user of an account that does not exist is kept, flagged, and belongs to nobody further up.
select
    users.user_id,
    users.customer_id,
    users.dq_flags,
    core.customer_id as customer_id_in_core

from {{ ref('stg_app_database__users') }} as users
left join {{ ref('stg_app_database__accounts') }} as accounts on users.customer_id = accounts.customer_id
left join {{ ref('int_users__core') }} as core on users.user_id = core.user_id
where (users.dq_flags & 8 > 0) <> (accounts.customer_id is null)
    or core.user_id is null
    or core.customer_id is distinct from accounts.customer_id
