import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

/** JSON Schema 2020-12, which OpenAPI 3.1 has taken over. */
export interface JsonSchema {
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  [keyword: string]: unknown;
}

/** Who wrote what a schema is of: `input` a client, `output` we. */
type Side = "input" | "output";

/** Turns contracts into JSON schemas of one document, in which a schema with a name stands once. */
export interface JsonSchemas {
  /** @returns a reference where the contract has a name */
  of(contract: z.ZodType, side: Side): JsonSchema;
  /** Name → schema, of all that were referred to. */
  readonly named: Readonly<Record<string, JsonSchema>>;
}

export function createJsonSchemas(): JsonSchemas {
  const named: Record<string, JsonSchema> = {};
  const made = {
    input: new Map<z.ZodType, JsonSchema>(),
    output: new Map<z.ZodType, JsonSchema>(),
  };

  function make(contract: z.ZodType, side: Side): JsonSchema {
    const { schema, parts } = convert(contract, side);
    for (const [name, part] of Object.entries(parts)) {
      // A reference says nothing of sides.
      if (named[name] && !isDeepStrictEqual(named[name], part)) {
        throw new Error(`Cannot describe "${name}": requests and answers differ in it`);
      }
      named[name] = part;
    }
    made[side].set(contract, schema);
    return schema;
  }

  return { named, of: (contract, side) => made[side].get(contract) ?? make(contract, side) };
}

interface Converted {
  schema: JsonSchema;
  /** Name → what the schema refers to, and what that refers to. */
  parts: Record<string, JsonSchema>;
}

function convert(contract: z.ZodType, side: Side): Converted {
  // In a list, a contract with a name is referred to like any other.
  const list = z.toJSONSchema(z.array(contract), { io: side, override: simplify });
  // zod refers to `$defs` of its own document; in ours they are components.
  const moved = JSON.stringify({ schema: list.items, parts: list.$defs ?? {} }).replaceAll(
    '"$ref":"#/$defs/',
    '"$ref":"#/components/schemas/',
  );
  return JSON.parse(moved);
}

const PRECISE_FORMATS = new Set(["uuid", "date-time", "uri"]);

type Override = NonNullable<z.core.ToJSONSchemaParams["override"]>;

/** Leaves out what the format or the type says already, and lets answers have more than is promised. */
function simplify({ zodSchema, jsonSchema }: Parameters<Override>[0]): void {
  const { def } = zodSchema._zod;
  const isTolerant = def.type === "object" && def.catchall === undefined;
  const removed = [
    PRECISE_FORMATS.has(jsonSchema.format ?? "") && "pattern",
    jsonSchema.maximum === Number.MAX_SAFE_INTEGER && "maximum",
    jsonSchema.minimum === Number.MIN_SAFE_INTEGER && "minimum",
    isTolerant && "additionalProperties",
  ];
  for (const key of removed) if (key !== false) Reflect.deleteProperty(jsonSchema, key);
}
