-- Records of Stripe's test mode carry the word in their ids. None of them, and nothing that
-- points at one, is left after staging.
{%- set ids = {
    'stg_stripe__customers': ['stripe_customer_id'],
    'stg_stripe__subscriptions': ['stripe_subscription_id', 'stripe_customer_id'],
    'stg_stripe__invoices': ['invoice_id', 'stripe_customer_id', 'stripe_subscription_id', 'charge_id'],
    'stg_stripe__payment_intents': ['payment_intent_id', 'stripe_customer_id'],
    'stg_stripe__charges': ['charge_id', 'stripe_customer_id', 'invoice_id', 'payment_intent_id'],
    'stg_stripe__events': ['stripe_event_id', 'object_id'],
} %}
{%- for model, columns in ids.items() %}
{{ 'union all' if not loop.first }}
select '{{ model }}' as model, count(*) as test_records
from {{ ref(model) }}
where {% for column in columns %}{{ 'or ' if not loop.first }}contains({{ column }}, '_test_') {% endfor %}
having count(*) > 0
{%- endfor %}
