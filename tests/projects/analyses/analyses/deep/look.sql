-- {{ this.name if this else 'none' }}
select count(*) as n from {{ ref('a') }} where id < {{ var('n') }}
