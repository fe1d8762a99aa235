-- Which messages of customers answer a question?
-- Search is by meaning, in any language, if the embedding model is installed:
-- `dbt show --select messages_about --vars '{question: "wants to cancel"}'`
{{ messages_about(var('question', 'complained about late delivery and wants a refund')) }}
