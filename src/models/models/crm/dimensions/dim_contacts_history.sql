-- One row per person at an account of the shop and version (Type 2): what was true from
-- valid_from until the day before valid_to, which is NULL for the version in force.
{{ config(
    tags=['pattern:scd2', 'pattern:pivot'],
    indexes=[{'columns': ['contact_id', 'valid_from']}, {'columns': ['account_id']}],
) }}

with

contacts as (

    select * from {{ ref('stg_crm_contacts') }}
    where cast(created_at as date) <= {{ as_of_date() }}

),

-- The same person in marketing: of several records with one address, the oldest that was kept.
marketing_contacts as (

    select
        contact_id as marketing_contact_id,
        email

    from {{ ref('stg_hubspot__contacts') }}
    where email is not null
    qualify row_number() over (partition by email order by is_deleted, created_at, contact_id) = 1

),

-- Rows into columns: one row per moment, one column per property. What did not change at the moment stays as it was.
marketing_moments as (

    select
        contacts.contact_id,
        history.changed_at as happened_at,
        max(history.property_value) filter (where history.property_name = 'lifecyclestage') as lifecycle_stage,
        max(history.property_value) filter (where history.property_name = 'hs_email_optout') as email_opt_out

    from {{ ref('stg_hubspot__contact_property_history') }} as history
    inner join marketing_contacts on history.contact_id = marketing_contacts.marketing_contact_id
    inner join contacts on marketing_contacts.email = contacts.email
    where history.property_name in ('lifecyclestage', 'hs_email_optout')
        and cast(history.changed_at as date) <= {{ as_of_date() }}
    group by contacts.contact_id, history.changed_at

),

shop_moments as (

    -- Whoever is entered may be written to.
    select
        contact_id,
        created_at as happened_at,
        'active' as contact_status,
        0 as step

    from contacts

    union all

    -- The record has the last word, from its last change on.
    select
        contact_id,
        greatest(updated_at, created_at) as happened_at,
        contact_status,
        1 as step

    from contacts

),

moments as (

    select
        contact_id,
        happened_at,
        step,
        contact_status,
        null as lifecycle_stage,
        null as email_opt_out

    from shop_moments

    union all

    select
        contact_id,
        happened_at,
        2 as step,
        null as contact_status,
        lifecycle_stage,
        email_opt_out

    from marketing_moments

),

filled as (

    select
        contact_id,
        happened_at,
        step,
        last_value(contact_status ignore nulls) over so_far as contact_status,
        last_value(lifecycle_stage ignore nulls) over so_far as lifecycle_stage,
        coalesce(last_value(email_opt_out ignore nulls) over so_far = 'true', false) as is_email_opted_out

    from moments
    window so_far as (
        partition by contact_id order by happened_at, step
        rows between unbounded preceding and current row
    )

),

-- What marketing knew before the shop entered the person is how the shop found it: there is no version before.
known_states as (

    select
        filled.*,
        contacts.account_id,
        contacts.job_title,
        {{ seniority_level('contacts.job_title') }} as seniority_level

    from filled
    inner join contacts on filled.contact_id = contacts.contact_id
    where filled.happened_at >= contacts.created_at

),

versions as (

    {{ scd2_from_changes(
        'known_states',
        key='contact_id',
        changed_at='happened_at',
        columns=['contact_status', 'lifecycle_stage', 'is_email_opted_out'],
        order_by='step',
        keep=['account_id', 'job_title', 'seniority_level']
    ) }}

),

final as (

    select
        {{ surrogate_key(['contact_id', 'valid_from']) }} as contact_history_id,
        contact_id,
        account_id,
        job_title,
        seniority_level,
        contact_status,
        lifecycle_stage,
        case
            when is_first_version then 'created'
            when contact_status is distinct from previous_contact_status then 'status'
            when is_email_opted_out is distinct from previous_is_email_opted_out then 'opt-out'
            else 'lifecycle'
        end as change_type,
        changed_columns,
        previous_contact_status,
        previous_lifecycle_stage,
        is_email_opted_out,
        is_current,
        valid_from,
        valid_to

    from versions

)

select * from final
