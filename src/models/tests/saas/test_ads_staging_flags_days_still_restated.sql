-- Conversions of the last days are told in part. No such day goes unflagged, and no other is
-- flagged for it.
{%- set still_restated %}date_day > {{ as_of_date() }} - {{ var('ads_restated_days') }}{% endset %}

{%- for relation in [
    'stg_google_ads__campaign_stats', 'stg_google_ads__keyword_stats',
    'stg_facebook_ads__ad_actions', 'stg_linkedin_ads__campaign_daily',
] %}
{{ 'union all' if not loop.first }}
select
    '{{ relation }}' as relation,
    date_day,
    dq_flags

from {{ ref(relation) }}
where (dq_flags & 1 > 0) <> ({{ still_restated }})
{%- endfor %}
