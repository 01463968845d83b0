-- Two records with the same address are one person: they share the record that stands for them, and that one stands for itself.
select
    email_normalised,
    count(distinct canonical_contact_id) as people

from {{ ref('int_identity__contact_map') }}
where email_normalised is not null
group by email_normalised
having count(distinct canonical_contact_id) > 1

union all

select
    cast(others.contact_id as varchar) as email_normalised,
    2 as people

from {{ ref('int_identity__contact_map') }} as others
inner join {{ ref('int_identity__contact_map') }} as canonical
    on others.canonical_contact_id = canonical.contact_id
where canonical.canonical_contact_id <> canonical.contact_id
