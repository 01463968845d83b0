{% snapshot customers_history %}
{{ config(unique_key='id', strategy='check', check_cols='all', tags=['history']) }}
select * from {{ ref('raw_customers') }}
{% endsnapshot %}
