import type { LookupFunction } from "node:net";
import type { ResolvedAddress } from "./resolve.ts";

/**
 * Answers the socket's look-up with addresses that were already judged, whatever name it asks for:
 * a second look-up could get a different answer.
 */
export function pinnedLookup([first, ...others]: [
  ResolvedAddress,
  ...ResolvedAddress[],
]): LookupFunction {
  return (_host, options, callback) => {
    // Never before `connect()` has returned, as with a real look-up.
    process.nextTick(() => {
      if (options.all) callback(null, [first, ...others]);
      else callback(null, first.address, first.family);
    });
  };
}
