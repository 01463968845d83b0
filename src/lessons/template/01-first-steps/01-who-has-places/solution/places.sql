-- 1 from the customers, so that none is lost
select
    accounts.customer_id,
    accounts.account_name,
    -- 2 only a place has a location_id
    count(locations.location_id) as places
from {{ ref('stg_app_database__accounts') }} as accounts
left join {{ ref('stg_app_database__locations') }} as locations using (customer_id)
group by all
