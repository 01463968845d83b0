-- Events have what they need, plausible times, and names in the agreed form.
{{ validate_event_schema(ref('bronze_events')) }}
