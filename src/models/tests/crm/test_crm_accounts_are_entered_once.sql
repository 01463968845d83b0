-- No company of the shop is left twice under two spellings of its name: after staging the name without its legal form, with
-- the web site and the address of invoices, is one row.
select
    regexp_replace(lower(account_name), '( (llc|inc|ltd|& co)\.?)+$', '') as plain_name,
    website,
    billing_address,
    count(*) as records

from {{ ref('stg_crm_accounts') }}
group by plain_name, website, billing_address
having count(*) > 1
