import { choosePort, type KeptPorts } from "../ports.ts";
import { SAMPLE_SITE_ADDRESS, startSampleSite } from "./start-sample-site.ts";

/**
 * Starts the sample site for the embedded stack, on the port of the last time if it is free, so that
 * its domain stays the same.
 * @returns its origin
 */
export async function openSampleSite(
  open: AsyncDisposableStack,
  ports: KeptPorts,
  say: (line: string) => void,
): Promise<string> {
  const site = await startSampleSite({ port: await choosePort(ports, "sample_site") });
  open.defer(() => site.close());
  const { sitemaps, failed, pages } = site.truth;
  say(
    `The sample site is up on ${site.origin}: ${sitemaps} sitemap files, ` +
      `${failed} of them broken on purpose, ${pages} pages.`,
  );
  say(`For it alone, API and worker may fetch ${SAMPLE_SITE_ADDRESS} (FETCH_ALLOW_PRIVATE).`);
  return site.origin;
}
