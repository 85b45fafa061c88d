#!/bin/sh
# Hook of backup.sh: copies a finished backup to S3. Needs the AWS CLI with its credentials, and BACKUP_S3_URL such as s3://bucket/carbonapp.
# Keeping 30 days there is a lifecycle rule of the bucket.
set -eu
exec aws s3 cp --recursive --only-show-errors --sse AES256 "$1" "${BACKUP_S3_URL:?upload: set BACKUP_S3_URL}/${1##*/}"
