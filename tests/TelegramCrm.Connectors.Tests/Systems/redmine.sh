#!/usr/bin/env bash
# Redmine 5 for tests: on 127.0.0.1, over SQLite, everything it writes in one folder. Debian 12.
#
#   redmine.sh install             as root: its packages; none of their services is started
#   redmine.sh installed           exit 0 when nothing is missing
#   redmine.sh start PORT FOLDER   a fresh Redmine (KEEP=1: the one that is in the folder); prints KEY=value lines once its API answers
#   redmine.sh stop PORT FOLDER    ends it (PURGE=1: and deletes the folder)
#
# Redmine's default trackers, statuses and roles; private projects support and billing; custom fields of issues 'External ID', 'External Rev' (text) and
# 'Severity' (Low, Medium, High); users admin, sync (Manager of both projects) and reader (may look at issues of support), each with a password and a key.
set -euo pipefail
command=${1:-} port=${2:-} folder=${3:-}
packages=(ruby-bundler puma sqlite3 curl redmine redmine-sqlite)
app=/usr/share/redmine
url=http://127.0.0.1:$port

fail() { echo "redmine.sh: $*" >&2; exit 1; }
missing() { local p; for p in "${packages[@]}"; do [ "$(dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || echo "$p"; done; }
# Ruby brings a Bundler of its own that does not see Debian's gems; named by its version, the package's is taken.
bundler() { local d; for d in /usr/share/rubygems-integration/all/gems/bundler-[0-9]*; do [ ! -d "$d" ] || echo "${d##*/bundler-}"; done | sort -V | tail -1; }

install() {
  local policy=/usr/sbin/policy-rc.d
  [ -n "$(missing)" ] || return 0
  [ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' >$policy; chmod 755 $policy; trap 'rm -f /usr/sbin/policy-rc.d' EXIT; }
  export DEBIAN_FRONTEND=noninteractive
  printf 'redmine redmine/instances/default/%s\n' 'dbconfig-install boolean false' 'database-type select sqlite3' | debconf-set-selections # each start makes a database of its own
  apt-get -qq update
  apt-get -qq -y -o DPkg::Lock::Timeout=300 --no-install-recommends install ruby-bundler puma sqlite3 curl
  BUNDLER_VERSION=$(bundler) apt-get -qq -y -o DPkg::Lock::Timeout=300 --no-install-recommends install redmine redmine-sqlite # their setup runs Bundler
}

# A process id is used again; the folder in the environment of the process tells ours from a stranger's.
running() {
  local id
  id=$(cat "$folder/pid" 2>/dev/null) && tr '\0' '\n' <"/proc/$id/environ" 2>/dev/null | grep -qxF "TEST_SYSTEM=$folder" && echo "$id"
}

# Redmine looks for its instance below its own folder; the dots lead out of there.
as_redmine() {
  env -u RUBYOPT -u GEM_HOME -u GEM_PATH HOME="$folder" TZ=UTC LANG=C.UTF-8 RAILS_ENV=production REDMINE_INSTANCE="../../../..$folder" \
    BUNDLE_GEMFILE="$folder/Gemfile" BUNDLER_VERSION="$(bundler)" "$@"
}

configure() {
  mkdir -p "$folder"/{config,log,files,tmp/cache,public/plugin_assets}
  printf 'production:\n  adapter: sqlite3\n  database: %s/redmine.sqlite\n  encoding: utf8\n  timeout: 20000\n' "$folder" >"$folder/config/database.yml"
  (umask 077; od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$folder/config/secret_key.txt")
  cat >"$folder/Gemfile" <<RUBY
eval_gemfile '$app/Gemfile'
%w[sqlite3 puma].each { |name| gem name unless dependencies.any? { |known| known.name == name } }
RUBY
  cat >"$folder/boot.rb" <<RUBY
require '$app/config/environment'
require 'active_record/connection_adapters/sqlite3_adapter'
# SQLite waits for another writer at the beginning of a transaction only, so it is begun as a writer's.
ActiveRecord::ConnectionAdapters::SQLite3Adapter.prepend(Module.new do
  def begin_db_transaction
    log('begin immediate transaction', 'TRANSACTION') { @connection.transaction(:immediate) }
  end
end)
RUBY
  printf "require '%s/boot'\nrun Rails.application\n" "$folder" >"$folder/config.ru"
  printf "bind 'tcp://127.0.0.1:%s'\nenvironment 'production'\nworkers 2\nthreads 1, 1\npreload_app!\nbefore_fork { ActiveRecord::Base.clear_all_connections! }\n" "$port" >"$folder/puma.rb"
  cat >"$folder/populate.rb" <<'RUBY'
require File.join(__dir__, 'boot')
ActiveRecord::Migration.verbose = false
database = ActiveRecord::Base.connection
database.execute('PRAGMA journal_mode = WAL')
database.migration_context.migrate
ActiveRecord::Base.descendants.each { |type| type.reset_column_information unless type.abstract_class? }
Redmine::DefaultData::Loader.load('en')
Setting.rest_api_enabled = Setting.login_required = '1'
Setting.default_language = 'en'
projects = %w[support billing].map do |name|
  project = Project.new(name: name.capitalize, is_public: false, enabled_module_names: %w[issue_tracking])
  project.identifier = name
  project.trackers = Tracker.all.to_a
  project.save!
  project
end
[['External ID', 'string'], ['External Rev', 'string'], ['Severity', 'list', %w[Low Medium High]]].each do |name, format, choices|
  field = IssueCustomField.new(name: name, field_format: format, is_for_all: true, is_filter: true)
  field.possible_values = choices if choices
  field.trackers = Tracker.all.to_a
  field.save!
  puts "FIELD_#{name.delete(' ').upcase}=#{field.id}"
end
users = %w[admin sync reader].to_h do |login|
  user = User.find_by(login: login) || User.new(firstname: login.capitalize, lastname: 'Test', mail: "#{login}@redmine.test")
  word = SecureRandom.hex(12)
  user.login = login
  user.password = user.password_confirmation = word
  user.must_change_passwd = false
  user.status = User::STATUS_ACTIVE
  user.save!
  puts "#{login.upcase}_PASSWORD=#{word}", "#{login.upcase}_KEY=#{user.api_key}", "#{login.upcase}_ID=#{user.id}"
  [login, user]
end
projects.each { |project| Member.create!(project: project, principal: users['sync'], roles: [Role.find_by!(name: 'Manager')]) }
Member.create!(project: projects[0], principal: users['reader'], roles: [Role.create!(name: 'Reader', permissions: [:view_issues])])
RUBY
}

start() {
  [ -d $app ] && [ -n "$(bundler)" ] || fail "is not installed; as root: $0 install"
  if [ -z "${KEEP:-}" ] || [ ! -f "$folder/facts" ]; then
    mkdir -m 700 "$folder" || fail "$folder is there already"
    : >"$folder/.test-system"
    configure
    as_redmine bundle install --local --quiet >"$folder/setup.log" 2>&1 </dev/null || { tail -20 "$folder/setup.log" >&2; fail "no gems"; }
    (umask 077; { echo "BASE_URL=$url"; cd $app; as_redmine ruby "$folder/populate.rb" 2>>"$folder/setup.log" </dev/null; } >"$folder/facts.new") \
      || { tail -20 "$folder/setup.log" >&2; fail "no data"; }
    mv "$folder/facts.new" "$folder/facts"
  fi
  TEST_SYSTEM=$folder as_redmine setsid bash -c 'echo $$ >"$1/pid"; cd "$1"; shift; exec "$@"' - "$folder" \
    bundle exec puma -C "$folder/puma.rb" "$folder/config.ru" >>"$folder/server.log" 2>&1 </dev/null &
  local key; key=$(sed -n 's/^SYNC_KEY=//p' "$folder/facts")
  for _ in $(seq 240); do
    [ "$(curl -s -m 10 -o /dev/null -w '%{http_code}' -H "X-Redmine-API-Key: $key" "$url/users/current.json")" = 200 ] && { cat "$folder/facts"; return; }
    sleep 0.25
  done
  tail -20 "$folder/server.log" >&2
  stop
  fail "does not answer on $url"
}

stop() {
  local id
  if id=$(running); then
    kill -TERM -- "-$id" 2>/dev/null || true
    for tick in $(seq 40); do
      kill -0 -- "-$id" 2>/dev/null || break
      [ "$tick" -lt 30 ] || kill -KILL -- "-$id" 2>/dev/null || true
      sleep 0.25
    done
  fi
  rm -f "$folder/pid"
  if [ -n "${PURGE:-}" ] && [ -f "$folder/.test-system" ]; then rm -rf --one-file-system -- "$folder"; fi
}

case $command in
  install) install ;;
  installed) [ -z "$(missing)" ] ;;
  start) start ;;
  stop) stop ;;
  *) fail "knows install, installed, start PORT FOLDER and stop PORT FOLDER" ;;
esac
