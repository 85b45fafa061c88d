#!/usr/bin/env bash
# Puts CarbonApp on Cloud Run: migrations, then Api, then Web. Again for each new TAG. What has to be there before: docs/operations/gcp.md.
#   PROJECT=my-project REGION=europe-west2 TAG=0.1.0 deploy/gcp/deploy.sh
set -euo pipefail
cd "$(dirname "$0")"
: "${PROJECT:?the project}" "${REGION:?such as europe-west2}" "${TAG:?tag of the images}"
# Whose X-Forwarded-For is believed: Cloud Run's own front, which calls from link-local addresses, and the subnetworks of an automatic VPC, where Web calls from.
: "${KNOWN_PROXIES:=127.0.0.0/8,::1,169.254.0.0/16,10.128.0.0/9}"
export PROJECT REGION TAG KNOWN_PROXIES API_HOST=

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cloud() { gcloud "$@" --project "$PROJECT" --region "$REGION" --quiet; }
fill() { envsubst '${PROJECT} ${REGION} ${TAG} ${KNOWN_PROXIES} ${API_HOST}' <"$1" >"$work/$1"; echo "$work/$1"; }

cloud run jobs replace "$(fill migrate.job.yaml)"
cloud run jobs execute carbonapp-migrate --wait

cloud run services replace "$(fill api.service.yaml)"
# Its ingress lets the project's network in only; within that, everyone.
cloud run services add-iam-policy-binding carbonapp-api --member=allUsers --role=roles/run.invoker
address=$(cloud run services describe carbonapp-api --format='value(status.url)')
API_HOST=${address#https://}

cloud run services replace "$(fill web.service.yaml)"
cloud run services add-iam-policy-binding carbonapp-web --member=allUsers --role=roles/run.invoker
cloud run services describe carbonapp-web --format='value(status.url)'
