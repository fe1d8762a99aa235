-- Grain: one row per golden customer of today and moment at which a golden value changed.
{{ golden_changes(ref('golden_values_effective')) }}
