-- Grain: one row per delivered acceptance of a file.
{{ landing(feed='accepted_files', checks=acceptance_checks()) }}
