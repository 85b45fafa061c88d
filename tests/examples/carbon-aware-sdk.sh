#!/bin/sh
# The calls of the Carbon Aware SDK's WebApi with curl, as its documentation shows them. CARBON_URL points at another server than
# http://localhost:5000.
set -eu
url="${CARBON_URL:-http://localhost:5000}"

call() {
  echo "== $*"
  curl -fsS "$@"
  echo
}

call "$url/locations"

call "$url/emissions/forecasts/current?location=uksouth"
now=$(curl -fsS "$url/emissions/forecasts/current?location=uksouth" | sed -E 's/.*"requestedAt":"([0-9T:-]+).*/\1Z/')
start=$(echo "$now" | sed -E 's/T.*/T00:00:00Z/')

call "$url/emissions/bylocation?location=uksouth"
call "$url/emissions/bylocations?location=uksouth&location=eastus&time=$start&toTime=$now"
call "$url/emissions/bylocations/best?location=uksouth&location=eastus&time=$start&toTime=$now"
call "$url/emissions/forecasts/current?location=uksouth&location=eastus&dataStartAt=$now&windowSize=30"
call "$url/emissions/average-carbon-intensity?location=uksouth&startTime=$start&endTime=$now"

call -X POST "$url/emissions/forecasts/batch" \
  -H "Content-Type: application/json" \
  -d "[{\"requestedAt\": \"$now\", \"location\": \"uksouth\", \"windowSize\": 90}]"

call -X POST "$url/emissions/average-carbon-intensity/batch" \
  -H "Content-Type: application/json" \
  -d "[{\"location\": \"uksouth\", \"startTime\": \"$start\", \"endTime\": \"$now\"},
       {\"location\": \"eastus\", \"startTime\": \"$start\", \"endTime\": \"$now\"}]"

echo "all calls answered"
