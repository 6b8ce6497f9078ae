#!/bin/sh
# Write a backup of the database into a folder: backup.sh FOLDER
# Which space somebody chose lives in unlogged tables, and their content stays out. So does who has
# collected a voting paper (feedback_collected), who is signed in (sessions and what is typed in
# them), and spreadsheets on their way into the register, which are kept for a day at most.
# The keys of open surveys are not in the database, and must not be copied at all.
set -eu
folder=${1:?backup.sh FOLDER}
url=${DATABASE_URL:-$(cat "${DATABASE_URL_FILE:?Set DATABASE_URL or DATABASE_URL_FILE}")}
umask 077
file="$folder/practice-circle-$(date -u +%Y-%m-%dT%H%M%SZ).dump"
pg_dump --no-unlogged-table-data --exclude-table-data='*.feedback_collected' \
    --exclude-table-data='*.django_session' --exclude-table-data='*.usersessions_usersession' \
    --exclude-table-data='*.sessions_app_registerupload' \
    --format=custom --no-owner --dbname="$url" --file="$file.part"
mv "$file.part" "$file"
# What was deleted lives on in backups: so they go too, and only once a newer one is there.
# With 0 nobody has said for how long, and all stay.
days=${BACKUPS_KEPT_DAYS:-30}
if [ "$days" -gt 0 ]; then
    find "$folder" -maxdepth 1 -name 'practice-circle-*.dump' -mtime "+$((days - 1))" -delete
fi
echo "$file"
