import { isIP, Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { Resolve, ResolvedAddress } from "../src/index.ts";
import { untilClosed } from "./listen.ts";
import { failureOf, setup, textOf } from "./setup.ts";

const { aFetcher, http, tearDown } = setup();

/** Every connection that this process tries to make, over TLS or not. */
let dialled: jest.SpiedFunction<Socket["connect"]>;
beforeEach(() => {
  dialled = jest.spyOn(Socket.prototype, "connect");
});
afterEach(async () => {
  dialled.mockRestore();
  await tearDown();
});

/** Hosts as they may stand in a URL, by what they are. */
const HOSTS: Record<string, string[]> = {
  unspecified: ["0.0.0.0", "0.1.2.3", "[::]"],
  loopback: ["127.0.0.1", "127.255.255.254", "[::1]", "[0:0:0:0:0:0:0:1]"],
  private: ["10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1"],
  "link-local": ["169.254.0.1", "169.254.169.254", "[fe80::1]", "[fec0::1]"],
  CGNAT: ["100.64.0.1", "100.100.100.200", "100.127.255.255"],
  multicast: ["224.0.0.1", "239.255.255.255", "[ff02::1]", "[ff0e::1]"],
  "reserved or broadcast": ["240.0.0.1", "255.255.255.255", "192.0.0.1", "192.88.99.1", "[100::1]"],
  documentation: ["192.0.2.1", "198.51.100.1", "203.0.113.1", "[2001:db8::1]", "[3fff::1]"],
  benchmarking: ["198.18.0.1", "198.19.255.255", "[2001:2::1]"],
  "of a platform": ["168.63.129.16", "[fd00:ec2::254]"],
  short: ["127.1", "127.0.1", "0", "10.1", "192.168.1"],
  octal: ["0177.0.0.1", "0177.1", "017700000001", "012.0.0.1", "0300.0250.0.1", "00000177.0.0.1"],
  hex: ["0x7f.0.0.1", "0x7f.1", "0x7f000001", "0X7F000001", "0xa000001", "0xA9FEA9FE"],
  decimal: ["2130706433", "167772161", "3232235521", "2852039166"],
  "of mixed bases": ["0x7f.0.0.01", "127.0x0.0.1", "0251.254.0xa9.254"],
  "full-width or circled": [
    "１２７.０.０.１",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "０x7f.1",
    "127．0．0．1",
  ],
  "percent-encoded": [
    "%31%32%37.0.0.1",
    "%30x7f.1",
    "127%2e0%2e0%2e1",
    "%6c%6f%63%61%6c%68%6f%73%74",
  ],
  "with a dot at its end": ["127.0.0.1.", "localhost.", "10.0.0.1."],
  mapped: ["[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:10.0.0.1]", "[::ffff:8.8.8.8]"],
  compatible: ["[::127.0.0.1]", "[::7f00:1]", "[::8.8.8.8]"],
  translated: ["[::ffff:0:127.0.0.1]"],
  NAT64: ["[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::a00:1]"],
  "6to4": ["[2002:7f00:1::]", "[2002:a00:1::1]"],
  Teredo: ["[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "[2001::1]"],
  ULA: ["[fc00::1]", "[fd12:3456:789a::1]"],
  "outside of 2000::/3": ["[4000::1]", "[5f00::1]", "[1::1]"],
  "no address at all": [
    "256.256.256.256",
    "127.0.0.1.1",
    "[::g]",
    "[::1",
    "[fe80::1%25eth0]",
    "1.2.3.4.5",
  ],
  "a single label": ["localhost", "LOCALHOST", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "intranet", "com", "router", "a"],
  "a name of a local network": [
    "printer.local",
    "app.localhost",
    "metadata.google.internal",
    "host.docker.internal",
    "router.lan",
    "nas.home.arpa",
    "db.corp",
    "a.test",
    "a.invalid",
    "a.example",
    "a.onion",
    "kubernetes.default.svc.cluster.local",
  ],
};

const CASES = Object.entries(HOSTS).flatMap(([kind, hosts]) =>
  hosts.map((host) => ({ kind, host })),
);

const REFUSED = {
  code: "target_not_public",
  message:
    "Cannot fetch the URL: only http and https on ports 80 and 443 of public addresses are fetched",
  httpStatus: null,
};

const PUBLIC = "93.184.215.14";
const v4 = (address: string): ResolvedAddress => ({ address, family: 4 });
const v6 = (address: string): ResolvedAddress => ({ address, family: 6 });
/** No name is ever looked up here: whoever asks fails the test. */
const resolveNothing: Resolve = (host) => Promise.reject(new Error(`"${host}" was looked up`));

const resolveExampleOnly: Resolve = (host) =>
  host === "example.com" ? Promise.resolve([v4(PUBLIC)]) : resolveNothing(host);

describe("fetch() of a host that is not public", () => {
  it.each(CASES)("dials nothing for $host, which is $kind", async ({ host }) => {
    const fetcher = aFetcher({ allowPrivate: [], resolve: resolveNothing });

    for (const url of [`http://${host}/`, `https://${host}/sitemap.xml`, `https://${host}:80/`]) {
      expect(await failureOf(fetcher.fetch(url))).toMatchObject(REFUSED);
    }
    expect(dialled).not.toHaveBeenCalled();
  });

  it.each(CASES)("is not led by a redirect to $host, which is $kind", async ({ host }) => {
    const location = Buffer.from(`http://${host}/`).toString("latin1");
    const site = await http((_request, response) => response.writeHead(302, { location }).end());
    // The site is reached through a proxy, so that nothing private needs to be open.
    const fetcher = aFetcher({ allowPrivate: [], proxy: site.origin, resolve: resolveExampleOnly });

    const error = await failureOf(fetcher.fetch("http://example.com/"));

    expect(["target_not_public", "redirect_blocked"]).toContain(error.code);
    expect(dialled).toHaveBeenCalledTimes(1);
    expect(site.connections).toHaveLength(1);
  });

  it.each([
    "ftp://example.com/",
    "file:///etc/passwd",
    "gopher://example.com:70/",
    "data:text/xml,<urlset/>",
    "javascript:alert(1)",
    "blob:http://example.com/a",
    "ws://example.com/",
    "unix:/var/run/docker.sock",
    "http://unix:/var/run/docker.sock:/info",
    "http://example.com:22/",
    "http://example.com:8080/",
    "https://example.com:8443/",
    "http://example.com:65535/",
    "http://user@example.com/",
    "http://:secret@example.com/",
    "http://example.com@127.0.0.1/",
    "http://127.0.0.1@example.com/",
    "http://example.com%40127.0.0.1/",
    "http://127.0.0.1\\@example.com/",
    "http://example.com:80:80/",
    "http://[::1",
    "http:///",
    "//example.com/",
    "/sitemap.xml",
    " ",
    "",
  ])("dials nothing for %p, for its form", async (url) => {
    const fetcher = aFetcher({ allowPrivate: [], resolve: resolveNothing });

    const error = await failureOf(fetcher.fetch(url));

    expect(error).toMatchObject(REFUSED);
    expect(`${error.url} ${error.message}`).not.toContain("secret");
    expect(dialled).not.toHaveBeenCalled();
  });
});

describe("fetch() of a name that leads to what is not public", () => {
  const literals = CASES.map(({ kind, host }) => ({ kind, address: host.replace(/^\[|\]$/g, "") }));

  it.each(literals.filter(({ address }) => isIP(address) !== 0))(
    "dials nothing for $address, which is $kind, alone or among public ones",
    async ({ address }) => {
      const found: ResolvedAddress = isIP(address) === 4 ? v4(address) : v6(address);
      const answers = [[found], [found, v4(PUBLIC)], [v4(PUBLIC), v6("2606:4700::1"), found]];

      for (const answer of answers) {
        const fetcher = aFetcher({ allowPrivate: [], resolve: () => Promise.resolve(answer) });
        expect(await failureOf(fetcher.fetch("https://example.com/"))).toMatchObject(REFUSED);
      }
      expect(dialled).not.toHaveBeenCalled();
    },
  );

  it.each([
    "127.1",
    "0x7f000001",
    "2130706433",
    "0177.0.0.1",
    "localhost",
    "",
    "[::1]",
    "fe80::1%lo",
  ])("dials nothing when the resolver answers %p, which is no address", async (address) => {
    const fetcher = aFetcher({ allowPrivate: [], resolve: () => Promise.resolve([v4(address)]) });

    expect(await failureOf(fetcher.fetch("http://example.com/"))).toMatchObject(REFUSED);
    expect(dialled).not.toHaveBeenCalled();
  });

  it("dials what it judged, though each look-up gives another answer", async () => {
    const site = await http((_request, response) => response.end("ok"));
    const answers = [[v4("127.0.0.1")], [v4("10.0.0.1")], [v4("127.0.0.1")]];
    const asked: string[] = [];
    const fetcher = aFetcher({
      resolve(host) {
        asked.push(host);
        return Promise.resolve(answers[asked.length - 1] ?? []);
      },
    });
    const url = `http://rebind.example.com:${site.port}/`;

    expect(await textOf(await fetcher.fetch(url))).toBe("ok");
    expect(await failureOf(fetcher.fetch(url))).toMatchObject(REFUSED);
    expect(await textOf(await fetcher.fetch(url))).toBe("ok");

    expect(asked).toHaveLength(3);
    expect(site.connections).toHaveLength(1);
  });

  it("is judged anew when a redirect leads back to the same name", async () => {
    const site = await http((_request, response) =>
      response.writeHead(302, { location: "/" }).end(),
    );
    const answers = [[v4("127.0.0.1")], [v4("169.254.169.254")]];
    const fetcher = aFetcher({ resolve: () => Promise.resolve(answers.shift() ?? []) });

    const error = await failureOf(fetcher.fetch(`http://rebind.example.com:${site.port}/`));

    expect(error).toMatchObject(REFUSED);
    expect(dialled).toHaveBeenCalledTimes(1);
  });

  it("is hung up on before a byte is sent when the connection ends up elsewhere", async () => {
    const site = await http((_request, response) => response.end("inside"));
    const connected = site.nextConnection();
    // As if the network led a public address into the machine.
    dialled.mockImplementationOnce(function (this: Socket) {
      return this.connect(site.port, "127.0.0.1");
    });
    const fetcher = aFetcher({ allowPrivate: [], resolve: () => Promise.resolve([v4(PUBLIC)]) });

    expect(await failureOf(fetcher.fetch("http://example.com/"))).toMatchObject(REFUSED);
    const peer = await connected;
    await untilClosed(peer);
    expect(peer.bytesRead).toBe(0);
  });
});
