import type { ApiKey, NewKey, Scope } from "@sitemap-scanner/contracts";
import type { Command } from "commander";
import { confirm } from "../confirm.ts";
import { openAdmin, type Context, type Done, type JsonFlags } from "../context.ts";
import { EXIT } from "../errors.ts";
import { lifetime, scopes, uuid } from "../option-values.ts";
import { sanitize, toJsonLine } from "../output/sanitize.ts";
import { renderTable } from "../output/table.ts";
import { printList } from "../print-list.ts";

interface CreateFlags extends JsonFlags {
  owner: string;
  scope: Scope[];
  expiresIn?: string;
}

interface RevokeFlags extends JsonFlags {
  yes?: true;
}

const EXAMPLES = `Examples:
  sitemap-scanner keys create --owner crawler --scope scans:write > key.txt
  sitemap-scanner keys list
  sitemap-scanner keys revoke 01890a5d-ac96-774b-bcce-b302099a8057
`;

export function addKeys(program: Command, context: Context, done: Done) {
  const keys = program
    .command("keys")
    .summary("who may use the API, and for what")
    .description("Makes, lists and revokes keys of the API. It takes a key of scope admin.")
    .addHelpText("before", EXAMPLES);

  keys
    .command("create")
    .summary("make a key")
    .description("Makes a key and prints it: it is shown this once, and to nobody again.")
    .requiredOption("--owner <name>", "whose it is")
    .requiredOption("--scope <scope>", "scans:read, scans:write or admin; repeatable", scopes)
    .option(
      "--expires-in <time>",
      "for how long it is good: 12h, 90d (default: for ever)",
      lifetime,
    )
    .option("--json", "print one line of JSON")
    .addHelpText("before", EXAMPLES)
    .action(async (_flags, command: Command) => {
      done(await createKey(context, command.optsWithGlobals<CreateFlags>()));
    });

  keys
    .command("list")
    .summary("list keys, newest first")
    .description("Lists keys, newest first. The keys themselves are not kept anywhere.")
    .option("--json", "print a line of JSON for each key")
    .addHelpText("before", EXAMPLES)
    .action(async (_flags, command: Command) => {
      const flags = command.optsWithGlobals<JsonFlags>();
      const found = await openAdmin(context, flags).listKeys();
      done(await printList(context, found, { ...flags, render: renderKeys, none: "No key yet." }));
    });

  keys
    .command("revoke")
    .summary("make a key worthless, at once and for good")
    .description("Makes a key worthless, at once and for good. Asks first.")
    .argument("<id>", "the id of a key", uuid)
    .option("--yes", "do not ask")
    .option("--json", "print one line of JSON")
    .addHelpText("before", EXAMPLES)
    .action(async (id: string, _flags, command: Command) => {
      done(await revokeKey(context, id, command.optsWithGlobals<RevokeFlags>()));
    });
}

async function createKey(context: Context, flags: CreateFlags): Promise<number> {
  const key = await openAdmin(context, flags).createKey({
    owner: flags.owner,
    scopes: [...new Set(flags.scope)],
    ...(flags.expiresIn !== undefined && { expires_in: flags.expiresIn }),
  });
  printKey(context, key, flags);
  return EXIT.ok;
}

function printKey({ out, err }: Context, key: NewKey, { json }: CreateFlags): void {
  if (json) return out.line(toJsonLine(key));
  const until = key.expires_at === null ? "for ever" : `until ${key.expires_at}`;
  err.line(sanitize(`Key ${key.id} of ${key.owner}, for ${key.scopes.join(", ")}, ${until}:`));
  out.line(sanitize(key.key));
}

async function revokeKey(context: Context, id: string, flags: RevokeFlags): Promise<number> {
  await confirm(context, `Revoke key ${id}? Nobody can use it again.`, flags);
  const key = await openAdmin(context, flags).revokeKey(id);
  context.out.line(flags.json ? toJsonLine(key) : `${key.id} is revoked`);
  return EXIT.ok;
}

function renderKeys(keys: readonly ApiKey[]): string {
  return renderTable(
    [
      { title: "KEY" },
      { title: "BEGINS" },
      { title: "SCOPES" },
      { title: "STATUS" },
      { title: "EXPIRES" },
      { title: "LAST USED" },
      { title: "OWNER" },
    ],
    keys.map((key) => [
      key.id,
      key.prefix,
      key.scopes.join(","),
      statusOf(key),
      key.expires_at,
      key.last_used_at,
      key.owner,
    ]),
  );
}

function statusOf({ revoked_at, expires_at }: ApiKey): string {
  if (revoked_at !== null) return "revoked";
  return expires_at !== null && Date.parse(expires_at) <= Date.now() ? "expired" : "good";
}
