with own as (select * from {{ ref('eph') }}), two as (select 1) select own.id from own, two
