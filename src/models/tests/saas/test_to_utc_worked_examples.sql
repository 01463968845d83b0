-- Local clocks as UTC: in winter and in summer, in the hour that clocks show twice (the first
-- is meant), in the hour that they skip (as if not put forward), and where they never change.
with

transitions as (

    select * from (values
        ('America/Chicago', timestamp '2025-01-01 00:00', -360),
        ('America/Chicago', timestamp '2025-03-09 08:00', -300),
        ('America/Chicago', timestamp '2025-11-02 07:00', -360),
        ('America/Phoenix', timestamp '2025-01-01 00:00', -420)
    ) as transitions(timezone, utc_from, offset_minutes)

),

states as (

    select * from (values ('IL', 'America/Chicago'), ('AZ', 'America/Phoenix')) as states(state, timezone)

),

examples as (

    select * from (values
        ('IL', timestamp '2025-02-01 12:00', timestamp '2025-02-01 18:00'),
        ('IL', timestamp '2025-07-01 12:00', timestamp '2025-07-01 17:00'),
        ('IL', timestamp '2025-11-02 00:59', timestamp '2025-11-02 05:59'),
        ('IL', timestamp '2025-11-02 01:30', timestamp '2025-11-02 06:30'),
        ('IL', timestamp '2025-11-02 02:00', timestamp '2025-11-02 08:00'),
        ('IL', timestamp '2025-03-09 01:59', timestamp '2025-03-09 07:59'),
        ('IL', timestamp '2025-03-09 02:30', timestamp '2025-03-09 08:30'),
        ('IL', timestamp '2025-03-09 03:00', timestamp '2025-03-09 08:00'),
        ('AZ', timestamp '2025-07-01 12:00', timestamp '2025-07-01 19:00'),
        ('XX', timestamp '2025-07-01 12:00', null)
    ) as examples(state, local_time, expected)

),

computed as (

    select
        examples.*,
        {{ to_utc('examples.state', 'examples.local_time', 'states', 'transitions') }} as computed

    from examples

)

select * from computed
where computed is distinct from expected
