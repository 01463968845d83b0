-- One row per user: visits in windows that end with as_of_date, inclusive.
with

users as (

    select * from {{ ref('int_users__core') }}

)

select user_id
from users
