# A machine within this one, for the commands of docs/drift.md to be run as they stand: what they write is in memory, its
# network is its own, and nothing that is started in it outlives it. Read by test_restore.py; $CHECKOUT and $BASE are set.
set -euo pipefail
ip link set lo up
mount --make-rprivate /
here=$(mktemp -d); mount -t tmpfs tmpfs "$here"

# where the product and its Python lie behind a closed door, the door is opened for those who live in here
for path in "$CHECKOUT" "$BASE"; do
    top=/$(echo "$path" | cut -d/ -f2)
    if ! runuser -u nobody -- test -x "$path"; then
        mkdir -p "$here/real$top"; mount --rbind "$top" "$here/real$top"
        mount -t tmpfs -o mode=755 tmpfs "$top"
        for inside in "$CHECKOUT" "$BASE"; do
            case "$inside" in "$top"/*) mkdir -p "$inside"; mount --rbind "$here/real$inside" "$inside" ;; esac
        done
    fi
done

for copied in /etc /usr/local/bin /usr/local/sbin; do
    mkdir -p "$here$copied"; cp -a "$copied/." "$here$copied/"; mount --bind "$here$copied" "$copied"
done
for empty in /opt /media /var/lib /var/backups /var/log /run; do mount -t tmpfs -o mode=755 tmpfs "$empty"; done
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8
mkdir -p /opt/stafettlogg /media/trygg /var/lib/dpkg
mount --rbind "$CHECKOUT" /opt/stafettlogg
rm -rf /etc/postgresql; install -d -o postgres -g postgres /etc/postgresql /var/lib/postgresql /var/log/postgresql /run/postgresql

# there is no systemd in here: the one service, started and stopped
cat > /usr/local/bin/systemctl <<'EOF'
#!/bin/sh
case "$1" in
    start) nohup /usr/local/bin/stafettlogg serve >> /var/log/stafettlogg 2>&1 & echo $! > /run/stafettlogg.pid ;;
    stop) kill -TERM "$(cat /run/stafettlogg.pid)"; while kill -0 "$(cat /run/stafettlogg.pid)" 2>/dev/null; do sleep 0.2; done ;;
esac
EOF
chmod 755 /usr/local/bin/systemctl

# what this file's reader asks
ready() { for _ in $(seq 120); do [ "$(curl -s http://127.0.0.1:8000/klar)" = ok ] && return; sleep 1; done; cat /var/log/stafettlogg; exit 1; }
ask() { runuser -u postgres -- psql -tAqc "$1" stafettlogg; }
say() { echo "SAID $1=$2"; }
