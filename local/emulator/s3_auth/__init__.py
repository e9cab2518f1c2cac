"""S3's authentication of presigned URLs and forms."""
