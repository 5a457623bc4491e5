import { once } from "node:events";
import { startSampleSite } from "./start-sample-site.ts";

const site = await startSampleSite({ port: Number(process.env["PORT"] ?? 0) });
process.stdout.write(`${site.origin}\n`);
await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
await site.close();
