# Sourced by bin/tend and the scripts beside it, with $root set to the project folder: which Node runs the
# product, and whether what script/setup made still holds. Only quick checks; nothing here changes anything.

node_wanted=24
machine=$(uname -sm)
machine=${machine% *}-${machine##* }
private_node=$root/.node/$machine
packages_stamp=$root/node_modules/.set-up
private_redis=$root/.redis/bin
redis_refusal=$root/.redis/not-installed

# Sets $node. The private one first: it is there only because the host's was too old.
find_node() {
  node=$private_node/node
  [ -x "$node" ] && return 0
  node=$(command -v node) || return 1
  is_new_enough "$node"
}

is_new_enough() {
  node_version=$("$1" --version 2>/dev/null) || return 1
  node_version=${node_version#v}
  [ "${node_version%%.*}" -ge "$node_wanted" ] 2>/dev/null
}

# What node_modules must have been made from: this lock file, on this kind of machine.
wanted_stamp() {
  printf '%s %s' "$machine" "$(cksum <"$root/package-lock.json")"
}

packages_are_ready() {
  [ -f "$packages_stamp" ] && [ "$(cat "$packages_stamp")" = "$(wanted_stamp)" ]
}

redis_is_found() {
  [ -n "${REDIS_URL:-}${REDIS_URL_FILE:-}" ] || command -v redis-server >/dev/null || command -v valkey-server >/dev/null ||
    [ -x "$private_redis/redis-server" ] || [ -x "$private_redis/valkey-server" ]
}

# Also true when an earlier set-up had to leave it: the product works without, so it is not tried at each start.
redis_is_settled() {
  redis_is_found || [ -f "$redis_refusal" ]
}

use_node() {
  PATH=$(dirname "$node"):$PATH
  export PATH
}
