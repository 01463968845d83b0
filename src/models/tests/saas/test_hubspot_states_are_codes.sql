-- After staging every company's state is one that the table of states knows, however HubSpot spelled it.
select
    companies.company_id,
    companies.state

from {{ ref('stg_hubspot__companies') }} as companies
left join {{ ref('stg_reference__state_timezones') }} as states on companies.state = states.state
where states.state is null
