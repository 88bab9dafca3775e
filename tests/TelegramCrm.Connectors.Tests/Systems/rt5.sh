#!/usr/bin/env bash
# Request Tracker 5 for tests: on 127.0.0.1, over SQLite, everything it writes in one folder. Debian 12.
#
#   rt5.sh install             as root: its packages; none of their services is started
#   rt5.sh installed           exit 0 when nothing is missing
#   rt5.sh start PORT FOLDER   a fresh tracker (KEEP=1: the one that is in the folder); prints KEY=value lines once its API answers
#   rt5.sh stop PORT FOLDER    ends it (PURGE=1: and deletes the folder)
#
# Queues Support and Billing; custom fields ExternalId, ExternalRev (text) and Severity (Low, Medium, High) on both;
# users root, sync (may write tickets in both queues) and reader (may read Support), each with a password and a token.
set -euo pipefail
command=${1:-} port=${2:-} folder=${3:-}
packages=(request-tracker5 rt5-standalone rt5-db-sqlite msmtp-mta sqlite3 curl)
server=/usr/share/request-tracker5/libexec/rt-server
url=http://127.0.0.1:$port

fail() { echo "rt5.sh: $*" >&2; exit 1; }
word() { od -An -N12 -tx1 /dev/urandom | tr -d ' \n'; }
missing() { local p; for p in "${packages[@]}"; do [ "$(dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || echo "$p"; done; }

install() {
  local wanted policy=/usr/sbin/policy-rc.d
  mapfile -t wanted < <(missing)
  [ ${#wanted[@]} -gt 0 ] || return 0
  [ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' >$policy; chmod 755 $policy; trap 'rm -f /usr/sbin/policy-rc.d' EXIT; }
  export DEBIAN_FRONTEND=noninteractive
  echo 'request-tracker5 request-tracker5/dbconfig-install boolean false' | debconf-set-selections # each start makes a database of its own
  apt-get -qq update
  apt-get -qq -y -o DPkg::Lock::Timeout=300 --no-install-recommends install "${wanted[@]}"
}

# A process id is used again; the folder in the environment of the process tells ours from a stranger's.
running() {
  local id
  id=$(cat "$folder/pid" 2>/dev/null) && tr '\0' '\n' <"/proc/$id/environ" 2>/dev/null | grep -qxF "TEST_SYSTEM=$folder" && echo "$id"
}

configure() {
  mkdir -p "$folder"/{site.d,mason,session,outbox}
  printf '#!/bin/sh\nexec cat >"%s/outbox/$(date +%%s%%N)-$$.eml"\n' "$folder" >"$folder/sendmail" # mail is kept, and sent to nobody
  chmod 755 "$folder/sendmail"
  cat >"$folder/site.pm" <<PERL
\$RT::VarPath = "$folder"; \$RT::MasonDataDir = "$folder/mason"; \$RT::MasonSessionDir = "$folder/session";
Set(\$rtname, 'rt.test'); Set(\$Organization, 'rt.test'); Set(\$Timezone, 'UTC');
Set(\$CorrespondAddress, 'rt\@rt.test'); Set(\$CommentAddress, 'rt-comment\@rt.test');
Set(\$WebDomain, '127.0.0.1'); Set(\$WebPort, $port); Set(\$WebPath, '');
Set(\$DatabaseType, 'SQLite'); Set(\$DatabaseName, "$folder/rt.sqlite");
Set(\$LogToSyslog, undef); Set(\$LogToFile, undef); Set(\$LogToSTDERR, 'warning');
Set(\$BcryptCost, 4); # every call checks its token: with the usual cost that takes a third of a second
Set(\$MailCommand, 'sendmailpipe'); Set(\$SendmailPath, "$folder/sendmail");
1;
PERL
}

populate() {
  ROOT_PASSWORD=$(word) SYNC_PASSWORD=$(word) READER_PASSWORD=$(word) perl -I/usr/share/request-tracker5/lib - <<'PERL'
use strict; use warnings;
use RT; RT->LoadConfig; RT->Config->Set(LogToSTDERR => 'error'); RT->Init;
my $all = RT->SystemUser;
sub made { my ($what, $ok, $why) = @_; $ok or die "$what: $why\n"; return $ok }
my (%user, %queue);
foreach my $name (qw(root sync reader)) {
    my $word = $ENV{uc($name) . '_PASSWORD'};
    my $user = $user{$name} = RT::User->new($all);
    if ($name eq 'root') { $user->Load('root'); made('password of root', $user->SetPassword($word)) }
    else { made($name, $user->Create(Name => $name, Password => $word, Privileged => 1, EmailAddress => "$name\@rt.test")) }
    my ($id, $why, $token) = RT::AuthToken->new($all)->Create(Owner => $user->id, Description => 'tests');
    made("token of $name", $id, $why);
    print uc($name), "_PASSWORD=$word\n", uc($name), "_TOKEN=$token\n";
}
foreach my $name (qw(Support Billing)) {
    my $queue = $queue{$name} = RT::Queue->new($all);
    made($name, $queue->Create(Name => $name, CorrespondAddress => lc($name) . '@rt.test'));
    print 'QUEUE_', uc($name), '=', $queue->id, "\n";
    made($_, $user{sync}->PrincipalObj->GrantRight(Object => $queue, Right => $_)) foreach
        qw(SeeQueue ShowTicket ShowTicketComments CreateTicket ModifyTicket DeleteTicket CommentOnTicket ReplyToTicket OwnTicket TakeTicket StealTicket
           Watch SeeCustomField ModifyCustomField SetInitialCustomField);
}
made($_, $user{reader}->PrincipalObj->GrantRight(Object => $queue{Support}, Right => $_)) foreach qw(SeeQueue ShowTicket SeeCustomField);
foreach my $given ([ExternalId => 'FreeformSingle'], [ExternalRev => 'FreeformSingle'], [Severity => 'SelectSingle', qw(Low Medium High)]) {
    my ($name, $type, @choices) = @$given;
    my $field = RT::CustomField->new($all);
    made($name, $field->Create(Name => $name, Type => $type, MaxValues => 1, LookupType => 'RT::Queue-RT::Ticket'));
    made($_, $field->AddValue(Name => $_)) foreach @choices;
    made($name, $field->AddToObject($_)) foreach values %queue;
    print 'FIELD_', uc($name), '=', $field->id, "\n";
}
PERL
}

start() {
  [ -x $server ] || fail "is not installed; as root: $0 install"
  if [ -z "${KEEP:-}" ] || [ ! -f "$folder/facts" ]; then
    mkdir -m 700 "$folder" || fail "$folder is there already"
    : >"$folder/.test-system"
    configure
    rt-setup-database-5 --action init --skip-create >"$folder/setup.log" 2>&1 </dev/null || { tail -20 "$folder/setup.log" >&2; fail "no database"; }
    sqlite3 "$folder/rt.sqlite" 'pragma journal_mode = wal' >/dev/null # who reads does not wait for who writes
    (umask 077; { echo "BASE_URL=$url"; echo "OUTBOX=$folder/outbox"; populate 2>"$folder/populate.log"; } >"$folder/facts.new") || { cat "$folder/populate.log" >&2; fail "no data"; }
    mv "$folder/facts.new" "$folder/facts"
  fi
  TEST_SYSTEM=$folder setsid bash -c 'echo $$ >"$1/pid"; cd "$1"; shift; exec "$@"' - "$folder" \
    $server --host 127.0.0.1 --port "$port" --max-workers 3 >>"$folder/server.log" 2>&1 </dev/null &
  local token; token=$(sed -n 's/^SYNC_TOKEN=//p' "$folder/facts")
  for _ in $(seq 240); do
    [ "$(curl -s -m 5 -o /dev/null -w '%{http_code}' -H "Authorization: token $token" "$url/REST/2.0/rt")" = 200 ] && { cat "$folder/facts"; return; }
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

export RT_SITE_CONFIG=$folder/site.pm RT_SITE_CONFIG_DIR=$folder/site.d
case $command in
  install) install ;;
  installed) [ -z "$(missing)" ] ;;
  start) start ;;
  stop) stop ;;
  *) fail "knows install, installed, start PORT FOLDER and stop PORT FOLDER" ;;
esac
