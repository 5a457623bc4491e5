import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

/** `allowed` is private, but opened by configuration: on any port. */
type AddressVerdict = "public" | "allowed" | "refused";

/** Which addresses may be dialled. Made by `createTargetPolicy`. */
export interface TargetPolicy {
  /** Whether any private range is open, so that a name can only be judged by its addresses. */
  readonly opensPrivate: boolean;
  /** Judges an IPv4 or IPv6 address without brackets; what is no address is refused. */
  judge(address: string): AddressVerdict;
}

/** The only block from which global unicast addresses are given out. */
const GLOBAL_UNICAST: Range = ipaddr.parseCIDR("2000::/3");

/** The platform service of Azure: a public address that only answers from inside. */
const AZURE_PLATFORM = "168.63.129.16";

/**
 * @param allowPrivate CIDRs that may be fetched although they are not public, on any port.
 * @throws {TypeError} for an entry that is no CIDR.
 */
export function createTargetPolicy(allowPrivate: string[]): TargetPolicy {
  const open = allowPrivate.map(parseRange);
  return {
    opensPrivate: open.length > 0,
    judge(text) {
      // A zone names an interface of this machine, and the parser of IPv4 takes `127.1` and octal.
      if (!ipaddr.IPv6.isValid(text) && !ipaddr.IPv4.isValidFourPartDecimal(text)) return "refused";
      if (text.includes("%")) return "refused";
      const address = ipaddr.parse(text);
      if (open.some((range) => isWithin(address, range))) return "allowed";
      return isPublic(address) ? "public" : "refused";
    },
  };
}

function parseRange(cidr: string): Range {
  if (!ipaddr.isValidCIDR(cidr)) {
    throw new TypeError(`Cannot open private range "${cidr}": it is no CIDR`);
  }
  return ipaddr.parseCIDR(cidr);
}

function isWithin(address: Address, [base, bits]: Range): boolean {
  return address.kind() === base.kind() && address.match(base, bits);
}

// Addresses that carry an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo) are all outside
// of what the registry calls unicast, or outside of the global block.
function isPublic(address: Address): boolean {
  if (address.range() !== "unicast") return false;
  if (address.kind() === "ipv6") return isWithin(address, GLOBAL_UNICAST);
  return address.toString() !== AZURE_PLATFORM;
}
