variable "bucket_name" {
  description = "Name of the bucket, unique in AWS."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "A bucket name has 3 to 63 lower-case letters, digits, dots and hyphens."
  }
}

variable "prefix" {
  description = "Folder of the deliveries in the bucket, ending with a slash."
  type        = string
  default     = "deliveries/"

  validation {
    condition     = can(regex("^([A-Za-z0-9_.-]+/)+$", var.prefix))
    error_message = "The prefix must end with a slash."
  }
}

variable "role_name" {
  description = "Name of the IAM role that Snowflake assumes."
  type        = string
  default     = "customer-360-deliveries"
}

variable "snowflake_user_arn" {
  description = "STORAGE_AWS_IAM_USER_ARN of the storage integration; empty before it exists."
  type        = string
  default     = ""
}

variable "snowflake_external_id" {
  description = "STORAGE_AWS_EXTERNAL_ID of the storage integration; empty before it exists."
  type        = string
  default     = ""
}

variable "days_until_infrequent_access" {
  description = "Days after which a delivery, which has long been loaded, moves to cheaper storage."
  type        = number
  default     = 90
}

variable "retention_days" {
  description = "Days that deliveries are kept. The contracts require ten years."
  type        = number
  default     = 3653
}

variable "tags" {
  description = "Tags of all resources."
  type        = map(string)
  default     = { project = "customer-360" }
}
