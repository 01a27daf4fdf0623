#!/bin/sh
# Lays out what the services of a server need: their user, folders, settings and units. As root, from /opt/jixiao; again
# after an update: settings that are there stay. DESTDIR=DIR lays it out below DIR, for packages and for a look.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=${DESTDIR:-}

if [ -z "$root" ]; then
    [ "$here" = /opt/jixiao/deploy ] || { echo "The services are set up for /opt/jixiao: put the project there." >&2; exit 1; }
    [ -x /opt/jixiao/.venv/bin/dagster-daemon ] || { echo "Its packages are not installed yet: make setup-deploy" >&2; exit 1; }
    id jixiao >/dev/null 2>&1 || useradd --system --home-dir /var/lib/jixiao --no-create-home --shell /usr/sbin/nologin jixiao
fi

# Whoever files documents joins the group jixiao.
for folder in raw corrections; do
    install -d -m 2775 "$root/srv/jixiao/$folder"
    [ -n "$root" ] || chown jixiao:jixiao "/srv/jixiao" "/srv/jixiao/$folder"
done

install -d -m 0755 "$root/etc/jixiao"
[ -e "$root/etc/jixiao/jixiao.env" ] || install -m 0644 "$here/systemd/jixiao.env" "$root/etc/jixiao/"
[ -e "$root/etc/jixiao/secrets.env" ] || install -m 0600 "$here/systemd/secrets.env" "$root/etc/jixiao/"

install -d -m 0755 "$root/etc/systemd/system"
install -m 0644 "$here"/systemd/jixiao-*.service "$here"/systemd/jixiao-*.timer "$root/etc/systemd/system/"
[ -n "$root" ] || systemctl daemon-reload

echo "Settings stand in $root/etc/jixiao: put the password of the database into secrets.env."
