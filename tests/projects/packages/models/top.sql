select * from {{ ref('north', 'things') }}
union all
select * from {{ ref('south', 'things') }}
union all
select * from {{ ref('stg_north') }}
union all
select '{{ var("colour") }}', '{{ north.paint() }}', '{{ south.only_south() }}'
