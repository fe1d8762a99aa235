-- Which messages of customers answer a question?
-- By meaning, in any language, if the model for search is
-- installed. `dbt show --select messages_about --vars '{question: "wants to cancel"}'`
{{ messages_about(var('question', 'complained about late delivery and wants a refund')) }}
