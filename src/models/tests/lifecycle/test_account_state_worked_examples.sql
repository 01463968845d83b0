-- calculate_account_state at its boundaries: a case that is not given is a paying customer of
-- long standing, with the revenue of 30 days before, half of its seats in use and in good health.
{%- set examples = [
    ['an ended contract', 'churned', {'is_ended': 'true'}],
    ['an ended contract that was frozen', 'churned', {'is_ended': 'true', 'is_frozen': 'true'}],
    ['a trial that came to nothing', 'churned', {'has_contract': 'false', 'is_trial_lost': 'true'}],
    ['a freeze', 'frozen', {'is_frozen': 'true', 'mrr': '0'}],
    ['a trial', 'trial', {'has_contract': 'false', 'is_in_trial': 'true', 'mrr': '0'}],
    ['neither contract nor trial', 'unknown', {'has_contract': 'false'}],
    ['back for 30 days after 31 without revenue', 'reactivated', {'resumed': '30', 'away': '31', 'mrr_before': '0'}],
    ['back for 31 days', 'active', {'resumed': '31', 'away': '31'}],
    ['back after 30 days without revenue', 'expanding', {'resumed': '30', 'away': '30', 'mrr_before': '0'}],
    ['first payment 30 days ago', 'new_paid', {'first_paid': '30', 'mrr_before': '0'}],
    ['first payment 31 days ago', 'active', {'first_paid': '31'}],
    ['less revenue, and at risk', 'contracting', {'mrr': '90', 'seats_pct': '10'}],
    ['health just below the limit', 'at_risk', {'health': '39.99'}],
    ['health at the limit', 'active', {'health': '40'}],
    ['seats just below the limit', 'at_risk', {'seats_pct': '29.99'}],
    ['seats at the limit', 'active', {'seats_pct': '30'}],
    ['renewal in 30 days, seats below half', 'at_risk', {'renewal': '30', 'seats_pct': '49.99'}],
    ['renewal in 30 days, half of the seats', 'active', {'renewal': '30'}],
    ['renewal in 31 days, seats below half', 'active', {'renewal': '31', 'seats_pct': '49.99'}],
    ['more revenue, but at risk', 'at_risk', {'mrr': '110', 'seats_pct': '10'}],
    ['more revenue', 'expanding', {'mrr': '110'}],
    ['nothing special', 'active', {}],
] %}
with

examples as (
{% for example, expected, given in examples %}
    select
        '{{ example }}' as example,
        '{{ expected }}' as expected_state,
        {{ calculate_account_state(
            has_contract=given.get('has_contract', 'true'),
            is_ended=given.get('is_ended', 'false'),
            is_frozen=given.get('is_frozen', 'false'),
            is_in_trial=given.get('is_in_trial', 'false'),
            is_trial_lost=given.get('is_trial_lost', 'false'),
            days_since_resumed=given.get('resumed', 'null'),
            days_at_zero=given.get('away', 'null'),
            days_since_first_paid=given.get('first_paid', '400'),
            mrr=given.get('mrr', '100'),
            mrr_before=given.get('mrr_before', '100'),
            health_score=given.get('health', '70'),
            seat_utilization_pct=given.get('seats_pct', '50'),
            days_to_renewal=given.get('renewal', '200'),
            new_days='30'
        ) }} as state
    {{ 'union all' if not loop.last }}
{%- endfor %}
)

select * from examples
where state <> expected_state
