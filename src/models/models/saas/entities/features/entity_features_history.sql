-- One row per feature and version: how far it had spread, and what it was for, from valid_from
-- until the day before valid_to. The spread is judged at month ends, among the customers
-- whose plan included the feature then.
{{ config(tags=['pattern:scd2', 'pattern:window']) }}

with

features as (

    select * from {{ ref('stg_app_database__features') }}
    where released_on <= {{ as_of_date() }}

),

feature_usage as (

    select * from {{ ref('stg_app_database__feature_usage') }}

),

customers_history as (

    select * from {{ ref('entity_customers_history') }}

),

plans as (

    select distinct
        plan_name,
        plan_tier

    from {{ ref('stg_app_database__plans') }}

),

month_ends as (

    select date_day
    from {{ ref('int_calendar__date_spine') }}
    where is_last_day_of_month
        and date_day <= {{ as_of_date() }}

),

customers_at_month_end as (

    {{ customers_on_days('month_ends', 'customers_history', 'plans') }}

),

-- The first use is known however long ago it was.
first_uses as (

    select
        feature_id,
        customer_id,
        min(usage_date) as first_used_date

    from feature_usage
    group by feature_id, customer_id

),

eligible_per_tier as (

    select
        date_day,
        plan_tier,
        count(*) as customers

    from customers_at_month_end
    group by date_day, plan_tier

),

eligible as (

    select
        features.feature_id,
        eligible_per_tier.date_day,
        sum(eligible_per_tier.customers) as customers

    from features
    inner join eligible_per_tier
        on features.tier_required <= eligible_per_tier.plan_tier
        and features.released_on <= eligible_per_tier.date_day
        and coalesce(features.deprecated_on > eligible_per_tier.date_day, true)
    group by features.feature_id, eligible_per_tier.date_day

),

adopters as (

    select
        first_uses.feature_id,
        customers_at_month_end.date_day,
        count(*) as customers

    from customers_at_month_end
    inner join first_uses
        on customers_at_month_end.customer_id = first_uses.customer_id
        and customers_at_month_end.date_day >= first_uses.first_used_date
    inner join features
        on first_uses.feature_id = features.feature_id
        and customers_at_month_end.plan_tier >= features.tier_required
    group by first_uses.feature_id, customers_at_month_end.date_day

),

judgements as (

    select
        eligible.feature_id,
        eligible.date_day as judged_on,
        {{ feature_stage('adopters.customers / eligible.customers') }} as adoption_stage

    from eligible
    left join adopters
        on eligible.feature_id = adopters.feature_id
        and eligible.date_day = adopters.date_day

),

dependents as (

    select
        features.depends_on_feature_id as feature_id,
        min(features.released_on) as first_dependent_on

    from features
    where features.depends_on_feature_id is not null
    group by features.depends_on_feature_id

),

-- Every day on which something may have changed. What did not change makes no version.
candidate_days as (

    select feature_id, released_on as change_day from features
    union
    select feature_id, deprecated_on from features where deprecated_on is not null
    union
    select feature_id, first_dependent_on from dependents
    union
    select feature_id, judged_on from judgements

),

states as (

    select
        candidate_days.feature_id,
        case
            when candidate_days.change_day >= features.deprecated_on then 'withdrawn'
            else coalesce(judgements.adoption_stage, 'introduced')
        end as adoption_stage,
        {{ feature_class(
            'candidate_days.change_day >= features.deprecated_on',
            'candidate_days.change_day >= dependents.first_dependent_on',
            'features.tier_required'
        ) }} as strategic_class,
        features.tier_required,
        candidate_days.change_day

    from candidate_days
    inner join features on candidate_days.feature_id = features.feature_id
    left join dependents on candidate_days.feature_id = dependents.feature_id
    asof left join judgements
        on candidate_days.feature_id = judgements.feature_id
        and candidate_days.change_day >= judgements.judged_on
    where candidate_days.change_day >= features.released_on
        and candidate_days.change_day <= {{ as_of_date() }}

),

versions as (

    {{ scd2_from_changes(
        'states',
        key='feature_id',
        changed_at='change_day',
        columns=['adoption_stage', 'strategic_class', 'tier_required'],
    ) }}

),

final as (

    select
        {{ surrogate_key(['feature_id', 'valid_from']) }} as feature_history_id,
        feature_id,
        adoption_stage,
        strategic_class,
        case
            when is_first_version then 'released'
            when adoption_stage = 'withdrawn' then 'withdrawn'
            when adoption_stage is distinct from previous_adoption_stage then 'adoption'
            else 'class'
        end as change_type,
        changed_columns,
        previous_adoption_stage,
        previous_strategic_class,
        tier_required,
        is_current,
        valid_from,
        valid_to

    from versions

)

select * from final
order by feature_id, valid_from
