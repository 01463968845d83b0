{% snapshot by_check %}
{{ config(unique_key='id', strategy='check', check_cols=['name', 'city']) }}
select id, name, city, updated_at from main.live_customers
{% endsnapshot %}

{% snapshot by_check_all %}
{{ config(unique_key='id', strategy='check', check_cols='all', schema='history') }}
select id, name, city from main.live_customers
{% endsnapshot %}

{% snapshot by_time %}
{{ config(unique_key='id', strategy='timestamp', updated_at='updated_at') }}
select id, name, city, updated_at from main.live_customers
{% endsnapshot %}

{% snapshot by_time_invalidating %}
{{ config(unique_key='id', strategy='timestamp', updated_at='updated_at', hard_deletes='invalidate') }}
select id, name, city, updated_at from main.live_customers
{% endsnapshot %}

{% snapshot by_time_new_record %}
{{ config(unique_key='id', strategy='timestamp', updated_at='updated_at', hard_deletes='new_record') }}
select id, name, city, updated_at from main.live_customers
{% endsnapshot %}

{% snapshot old_flag %}
{{ config(unique_key='id', strategy='timestamp', updated_at='updated_at', invalidate_hard_deletes=true) }}
select id, name, city, updated_at from main.live_customers
{% endsnapshot %}

{% snapshot two_keys %}
{{ config(unique_key=['id', 'city'], strategy='timestamp', updated_at='updated_at') }}
select id, name, city, updated_at from main.live_customers
{% endsnapshot %}

{% snapshot expression_key %}
{{ config(unique_key="id || '-' || city", strategy='timestamp', updated_at='updated_at') }}
select id, name, city, updated_at from main.live_customers
{% endsnapshot %}
