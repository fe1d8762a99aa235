-- Grain: one row per delivered acceptance of a file with contradicting rows.
{{ landing(feed='accepted_files', checks=acceptance_checks()) }}
