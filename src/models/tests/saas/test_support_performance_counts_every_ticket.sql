-- The weeks add up to the tickets: none is lost or counted twice between the ticket and the mart.
with

weeks as (

    select priority, sum(tickets) as tickets, sum(resolved) as resolved
    from {{ ref('customer_success_support_performance') }}
    group by priority

),

tickets as (

    select priority, count(*) as tickets, count(*) filter (where not is_open) as resolved
    from {{ ref('int_support__ticket_sla') }}
    group by priority

)

select *
from tickets
full join weeks using (priority)
where tickets.tickets is distinct from weeks.tickets
    or tickets.resolved is distinct from weeks.resolved
