#!/usr/bin/env bash
# A real Odoo server (19 or 14) for tests, on a Debian machine where we are root and nothing is prepared.
#
#   provision.sh install   Odoo and PostgreSQL in a Debian root of their own below ODOO_HOME (minutes, once)
#   provision.sh up        install if needed, make the database if needed, start if needed; prints the env lines
#   provision.sh start     like up, but restarts Odoo
#   provision.sh reset     throw the database away and copy it again from its template (seconds)
#   provision.sh stop      stop Odoo and PostgreSQL and unmount
#   provision.sh kill-odoo         kill Odoo as a power cut does and start it again
#   provision.sh restart-postgres  restart PostgreSQL under the running Odoo, without a goodbye
#   provision.sh cut-postgres      end the database's connections only: what Odoo sees of a restart, beside other databases
#   provision.sh env       print the env lines: eval "$(provision.sh env)"
#   provision.sh shell     Odoo's Python shell on the database, program on stdin
#
# On the machine itself only debootstrap is installed. PostgreSQL listens on a socket inside its root, Odoo on
# 127.0.0.1. Everything that is no env line goes to $ODOO_HOME/provision.log; when something fails its end is shown.
set -euo pipefail

ODOO_VERSION=${ODOO_VERSION:-19}
ODOO_HOME=${ODOO_HOME:-/var/cache/plantwire/odoo}
ODOO_PORT=${ODOO_PORT:-$((8050 + ODOO_VERSION))}
ODOO_DB=${ODOO_DB:-plant}
ODOO_LOGIN=${ODOO_LOGIN:-svc_integration}
ODOO_WORKERS=${ODOO_WORKERS:-0}    # 0: one process with threads
ODOO_CRON=${ODOO_CRON:-0}          # no background jobs: tests decide what happens
ODOO_MODULES=${ODOO_MODULES:-mrp,stock,maintenance,purchase,sale_management,repair,crm,account,product_expiry,sale_mrp,purchase_mrp,mrp_product_expiry,base_automation}
# Least rights for every intent; read access to journal entries is needed because closing with a backorder reads them. All of
# them from the start: where suites gave them to the user while he called, a bill was refused once for want of a group he had.
ODOO_GROUPS=${ODOO_GROUPS:-base.group_user,mrp.group_mrp_user,stock.group_stock_user,account.group_account_readonly,account.group_account_invoice,maintenance.group_equipment_manager,purchase.group_purchase_user,sales_team.group_sale_salesman_all_leads}

case $ODOO_VERSION in
  19) SUITE=trixie   PG_VERSION=17 PG_PORT=${ODOO_PG_PORT:-5442} GEVENT=gevent      NO_DEMO= ;;
  14) SUITE=bullseye PG_VERSION=13 PG_PORT=${ODOO_PG_PORT:-5443} GEVENT=longpolling NO_DEMO=--without-demo=all ;;
  *) echo "ODOO_VERSION is $ODOO_VERSION; 19 and 14 are possible" >&2; exit 2 ;;
esac
ROOT=$ODOO_HOME/$SUITE
TEMPLATE=${ODOO_TEMPLATE:-plant_user_tpl} # every database of this machine is a copy of it, with its keys
KEY_FILE=$ODOO_HOME/$SUITE-$TEMPLATE.key   # of the plant's user, then of the administrator
DATA=/var/lib/odoo/data            # inside the root
PID_FILE=$ROOT$DATA/odoo-$ODOO_PORT.pid
ODOO_URL_HERE=http://127.0.0.1:$ODOO_PORT
LOG=$ODOO_HOME/provision.log

# --- output: env lines to the caller, the rest to the log ---

open_log() {
  mkdir -p "$ODOO_HOME"
  exec 3>&1 4>&2 >>"$LOG" 2>&1
  trap 'status=$?; if [ $status -ne 0 ]; then { echo "provision.sh $COMMAND failed ($status). The end of $LOG:"; tail -n 25 "$LOG"; } >&4; fi' EXIT
  step "provision.sh $COMMAND, Odoo $ODOO_VERSION, port $ODOO_PORT, database $ODOO_DB"
}
step() { echo "[$(date '+%F %T')] $*"; }

env_lines() {
  local protocol=json2; [ "$ODOO_VERSION" -ge 19 ] || protocol=jsonrpc
  cat <<LINES
ODOO_URL=$ODOO_URL_HERE
ODOO_DB=$ODOO_DB
ODOO_LOGIN=$ODOO_LOGIN
ODOO_API_KEY=$(sed -n 1p "$KEY_FILE")
ODOO_ADMIN_LOGIN=admin
ODOO_ADMIN_PASSWORD=$(sed -n 2p "$KEY_FILE")
ODOO_PROTOCOL=$protocol
LINES
}

# --- the Debian root ---

inside() { DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 chroot "$ROOT" "$@"; }
inside_as() { local user=$1; shift; LC_ALL=C.UTF-8 chroot "$ROOT" su "$user" -s /bin/sh -c "$*"; }
sql() { inside_as postgres "psql -p $PG_PORT -tAqc \"$1\" ${2:-postgres}"; }
odoo_bin() { inside_as odoo "exec odoo $1 -c /etc/odoo/odoo.conf --db_port $PG_PORT $2"; }

mount_kernel_files() {
  mountpoint -q "$ROOT/dev"  || mount --bind /dev "$ROOT/dev"   || step "no /dev inside; going on"
  mountpoint -q "$ROOT/proc" || mount -t proc proc "$ROOT/proc" || step "no /proc inside; going on"
}

# The mirror this machine itself installs from.
own_mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | sort -u | head -n 1
}

install() {
  [ -e "$ROOT/.odoo-installed" ] && return
  local mirror=${MIRROR:-$(own_mirror)}
  [ -n "$mirror" ] || { step "this machine has no Debian mirror configured; set MIRROR"; return 1; }
  command -v debootstrap >/dev/null || { apt-get update -q; apt-get install -yq debootstrap; }
  [ -x "$ROOT/usr/bin/apt-get" ] || { step "debootstrap $SUITE"; debootstrap --variant=minbase --include=ca-certificates "$SUITE" "$ROOT" "$mirror"; }
  mount_kernel_files
  printf '#!/bin/sh\nexit 101\n' > "$ROOT/usr/sbin/policy-rc.d"     # no service starts while packages are installed
  chmod +x "$ROOT/usr/sbin/policy-rc.d"
  printf 'APT::Install-Recommends "false";\nAcquire::Check-Valid-Until "false";\n' > "$ROOT/etc/apt/apt.conf.d/90odoo"
  echo "deb $mirror $SUITE main" > "$ROOT/etc/apt/sources.list"
  if [ "$ODOO_VERSION" = 19 ]; then
    # The package exists in sid alone, and sid's Python is too new for it: everything else stays with the release.
    echo "deb $mirror sid main" >> "$ROOT/etc/apt/sources.list"
    printf 'Package: *\nPin: release n=sid\nPin-Priority: 100\n' > "$ROOT/etc/apt/preferences.d/sid"
  fi
  step "installing odoo-$ODOO_VERSION and postgresql-$PG_VERSION"
  inside apt-get update -q
  inside apt-get install -yq "odoo-$ODOO_VERSION" "postgresql-$PG_VERSION" postgresql-client curl
  inside apt-get clean
  # Our own file: Debian's switches on 40 modules nobody asked for.
  printf '[options]\ndb_host = False\ndb_port = False\ndb_user = odoo\ndb_password = False\nlist_db = False\ndata_dir = %s\n' "$DATA" > "$ROOT/etc/odoo/odoo.conf"
  inside install -d -o odoo -g odoo "$DATA"
  touch "$ROOT/.odoo-installed"
}

# --- PostgreSQL and databases ---

postgres_up() {
  mount_kernel_files
  local settings=$ROOT/etc/postgresql/$PG_VERSION/main/postgresql.conf
  sed -i "s/^port *=.*/port = $PG_PORT/; s/^#*listen_addresses.*/listen_addresses = ''/" "$settings"
  # A test server outlives killed processes, not a power cut: what is committed need not reach the disk itself.
  printf 'fsync = off\njit = off\n' > "${settings%/*}/conf.d/test-server.conf"
  if inside pg_ctlcluster "$PG_VERSION" main status; then inside pg_ctlcluster "$PG_VERSION" main reload
  else inside pg_ctlcluster "$PG_VERSION" main start 3>&- 4>&- 9>&-; fi   # a server must not inherit lock and pipes
  wait_until 50 sql 'select 1'
  [ "$(sql "select 1 from pg_roles where rolname = 'odoo'")" = 1 ] || inside_as postgres "createuser -p $PG_PORT -d odoo"
}

has_database() { [ "$(sql "select 1 from pg_database where datname = '$1'")" = 1 ]; }

drop_database() {
  has_database "$1" && sql "select pg_terminate_backend(pid) from pg_stat_activity where datname = '$1'" && inside_as postgres "dropdb -p $PG_PORT $1"
  rm -rf "$ROOT$DATA/filestore/$1"
}

copy_database() {
  inside_as postgres "createdb -p $PG_PORT -O odoo -T $1 $2"
  rm -rf "$ROOT$DATA/filestore/$2"
  [ ! -d "$ROOT$DATA/filestore/$1" ] || cp -a "$ROOT$DATA/filestore/$1" "$ROOT$DATA/filestore/$2"
}

template_database() {
  if has_database "$TEMPLATE" && [ -s "$KEY_FILE" ]; then return; fi
  drop_database "$TEMPLATE" || true
  step "making the template database: $ODOO_MODULES"
  odoo_bin server "-d $TEMPLATE -i $ODOO_MODULES $NO_DEMO --stop-after-init --no-http --log-level=warn"
  step "service user $ODOO_LOGIN with $ODOO_GROUPS"
  users | odoo_bin shell "-d $TEMPLATE --no-http --log-level=error" | sed -n 's/^KEY=//p' > "$KEY_FILE"
  chmod 600 "$KEY_FILE"
  [ "$(wc -l < "$KEY_FILE")" = 2 ]
}

# A copy of another template knows neither key. Odoo finds a key by its first eight characters.
has_its_keys() {
  local begins; begins=$(cut -c1-8 "$KEY_FILE" | sed "s/.*/'&'/" | paste -sd,)
  has_database "$1" && [ "$(sql "select count(*) from res_users_apikeys where index in ($begins)" "$1")" = 2 ]
}

# A key without end is possible for sudo only; that of a normal user would expire in the cache.
# Nobody has a password: Odoo tries what comes by RPC as a password first, which takes Odoo 19 a third of a second of
# processor each time its caches were emptied, and a new product empties them. To look with a browser give one, by `shell`:
# env.ref('base.user_admin').password = '…'; env.cr.commit()
users() {
  cat <<PYTHON
modern = 'group_ids' in env['res.users']._fields
groups = [env.ref(name, raise_if_not_found=False) for name in '$ODOO_GROUPS'.split(',')]
user = env['res.users'].with_context(no_reset_password=True).create({
    'name': 'Integration', 'login': '$ODOO_LOGIN', 'email': 'integration@example.test', 'tz': 'UTC',
    'group_ids' if modern else 'groups_id': [(6, 0, [group.id for group in groups if group])],
})
for owner in (user, env.ref('base.user_admin')):
    generate = env(user=owner.id)['res.users.apikeys'].sudo()._generate
    print('KEY=' + (generate(None, 'integration', False) if modern else generate(None, 'integration')))
env.cr.execute('UPDATE res_users SET password = NULL')
env.cr.commit()
PYTHON
}

# --- Odoo ---

wait_until() { local tries=$1; shift; for _ in $(seq "$tries"); do "$@" >/dev/null 2>&1 && return; sleep 0.2; done; step "gave up waiting: $*"; return 1; }

# Ready means that the database answers a login, not only that the port is open.
answers() {
  curl -sf -m 20 "$ODOO_URL_HERE/jsonrpc" -H 'Content-Type: application/json' \
    -d '{"jsonrpc":"2.0","params":{"service":"common","method":"authenticate","args":["'"$ODOO_DB"'","'"$ODOO_LOGIN"'","'"$(sed -n 1p "$KEY_FILE")"'",{}]}}' |
    grep -q '"result": [0-9]'
}

# Nothing when it does not run: the number may belong to another program by now.
odoo_pid() {
  local pid; pid=$(cat "$PID_FILE" 2>/dev/null || true)
  [ -n "$pid" ] && tr '\0' ' ' < "/proc/$pid/cmdline" 2>/dev/null | grep -q -- "--http-port $ODOO_PORT" && echo "$pid" || true
}

odoo_down() {
  local pid; pid=$(odoo_pid)
  if [ -n "$pid" ]; then
    kill "$pid"
    for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.2; done
    kill -9 "$pid" 2>/dev/null || true
  fi
  rm -f "$PID_FILE"
}

# Without --db-filter: with it Odoo opens a connection and asks for the list of databases in every call.
odoo_up() {
  odoo_down
  setsid nohup chroot "$ROOT" su odoo -s /bin/sh -c "exec odoo -c /etc/odoo/odoo.conf --db_port $PG_PORT \
    -d $ODOO_DB --http-interface 127.0.0.1 --http-port $ODOO_PORT --$GEVENT-port $((ODOO_PORT + 1000)) \
    --workers $ODOO_WORKERS --max-cron-threads $ODOO_CRON --pidfile $DATA/odoo-$ODOO_PORT.pid ${ODOO_ARGS:-}" \
    > "$ODOO_HOME/odoo-$ODOO_PORT.log" 2>&1 3>&- 4>&- 9>&- < /dev/null &
  wait_until 300 answers || { tail -n 20 "$ODOO_HOME/odoo-$ODOO_PORT.log"; return 1; }
  step "Odoo $ODOO_VERSION answers on $ODOO_URL_HERE"
}

prepare() {
  install; postgres_up; template_database
  has_its_keys "$ODOO_DB" || { odoo_down; drop_database "$ODOO_DB" || true; copy_database "$TEMPLATE" "$ODOO_DB"; }
}

# --- commands ---

COMMAND=${1:-}
case $COMMAND in
  install | up | start | reset | stop | kill-odoo | restart-postgres | cut-postgres | shell) ;;
  env) env_lines; exit ;;
  *) sed -n '2,18s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
[ "$(id -u)" = 0 ] || { echo "provision.sh needs root" >&2; exit 2; }
if [ "$COMMAND" = shell ]; then odoo_bin shell "-d $ODOO_DB --no-http --log-level=error"; exit; fi

if [ "$COMMAND" = up ] && [ -s "$KEY_FILE" ] && answers; then env_lines; exit; fi
open_log
exec 9>"$ODOO_HOME/.provision.lock"   # one at a time: suites start in parallel
flock 9
case $COMMAND in
  install) install ;;
  up)      { [ -s "$KEY_FILE" ] && answers; } || { prepare; odoo_up; } ;;
  start)   prepare; odoo_up ;;
  reset)   install; postgres_up; template_database; odoo_down; drop_database "$ODOO_DB" || true; copy_database "$TEMPLATE" "$ODOO_DB"; odoo_up ;;
  kill-odoo) pid=$(odoo_pid); [ -z "$pid" ] || kill -9 "$pid"; odoo_up ;;
  restart-postgres) inside pg_ctlcluster "$PG_VERSION" main restart -m immediate 3>&- 4>&- 9>&-; wait_until 300 answers ;;
  cut-postgres) sql "select pg_terminate_backend(pid) from pg_stat_activity where datname = '$ODOO_DB'" ;;
  stop)    odoo_down; inside pg_ctlcluster "$PG_VERSION" main stop -m fast || true; umount "$ROOT/proc" "$ROOT/dev" || true ;;
esac
case $COMMAND in up | start | reset) env_lines >&3 ;; esac
