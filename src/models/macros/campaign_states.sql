{#- Words for campaigns, so that every platform's states and budgets read alike. -#}

{#- What a platform's own word for the state of a campaign means. A word that is not known stays as it is, and a test finds it. -#}
{%- macro campaign_status(platform_status) -%}
    (case {{ platform_status }}
        when 'enabled' then 'active'
        when 'active' then 'active'
        when 'running' then 'active'
        when 'paused' then 'paused'
        when 'removed' then 'ended'
        when 'archived' then 'ended'
        when 'completed' then 'ended'
        when 'finished' then 'ended'
        when 'sent' then 'ended'
        else {{ platform_status }}
    end)
{%- endmacro -%}

{#- Size of a campaign by its budget of a day, in USD; NULL for campaigns without a budget of their own. -#}
{%- macro campaign_budget_tier(budget_usd) -%}
    {{ band(budget_usd, [
        ['large', var('campaign_budget_tiers').large],
        ['medium', var('campaign_budget_tiers').medium],
    ], 'small') }}
{%- endmacro -%}

{#- The key of a campaign across platforms. -#}
{%- macro campaign_key(platform, campaign_id) -%}
    '{{ platform }}-' || cast({{ campaign_id }} as varchar)
{%- endmacro -%}

{#-
    Days of a version of a campaign on which it could run, counted whole: from valid_from or the first planned day, whichever is
    later, to the day before valid_to, the last planned day or as_of_date, whichever is earlier. Never below 0.
-#}
{%- macro campaign_version_days(valid_from, valid_to, start_date, end_date) -%}
    greatest(0, 1 + least(
        coalesce(cast({{ valid_to }} as date) - 1, {{ as_of_date() }}),
        coalesce({{ end_date }}, {{ as_of_date() }}),
        {{ as_of_date() }}
    ) - greatest(cast({{ valid_from }} as date), coalesce({{ start_date }}, cast({{ valid_from }} as date))))
{%- endmacro -%}
