-- One row per contact record of HubSpot, merged ones included: which record stands for the
-- person, and which user and customer the person is.
{{ config(tags=['pattern:recursive', 'pattern:dedup']) }}

with recursive

contacts as (

    select
        *,
        {{ mended_email('email') }} as email_normalised

    from {{ ref('stg_hubspot__contacts') }}

),

users as (

    select
        *,
        {{ mended_email('email') }} as email_normalised

    from {{ ref('stg_app_database__users') }}

),

customer_map as (

    select * from {{ ref('int_identity__customer_map') }}

),

-- A record is merged once; should the log say otherwise, the last merge counts.
merges as (

    select
        merged_contact_id,
        contact_id as kept_contact_id

    from {{ ref('stg_hubspot__contact_merge_audit') }}
    where contact_id <> merged_contact_id
    qualify row_number() over (partition by merged_contact_id order by merged_at desc, contact_id) = 1

),

-- From each merged record step by step to the one that was kept in the end. The path stops a circle.
merge_chain as (

    select
        merged_contact_id,
        kept_contact_id,
        [merged_contact_id, kept_contact_id] as path

    from merges

    union all

    select
        merge_chain.merged_contact_id,
        merges.kept_contact_id,
        list_append(merge_chain.path, merges.kept_contact_id) as path

    from merge_chain
    inner join merges on merge_chain.kept_contact_id = merges.merged_contact_id
    where not list_contains(merge_chain.path, merges.kept_contact_id)

),

kept_records as (

    select
        merged_contact_id as contact_id,
        kept_contact_id

    from merge_chain
    qualify row_number() over (partition by merged_contact_id order by len(path) desc) = 1

),

-- Records with the same address are one person: the oldest stands for it, a living one before a deleted one.
first_records as (

    select
        contact_id,
        first_value(contact_id) over (
            partition by coalesce(email_normalised, cast(contact_id as varchar))
            order by is_deleted, created_at, contact_id
        ) as canonical_contact_id

    from contacts

),

-- A merged record may lead to one that is itself the second of its address. Where the record that was
-- kept is gone as well, nobody is left to stand for the person.
records as (

    select
        contact_id,
        canonical_contact_id

    from first_records

    union all

    select
        kept_records.contact_id,
        first_records.canonical_contact_id

    from kept_records
    inner join first_records on kept_records.kept_contact_id = first_records.contact_id
    where kept_records.contact_id not in (select contact_id from contacts)

),

contact_customers as (

    select
        contacts.contact_id,
        contacts.email_normalised,
        lower(contacts.full_name) as plain_name,
        customer_map.customer_id

    from contacts
    left join customer_map on contacts.company_id = customer_map.company_id

),

user_candidates as (

    select
        contact_customers.contact_id,
        users.user_id,
        coalesce(customer_map.customer_id, contact_customers.customer_id) as customer_id,
        'email' as match_method,
        1 as method_rank,
        coalesce(users.customer_id = contact_customers.customer_id, false) as is_of_company

    from contact_customers
    inner join users on contact_customers.email_normalised = users.email_normalised
    left join customer_map on users.customer_id = customer_map.customer_id

    union all

    -- The same name at the same customer, where nobody else has it.
    select
        contact_customers.contact_id,
        users.user_id,
        contact_customers.customer_id,
        'name' as match_method,
        2 as method_rank,
        true as is_of_company

    from contact_customers
    inner join users
        on contact_customers.customer_id = users.customer_id
        and contact_customers.plain_name = lower(users.full_name)
    qualify count(*) over (partition by contact_customers.contact_id) = 1
        and count(*) over (partition by users.user_id) = 1

    union all

    select
        contact_id,
        null as user_id,
        customer_id,
        'company' as match_method,
        3 as method_rank,
        true as is_of_company

    from contact_customers
    where customer_id is not null

),

-- The records of a person share what is known of one of them.
person_matches as (

    select
        records.canonical_contact_id,
        user_candidates.user_id,
        user_candidates.customer_id,
        user_candidates.match_method

    from records
    inner join user_candidates on records.contact_id = user_candidates.contact_id
    qualify row_number() over (
        partition by records.canonical_contact_id
        order by
            user_candidates.method_rank,
            user_candidates.is_of_company desc,
            records.contact_id,
            user_candidates.user_id
    ) = 1

),

final as (

    select
        records.contact_id,
        records.canonical_contact_id,
        person_matches.user_id,
        person_matches.customer_id,
        coalesce(contacts.email_normalised, canonical_contacts.email_normalised) as email_normalised,
        coalesce(person_matches.match_method, 'none') as match_method

    from records
    left join contacts on records.contact_id = contacts.contact_id
    left join contacts as canonical_contacts
        on records.canonical_contact_id = canonical_contacts.contact_id
    left join person_matches on records.canonical_contact_id = person_matches.canonical_contact_id

)

select * from final
