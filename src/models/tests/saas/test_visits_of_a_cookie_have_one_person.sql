-- All visits of a cookie belong to one contact and one customer, so that a journey is not torn
-- where the person gave its name.
select
    anonymous_id,
    count(distinct coalesce(contact_id, 0)) as contacts,
    count(distinct coalesce(customer_id, 0)) as customers

from {{ ref('int_sessions__web_stitched') }}
group by anonymous_id
having contacts > 1
    or customers > 1
