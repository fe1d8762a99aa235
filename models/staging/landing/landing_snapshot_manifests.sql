-- Grain: one row per delivered row of a manifest: a file of a full snapshot.
{{ landing(
    feed='snapshot_manifests',
    checks=[known_code('feed', snapshot_feeds())],
) }}
