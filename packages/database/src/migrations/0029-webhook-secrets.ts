import { sql, type Kysely } from "kysely";

/** Base64 with its padding, as Standard Webhooks has it: of anything else no signature can be made. */
const FORM = sql.raw(
  "'^whsec_([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$'",
);

/** The table refuses a secret that cannot sign, whoever writes it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Only SQL could write such a one, and nothing was ever sent with it: a new one takes its place, which is
  // shown when it is rotated.
  await sql`
    update webhook_endpoints
    set secret = 'whsec_' || encode(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 'base64')
    where secret !~ ${FORM}`.execute(db);
  await sql`
    update webhook_endpoints set old_secret = null, old_secret_until = null
    where old_secret !~ ${FORM}`.execute(db);
  await sql`
    alter table webhook_endpoints
      drop constraint webhook_endpoints_secret_check,
      add constraint webhook_endpoints_secret_check check (secret ~ ${FORM}),
      add constraint webhook_endpoints_old_secret_form_check check (old_secret ~ ${FORM})`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table webhook_endpoints
      drop constraint webhook_endpoints_old_secret_form_check,
      drop constraint webhook_endpoints_secret_check,
      add constraint webhook_endpoints_secret_check check (secret like 'whsec\\_%')`.execute(db);
}
