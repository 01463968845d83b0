-- Seat utilisation is active seats of all seats, and nobody is active at an account without
-- users.
select account_id, date_day, active_seats, total_seats, seat_utilization_pct
from {{ ref('silver_account_state_history') }}
where abs(seat_utilization_pct - 100.0 * active_seats / nullif(total_seats, 0)) > 0.006
    or (seat_utilization_pct is null) <> (total_seats = 0)
