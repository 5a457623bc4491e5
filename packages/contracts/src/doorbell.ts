import { z } from "zod";

const Generation = z.int().positive();

/**
 * What a BullMQ job carries, and nothing else: the row of the task is the truth. Tolerant, since a newer
 * release may ring with more.
 */
export const Doorbell = z.object({ taskId: z.uuid(), generation: Generation });
export type Doorbell = z.infer<typeof Doorbell>;

/** The same of the delivery of a webhook. */
export const DeliveryDoorbell = z.object({ deliveryId: z.uuid(), generation: Generation });
export type DeliveryDoorbell = z.infer<typeof DeliveryDoorbell>;

export const TaskKind = z.enum(["discover", "sitemap"]);
export type TaskKind = z.infer<typeof TaskKind>;

/** What a doorbell may be for; the name of its BullMQ job. */
export type DoorbellKind = TaskKind | "webhook";
