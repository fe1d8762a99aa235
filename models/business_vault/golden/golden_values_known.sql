-- Grain: one row per golden customer, attribute and moment at which we learnt something of it.
{{ golden_values(
    attribute_values=ref('customer_attributes_known'),
    span_from='known_from',
    span_to='known_to',
    members=ref('customer_memberships'),
) }}
