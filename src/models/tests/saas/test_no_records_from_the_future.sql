-- Nothing has happened after as_of_date.
{%- set moments = [
    ['stg_app_database__accounts', 'created_at'],
    ['stg_app_database__account_changes', 'changed_at'],
    ['stg_app_database__subscription_changes', 'changed_at'],
    ['stg_app_database__users', 'last_login_at'],
    ['stg_app_database__device_telemetry_daily', 'date_day'],
    ['stg_stripe__invoices', 'created_at'],
] %}
{%- for model, column in moments %}
{{ 'union all' if not loop.first }}
select '{{ model }}' as model, max({{ column }}) as latest
from {{ ref(model) }}
having max({{ column }}) >= {{ as_of_date() }} + 1
{%- endfor %}
