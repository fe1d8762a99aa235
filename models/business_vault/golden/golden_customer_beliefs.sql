-- Grain: one row per golden customer and moment at which what we believe of it changed.
{{ golden_changes(ref('golden_values_known')) }}
