import { describe, expect, it } from "@jest/globals";
import { createTargetPolicy } from "./address-policy.ts";

const REFUSED: Record<string, string[]> = {
  unspecified: ["0.0.0.0", "0.1.2.3", "::"],
  loopback: ["127.0.0.1", "127.255.255.254", "::1"],
  private: ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd00:ec2::254"],
  "link-local": ["169.254.169.254", "fe80::1", "fe80::1%eth0", "fec0::1"],
  CGNAT: ["100.64.0.1", "100.100.100.200", "100.127.255.255"],
  multicast: ["224.0.0.1", "239.255.255.255", "ff02::1"],
  "reserved or broadcast": ["240.0.0.1", "255.255.255.255", "192.0.0.192", "192.88.99.1", "100::1"],
  documentation: ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
  benchmarking: ["198.18.0.1", "198.19.255.255", "2001:2::1"],
  "IPv4-mapped": ["::ffff:8.8.8.8", "::ffff:127.0.0.1", "::ffff:0:8.8.8.8"],
  "IPv4-compatible": ["::127.0.0.1", "::8.8.8.8"],
  NAT64: ["64:ff9b::808:808", "64:ff9b:1::a00:1"],
  "6to4": ["2002:7f00:1::1", "2002:808:808::1"],
  Teredo: ["2001:0:4136:e378:8000:63bf:3fff:fdd2"],
  "outside of 2000::/3": ["4000::1", "5f00::1", "1::1"],
  "a platform service": ["168.63.129.16"],
  "no address": [
    "",
    "localhost",
    "127.1",
    "0177.0.0.1",
    "0x7f000001",
    "2130706433",
    "1.2.3",
    "[::1]",
  ],
};

describe("createTargetPolicy()", () => {
  it.each(Object.entries(REFUSED).flatMap(([kind, list]) => list.map((it) => [kind, it] as const)))(
    "refuses what is %s: %p",
    (_kind, address) => {
      expect(createTargetPolicy([]).judge(address)).toBe("refused");
    },
  );

  it.each(["8.8.8.8", "93.184.215.14", "100.63.255.255", "172.32.0.1", "2606:4700:4700::1111"])(
    "finds %s public",
    (address) => {
      expect(createTargetPolicy([]).judge(address)).toBe("public");
    },
  );

  it("allows what is in an open range, and nothing beside it", () => {
    const policy = createTargetPolicy(["127.0.0.0/8", "fd00::/8"]);

    expect(policy.judge("127.9.9.9")).toBe("allowed");
    expect(policy.judge("fd12::1")).toBe("allowed");
    expect(policy.judge("10.0.0.1")).toBe("refused");
    expect(policy.judge("::ffff:127.0.0.1")).toBe("refused");
    expect(policy.judge("8.8.8.8")).toBe("public");
  });

  it.each(["127.0.0.1", "10.0.0.0/33", "localhost/8", ""])("refuses %p as a range", (range) => {
    expect(() => createTargetPolicy([range])).toThrow(TypeError);
  });
});
