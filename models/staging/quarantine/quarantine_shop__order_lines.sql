-- Grain: one row per rejected row of the feed order_lines, with the reason.
{{ quarantine('order_lines') }}
