{#- Names of classes in the hardware shop's warehouse, so that every table uses the same words at the same boundaries. -#}

{%- macro account_category(account_status) -%}
    case
        when {{ account_status }} in ('customer', 'active') then 'Customer'
        when {{ account_status }} = 'prospect' then 'Prospect'
        when {{ account_status }} = 'churned' then 'Churned'
        else 'Inactive'
    end
{%- endmacro -%}

{%- macro revenue_segment(annual_revenue) -%}
    coalesce({{ band(annual_revenue, var('crm_revenue_segments'), 'Small') }}, 'Unknown')
{%- endmacro -%}

{#-
    Seniority from the words of a job title. Whole words only: "Director" and "Contractor" contain "cto", "Cool Room" contains
    "coo", and a vice president is no president. The first class whose words occur wins.
-#}
{%- macro seniority_level(job_title) -%}
    case
        when {{ job_title }} is null then 'Unknown'
        when regexp_matches(lower({{ job_title }}), '\b(vp|svp|evp|vice president)\b') then 'VP'
        when regexp_matches(lower({{ job_title }}), '\b(director|head of)\b') then 'Director'
        when regexp_matches(lower({{ job_title }}), '\b(ceo|cfo|coo|cto|cio|cmo|chief|president|owner|founder)\b') then 'C-Level'
        when regexp_matches(lower({{ job_title }}), '\b(manager|supervisor|team lead)\b') then 'Manager'
        else 'Individual Contributor'
    end
{%- endmacro -%}

{#- Place of a stage on the way of a deal, from 1; NULL for a stage that is not known. -#}
{%- macro crm_stage_order(stage) -%}
    case {{ stage }}
        {%- for name in var('crm_stages') %}
        when '{{ name }}' then {{ loop.index }}
        {%- endfor %}
    end
{%- endmacro -%}
