import type { z } from "zod";

/** Text that a database takes as it is: no NUL, and no half of a pair of surrogates. */
export function storable(text: z.ZodString | z.ZodURL): z.ZodString | z.ZodURL {
  return text.refine(
    (value) => value.isWellFormed() && !value.includes("\0"),
    "text without NUL and lone surrogates",
  );
}
