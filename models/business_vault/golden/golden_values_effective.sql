-- Grain: one row per golden customer of today, attribute and moment at which something changed.
{{ golden_values(
    attribute_values=ref('customer_attributes_effective'),
    span_from='valid_from',
    span_to='valid_to',
    members=ref('customer_members_today'),
) }}
