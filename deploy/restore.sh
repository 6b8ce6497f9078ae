#!/bin/sh
# Put a backup back in place of what the database holds: restore.sh FILE
# All or nothing. Stop web, worker and beat first.
set -eu
file=${1:?restore.sh FILE}
url=${DATABASE_URL:-$(cat "${DATABASE_URL_FILE:?Set DATABASE_URL or DATABASE_URL_FILE}")}
pg_restore --clean --if-exists --no-owner --single-transaction --exit-on-error --dbname="$url" "$file"
echo "Restored from $file"
echo "Everybody signs in anew, and uploads that were not taken over are begun again."
echo "It may hold what was deleted since: run 'python manage.py retain', and erase again whoever"
echo "was erased after the backup."
