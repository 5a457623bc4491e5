import { lookup } from "node:dns/promises";

export interface ResolvedAddress {
  address: string;
  family: 4 | 6;
}

/** All addresses of a host name; rejects, or gives none, when there are none. */
export type Resolve = (host: string) => Promise<ResolvedAddress[]>;

/** Asks the system, `/etc/hosts` included, in the order in which the system answers. */
export async function resolveBySystem(host: string): Promise<ResolvedAddress[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}
