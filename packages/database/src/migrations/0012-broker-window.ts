import { sql, type Kysely } from "kysely";

/**
 * The outbox in two lanes, so that the searches of a million new jobs do not stand before the files of
 * those that have begun; and what relays know of the broker.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table outbox add column kind text`.execute(db);
  await sql`update outbox o set kind = t.kind from tasks t where t.id = o.task_id`.execute(db);
  await sql`
    alter table outbox alter column kind set not null,
      add constraint outbox_kind_check check (kind in ('discover', 'sitemap'))`.execute(db);
  // Whoever inserts a message names the task alone, as before: its kind is looked up.
  await sql`
    create function outbox_before_insert() returns trigger language plpgsql as $$
    begin
      if new.kind is null then
        select kind into new.kind from tasks where id = new.task_id;
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger outbox_before_insert before insert on outbox
      for each row execute function outbox_before_insert()`.execute(db);
  // Partial: the relay only ever looks for unpublished rows, and counts the published ones.
  await sql`
    create index outbox_lane_idx on outbox (kind, available_at, id) where published_at is null`.execute(
    db,
  );
  await sql`drop index outbox_unpublished_idx`.execute(db);
  await sql`
    create index outbox_published_idx on outbox (published_at) where published_at is not null`.execute(
    db,
  );

  await sql`
    create table brokers (
      queue text constraint brokers_pkey primary key,
      -- Changes when the broker has lost what it held; null until it was first asked.
      epoch text,
      -- Published and unstarted messages, at most.
      "window" integer not null
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table brokers`.execute(db);
  await sql`drop index outbox_published_idx`.execute(db);
  await sql`
    create index outbox_unpublished_idx on outbox (available_at, id) where published_at is null`.execute(
    db,
  );
  await sql`drop index outbox_lane_idx`.execute(db);
  await sql`drop trigger outbox_before_insert on outbox`.execute(db);
  await sql`drop function outbox_before_insert()`.execute(db);
  await sql`alter table outbox drop column kind`.execute(db);
}
