-- Grain: one row per delivered interaction.
{{ landing('interactions') }}
