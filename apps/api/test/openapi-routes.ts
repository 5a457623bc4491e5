import type { Express } from "express";
import { z } from "zod";

interface Layer {
  route?: { path: string; methods: Record<string, boolean> } | undefined;
  handle: { stack?: Layer[] | undefined; mountpath?: unknown };
}

/** What express keeps of a router, as far as it matters here. */
const Layer: z.ZodType<Layer> = z.object({
  route: z.object({ path: z.string(), methods: z.record(z.string(), z.boolean()) }).optional(),
  handle: z
    .custom<object>((value) => typeof value === "function")
    .transform((handle) => ({
      stack: "stack" in handle ? z.array(Layer).parse(handle.stack) : undefined,
      ...("mountpath" in handle && { mountpath: handle.mountpath }),
    })),
});

/** An application within, whose routes are its own business. */
export const APPLICATION = "an application";

/** Every route that is registered, as `get /jobs/{job_id}`, in order and as often as it is. */
export function servedRoutes({ router }: Express): string[] {
  return z.array(Layer).parse(router.stack).flatMap(routesOf);
}

function routesOf({ route, handle }: Layer): string[] {
  if (handle.mountpath !== undefined) return [APPLICATION];
  if (!route) return (handle.stack ?? []).flatMap(routesOf);
  const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
  // Whatever takes any method is there to refuse those that no other took.
  const methods = Object.keys(route.methods).filter((method) => method !== "_all");
  return methods.map((method) => `${method} ${path}`);
}
