-- Grain: one row per rejected row of the feed order_lines, as delivered, with the reason.
{{ quarantine('order_lines') }}
