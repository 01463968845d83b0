-- Every weight of gold_user_churn_score belongs to a feature that the model knows, and each of
-- its features has one: an unknown name would be left out without a word.
with

weights as (

    select feature
    from {{ ref('seed_model_weights') }}
    where model = 'user_churn'

),

known (feature) as (

    values ('bias'), ('silence'), ('never_active'), ('narrow_use'), ('in_dunning')

)

select weights.feature as weight, known.feature as known_feature
from weights
full outer join known on weights.feature = known.feature
where weights.feature is null
    or known.feature is null
