#!/bin/sh
# Creates a Job that is suspended, waits for its best start, and lets it go: kubernetes.sh ZONE DURATION [MANIFEST]
# Needs carbon and kubectl. Nothing but this script waits: the cluster keeps no pod for a suspended Job.
set -eu
zone=$1 duration=$2
manifest=${3:-$(dirname "$0")/kubernetes-job.yaml}

job=$(kubectl create -f "$manifest" -o name)
# Ends at once with a warning where there is no plan to be had.
carbon wait --zone "$zone" --duration "$duration" --max-wait "${MAX_WAIT:-12h}"
kubectl patch "$job" --type merge -p '{"spec":{"suspend":false}}'
