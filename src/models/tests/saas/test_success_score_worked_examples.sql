-- Engagement, adoption, support, velocity and the composite score, worked out by hand: the
-- full score, the empty one, missing inputs, and inputs beyond their target.
{{ config(enabled=(var('score_variant') == 'smooth')) }}

with

engagement (active_days_30d, session_minutes_30d, features_used_30d, expected) as (

    values
        (12, 240, 6, 1.0000),
        (6, 60, 3, 0.4500),
        (30, 1000, 20, 1.0000),
        (1, 12, 1, 0.1017),
        (0, 0, 0, 0.0000),
        (null, null, null, 0.0000)

),

adoption (features_adopted, features_available, user_activation_rate, expected) as (

    values
        (5, 10, 0.5, 0.5000),
        (10, 10, 1.0, 1.0000),
        (12, 10, 1.0, 1.0000),
        (0, 10, 0.25, 0.1000),
        (3, 0, 0.5, 0.2000),
        (null, null, null, 0.0000)

),

support (sla_met_share, open_tickets, csat, expected) as (

    values
        (1.0, 0, 5, 1.0000),
        (0.5, 2, 3, 0.5300),
        (0.0, 9, 1, 0.0000),
        (null, null, null, 0.9250)

),

velocity (tickets_30d, tickets_prior_90d, expected) as (

    values
        (2, 3, 2.0000),
        (1, 3, 1.0000),
        (0, 6, 0.0000),
        (2, 0, null),
        (null, 3, 0.0000)

),

composite (health, engagement, adoption, support, payment, expected) as (

    values
        (0.8050, 0.4500, 0.5000, 0.5300, 1.0000, 0.6650),
        (1.0000, 1.0000, 1.0000, 1.0000, 1.0000, 1.0000),
        (0.5000, null, null, null, 0.0000, 0.2000)

),

scored as (

    select
        'engagement' as score,
        {{ calculate_engagement_score('active_days_30d', 'session_minutes_30d', 'features_used_30d') }} as actual,
        expected
    from engagement

    union all

    select
        'adoption' as score,
        {{ calculate_product_adoption_score(
            'features_adopted', 'features_available', 'user_activation_rate'
        ) }} as actual,
        expected
    from adoption

    union all

    select
        'support' as score,
        {{ calculate_support_score('sla_met_share', 'open_tickets', 'csat') }} as actual,
        expected
    from support

    union all

    select
        'velocity' as score,
        {{ calculate_support_ticket_velocity('tickets_30d', 'tickets_prior_90d') }} as actual,
        expected
    from velocity

    union all

    select
        'composite' as score,
        {{ calculate_composite_health_score('health', 'engagement', 'adoption', 'support', 'payment') }} as actual,
        expected
    from composite

)

select * from scored
where actual is distinct from expected
