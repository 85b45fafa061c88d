#!/bin/sh
# Hook of backup.sh: copies a finished backup to Azure Blob storage. Needs the Azure CLI, signed in (az login --identity), and
# BACKUP_STORAGE_ACCOUNT and BACKUP_CONTAINER. Keeping 30 days there is a lifecycle rule of the account.
set -eu
exec az storage blob upload-batch --auth-mode login --only-show-errors \
  --account-name "${BACKUP_STORAGE_ACCOUNT:?upload: set BACKUP_STORAGE_ACCOUNT}" \
  --destination "${BACKUP_CONTAINER:?upload: set BACKUP_CONTAINER}" --destination-path "${1##*/}" --source "$1"
