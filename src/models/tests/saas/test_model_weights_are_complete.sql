-- Every weight of ml_churn_score belongs to a feature that the model knows, and each of its
-- features has one: an unknown name would be left out without a word.
with

weights as (

    select feature
    from {{ ref('seed_model_weights') }}
    where model = 'churn'

),

known (feature) as (

    values
        ('bias'),
        ('devices_offline'),
        ('weak_spell'),
        ('overdue_invoice'),
        ('past_due'),
        ('small_revenue')

)

select
    weights.feature as weight,
    known.feature as known_feature

from weights
full outer join known on weights.feature = known.feature
where weights.feature is null
    or known.feature is null
