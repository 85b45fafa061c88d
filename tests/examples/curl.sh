#!/bin/sh
# All calls of version 1 with curl. CARBON_URL points at another server than http://localhost:5000.
set -eu
url="${CARBON_URL:-http://localhost:5000}"

call() {
  echo "== $*"
  curl -fsS "$@"
  echo
}

call "$url/health"

call -X POST "$url/api/v1/optimize" \
  -H "Content-Type: application/json" \
  -d '{
    "workload": "training",
    "priority": "carbon",
    "duration_hours": 48
  }'

call "$url/api/v1/regions"

call "$url/api/v1/regions/us-east-1"

call -X POST "$url/api/v1/calculate" \
  -H "Content-Type: application/json" \
  -d '{"region": "us-east-1", "instance_type": "p4d.24xlarge", "duration_hours": 168}'

call -X POST "$url/api/v1/compare" \
  -H "Content-Type: application/json" \
  -d '{
    "options": [
      {"region": "us-east-1", "instance_type": "inf2.xlarge"},
      {"region": "eu-west-3", "instance_type": "inf2.xlarge"}
    ],
    "duration_hours": 720
  }'

call -X POST "$url/api/v1/schedule" \
  -H "Content-Type: application/json" \
  -d '{"region": "eu-west-2", "duration_hours": 6}'

echo "all calls answered"
