-- Nothing of the organisation in which new colleagues practise is left after staging: all rows are of one organisation.
{%- set staged = ['stg_crm_accounts', 'stg_crm_contacts', 'stg_crm_products', 'stg_crm_deals', 'stg_crm_activities', 'stg_crm_tickets', 'stg_crm_orders'] %}
{%- for name in staged %}
select
    '{{ name }}' as model_name,
    count(distinct organization_id) as organisations

from {{ ref(name) }}
having count(distinct organization_id) > 1
{{ 'union all' if not loop.last }}
{%- endfor %}
