-- No address keeps a space at its ends or a capital letter, and what is no address is marked as such.
select
    contact_id,
    email

from {{ ref('stg_hubspot__contacts') }}
where email <> lower(trim(email))
    or (email is null) <> is_missing_email
    or (not is_invalid_email and email not like '%_@_%._%')
