#!/bin/sh
# Submits a batch job to Slurm with its best start as --begin: slurm.sh ZONE DURATION SBATCH-ARGUMENTS…
# Needs carbon, jq, sbatch, and GNU date. Without a plan the job is submitted for now.
set -eu
zone=$1 duration=$2
shift 2

plan=$(carbon plan --zone "$zone" --duration "$duration" --output json) && start=$(printf %s "$plan" | jq -r '.segments[0].start') || {
  [ $? -ne 2 ] || exit 2 # a mistake in the arguments, which carbon has explained
  echo "slurm.sh: no plan, submitting for now" >&2
  exec sbatch "$@"
}

# Slurm reads local time.
exec sbatch --begin="$(date -d "$start" +%Y-%m-%dT%H:%M:%S)" "$@"
