{#- Sales region of a place: the four census regions of the United States, elsewhere the country. -#}
{%- macro region_of(country, state) -%}
    case
        when {{ country }} <> 'US' then {{ country }}
        when {{ state }} in ('CT', 'ME', 'MA', 'NH', 'RI', 'VT', 'NJ', 'NY', 'PA') then 'Northeast'
        when {{ state }} in ('IL', 'IN', 'MI', 'OH', 'WI', 'IA', 'KS', 'MN', 'MO', 'NE', 'ND', 'SD') then 'Midwest'
        when {{ state }} in (
            'DE', 'FL', 'GA', 'MD', 'NC', 'SC', 'VA', 'DC', 'WV', 'AL', 'KY', 'MS', 'TN', 'AR', 'LA', 'OK', 'TX'
        ) then 'South'
        when {{ state }} in ('AZ', 'CO', 'ID', 'MT', 'NV', 'NM', 'UT', 'WY', 'AK', 'CA', 'HI', 'OR', 'WA') then 'West'
    end
{%- endmacro -%}
