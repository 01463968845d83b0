{% snapshot s %}{{ config(target_schema='hist', unique_key='id', strategy='check', check_cols=['id']) }} select * from {{ ref('a') }}{% endsnapshot %}
