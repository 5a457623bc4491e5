import { z } from "zod";

/** What a BullMQ job carries, and nothing else: the row of the task is the truth. */
export const Doorbell = z.strictObject({ taskId: z.uuid(), generation: z.int().positive() });
export type Doorbell = z.infer<typeof Doorbell>;

export const TaskKind = z.enum(["discover", "sitemap"]);
export type TaskKind = z.infer<typeof TaskKind>;
