data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account_root = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"

  # Before the storage integration exists, only this account is trusted, with an unused external id.
  trusted_arn = var.snowflake_user_arn == "" ? local.account_root : var.snowflake_user_arn
  external_id = var.snowflake_external_id == "" ? "not-set" : var.snowflake_external_id
}

# Key

resource "aws_kms_key" "deliveries" {
  description             = "Deliveries of Customer 360"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.key.json
  tags                    = var.tags
}

resource "aws_kms_alias" "deliveries" {
  name          = "alias/${var.bucket_name}"
  target_key_id = aws_kms_key.deliveries.key_id
}

data "aws_iam_policy_document" "key" {
  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = [local.account_root]
    }
  }

  # S3 publishes to the encrypted topic.
  statement {
    sid       = "Notifications"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

# Bucket

resource "aws_s3_bucket" "deliveries" {
  bucket = var.bucket_name
  tags   = var.tags
}

resource "aws_s3_bucket_public_access_block" "deliveries" {
  bucket                  = aws_s3_bucket.deliveries.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "deliveries" {
  bucket = aws_s3_bucket.deliveries.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# A delivery that is overwritten can be compared with the one that was loaded.
resource "aws_s3_bucket_versioning" "deliveries" {
  bucket = aws_s3_bucket.deliveries.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "deliveries" {
  bucket = aws_s3_bucket.deliveries.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.deliveries.arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "deliveries" {
  bucket     = aws_s3_bucket.deliveries.id
  depends_on = [aws_s3_bucket_versioning.deliveries]

  rule {
    id     = "deliveries"
    status = "Enabled"

    filter {
      prefix = var.prefix
    }

    transition {
      days          = var.days_until_infrequent_access
      storage_class = "STANDARD_IA"
    }

    expiration {
      days = var.retention_days
    }

    noncurrent_version_expiration {
      noncurrent_days = 365
    }
  }

  rule {
    id     = "uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_policy" "deliveries" {
  bucket     = aws_s3_bucket.deliveries.id
  policy     = data.aws_iam_policy_document.bucket.json
  depends_on = [aws_s3_bucket_public_access_block.deliveries]
}

data "aws_iam_policy_document" "bucket" {
  statement {
    sid       = "OnlyEncryptedConnections"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.deliveries.arn, "${aws_s3_bucket.deliveries.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

# Role of Snowflake

resource "aws_iam_role" "snowflake" {
  name               = var.role_name
  description        = "Snowflake reads deliveries of Customer 360"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags               = var.tags
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [local.trusted_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [local.external_id]
    }
  }
}

resource "aws_iam_role_policy" "read" {
  name   = "read-deliveries"
  role   = aws_iam_role.snowflake.id
  policy = data.aws_iam_policy_document.read.json
}

data "aws_iam_policy_document" "read" {
  statement {
    sid       = "Read"
    actions   = ["s3:GetObject", "s3:GetObjectVersion"]
    resources = ["${aws_s3_bucket.deliveries.arn}/${var.prefix}*"]
  }

  statement {
    sid       = "List"
    actions   = ["s3:ListBucket", "s3:GetBucketLocation"]
    resources = [aws_s3_bucket.deliveries.arn]

    condition {
      test     = "StringLikeIfExists"
      variable = "s3:prefix"
      values   = ["${var.prefix}*"]
    }
  }

  statement {
    sid       = "Decrypt"
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.deliveries.arn]
  }
}

# Notification

resource "aws_sns_topic" "new_files" {
  name              = "${replace(var.bucket_name, ".", "-")}-new-files"
  kms_master_key_id = aws_kms_key.deliveries.arn
  tags              = var.tags
}

resource "aws_sns_topic_policy" "new_files" {
  arn    = aws_sns_topic.new_files.arn
  policy = data.aws_iam_policy_document.topic.json
}

data "aws_iam_policy_document" "topic" {
  statement {
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.new_files.arn]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_s3_bucket.deliveries.arn]
    }
  }
}

resource "aws_s3_bucket_notification" "deliveries" {
  bucket     = aws_s3_bucket.deliveries.id
  depends_on = [aws_sns_topic_policy.new_files]

  topic {
    topic_arn     = aws_sns_topic.new_files.arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = var.prefix
  }
}
