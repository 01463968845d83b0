-- Nobody is retained who did not sign up: every cohort is the month's sign-ups, and a cell is
-- never more than the cohort.
with

signups as (

    select cast(date_trunc('month', user_created_at) as date) as cohort_month, count(*) as users
    from {{ ref('bronze_users') }}
    group by cast(date_trunc('month', user_created_at) as date)

)

select cohorts.*
from {{ ref('gold_retention_cohorts') }} as cohorts
left join signups on cohorts.cohort_month = signups.cohort_month
where cohorts.cohort_size is distinct from signups.users
    or cohorts.active_users > cohorts.cohort_size
