#!/bin/sh
# Makes the node's key and configuration in the volume at the first start, then runs stratum. Settings come as STRATUM__ variables.
set -eu
config=/var/lib/stratum/stratum.toml
if [ ! -e "$config" ]; then
  stratum init --config "$config"
fi
command=$1
shift
exec stratum "$command" --config "$config" "$@"
