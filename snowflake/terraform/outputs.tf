output "deliveries_url" {
  description = "C360_DELIVERIES_URL of `make snowflake-setup`."
  value       = "s3://${aws_s3_bucket.deliveries.id}/${var.prefix}"
}

output "role_arn" {
  description = "C360_AWS_ROLE_ARN of `make snowflake-setup`."
  value       = aws_iam_role.snowflake.arn
}

output "key_arn" {
  description = "Key that sources need to write deliveries."
  value       = aws_kms_key.deliveries.arn
}

output "new_files_topic_arn" {
  description = "Topic that announces each new file."
  value       = aws_sns_topic.new_files.arn
}
