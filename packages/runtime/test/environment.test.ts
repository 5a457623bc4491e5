import { resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { ConfigError, describeConfig, readEnvironment, VARIABLES } from "../src/index.ts";

const DATABASE_URL = "postgres://scanner:k9-Vt2@db.internal:5432/scanner";

function read(env: NodeJS.ProcessEnv = {}) {
  return readEnvironment({ DATABASE_URL, ...env });
}

function faultsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  try {
    readEnvironment(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return Object.fromEntries(error.faults.map(({ variable, message }) => [variable, message]));
  }
  return {};
}

describe("readEnvironment()", () => {
  it("needs nothing but a database", () => {
    const config = read();

    expect(config.database).toEqual({ url: DATABASE_URL, poolSize: 10 });
    expect(config.queue.redisUrl).toBeNull();
    expect(config.http).toEqual({
      host: "127.0.0.1",
      port: 8000,
      publicUrl: null,
      trustedProxies: null,
    });
    expect(config.fetch.allowPrivate).toEqual([]);
    expect(config.dataDir).toBe(resolve(".data"));
  });

  it("reports every fault at once, by the name of its variable", () => {
    const faults = faultsOf({ PORT: "80a", SCAN_WINDOW: "0", AUTH: "maybe", LOG_LEVEL: "loud" });

    expect(faults).toEqual({
      DATABASE_URL: "is required: Postgres 15 or newer, where all truth lives",
      PORT: 'must be a whole number from 0 to 65535, but is "80a"',
      SCAN_WINDOW: 'must be a whole number from 1 to 1000, but is "0"',
      AUTH: 'must be one of keys, off, but is "maybe"',
      LOG_LEVEL: 'must be one of error, warn, info, debug, but is "loud"',
    });
  });

  it("names every fault in the message of its error", () => {
    expect(() => readEnvironment({ PORT: "x" })).toThrow(/DATABASE_URL is required.*\n.*PORT must/);
  });

  it("takes a variable that is set to nothing as absent", () => {
    const config = read({ REDIS_URL: "", PORT: " ", FETCH_ALLOW_PRIVATE: "" });

    expect(config.queue.redisUrl).toBeNull();
    expect(config.http.port).toBe(8000);
  });

  it("knows where the canary is on a loopback address, and nowhere else unless told", () => {
    expect(read({}).canary.url).toBe("http://127.0.0.1:8000");
    expect(read({ HOST: "::1", PORT: "80" }).canary.url).toBe("http://[::1]");
    expect(read({ HOST: "0.0.0.0" }).canary.url).toBeNull();
    expect(read({ PORT: "0" }).canary.url).toBeNull();
    const named = read({ HOST: "0.0.0.0", CANARY_URL: "http://api:8000/" });
    expect(named.canary.url).toBe("http://api:8000");
  });

  it.each(["api:8000", "ftp://api", "http://api/path", "http://me@api", "http://api?x", "http://"])(
    "refuses %j as the place of the canary",
    (url) => {
      expect(faultsOf({ DATABASE_URL, CANARY_URL: url })).toEqual({
        CANARY_URL: `must be a URL such as http://api:8000, but is "${url}"`,
      });
    },
  );

  it("never repeats the value of a secret", () => {
    const message = faultsOf({ DATABASE_URL: "mysql://me:hunter2@db/x" })["DATABASE_URL"];

    expect(message).toBe("must be a URL that begins with postgres:// or postgresql://");
  });

  it.each([
    ["10.0.0.0/8, ::1/128", ["10.0.0.0/8", "::1/128"]],
    ["127.0.0.1", ["127.0.0.1/32"]],
    ["fd00::", ["fd00::/128"]],
  ])("reads the networks %s", (text, networks) => {
    expect(read({ FETCH_ALLOW_PRIVATE: text }).fetch.allowPrivate).toEqual(networks);
  });

  it.each([
    ["scanner.test, Other.Example.", ["scanner.test", "other.example."]],
    ["192.0.2.7", ["192.0.2.7"]],
    ["fd00::1,[fd00::2]", ["[fd00::1]", "[fd00::2]"]],
    ["bücher.example", ["xn--bcher-kva.example"]],
  ])("reads the host names %s", (text, names) => {
    expect(read({ ALLOWED_HOSTS: text }).auth.allowedHosts).toEqual(names);
  });

  it.each(["a:80", "http://a", "a/b", "*", "*.example.com", "a,,b", "me@a", "a b", "[::1"])(
    "refuses the host names %s",
    (text) => {
      expect(Object.keys(faultsOf({ DATABASE_URL, ALLOWED_HOSTS: text }))).toEqual([
        "ALLOWED_HOSTS",
      ]);
    },
  );

  it.each([
    ["1", 1],
    ["loopback, uniquelocal", ["loopback", "uniquelocal"]],
    ["10.0.0.0/8,192.0.2.7,fd00::1", ["10.0.0.0/8", "192.0.2.7/32", "fd00::1/128"]],
  ])("reads the proxies %s", (text, proxies) => {
    expect(read({ TRUSTED_PROXIES: text }).http.trustedProxies).toEqual(proxies);
    expect(read().http.trustedProxies).toBeNull();
  });

  it.each(["true", "0", "33", "-1", "proxy.test", "*", "0.0.0.0/0", "::/0", "1,2", "a,,b"])(
    "refuses the proxies %s",
    (text) => {
      expect(faultsOf({ DATABASE_URL, TRUSTED_PROXIES: text })).toEqual({
        TRUSTED_PROXIES:
          "must be how many proxies requests pass, from 1 to 32, or their addresses and networks separated by " +
          `commas, such as loopback,10.0.0.0/8, but is "${text}"`,
      });
    },
  );

  it("answers under the names of its own URLs", () => {
    const { auth } = read({ PUBLIC_URL: "https://A.test/x", CANARY_URL: "http://b.test:8000" });

    expect(auth.allowedHosts).toEqual(["a.test", "b.test"]);
  });

  it("reads the waits before the attempts of a webhook, and takes none that no timer can wait", () => {
    const { webhooks } = read({ WEBHOOK_SCHEDULE_MS: "0, 5000" });

    expect(webhooks.scheduleMs).toEqual([0, 5_000]);
    for (const text of ["5s", "1,,2", "-1", "1.5", "2147483648"])
      expect(Object.keys(faultsOf({ DATABASE_URL, WEBHOOK_SCHEDULE_MS: text }))).toEqual([
        "WEBHOOK_SCHEDULE_MS",
      ]);
  });

  it.each(["10.0.0.0/33", "10.0.0/8", "::1/129", "fe80::1%eth0/64", "10.0.0.0/8/8", "a,,b", "*"])(
    "refuses the networks %s",
    (text) => {
      expect(Object.keys(faultsOf({ DATABASE_URL, FETCH_ALLOW_PRIVATE: text }))).toEqual([
        "FETCH_ALLOW_PRIVATE",
      ]);
    },
  );

  it("refuses private networks and well-known passwords in production, and there alone", () => {
    const env = {
      DATABASE_URL: "postgres://scanner:scanner@db/scanner",
      REDIS_URL: "redis://:Password@redis:6379",
      FETCH_ALLOW_PRIVATE: "127.0.0.0/8",
    };

    expect(Object.keys(faultsOf({ ...env, MODE: "production" }))).toEqual([
      "DATABASE_URL",
      "REDIS_URL",
      "FETCH_ALLOW_PRIVATE",
    ]);
    expect(faultsOf(env)).toEqual({});
  });

  it.each([
    "postgres://u:change%2dme@db/x",
    "postgres://db/x?user=u&password=postgres",
    "postgres://owner:owner@db/x",
  ])("knows the well-known password of %s", (url) => {
    expect(faultsOf({ MODE: "production", DATABASE_URL: url })).toHaveProperty("DATABASE_URL");
  });

  it("accepts a password with a stray percent sign", () => {
    expect(faultsOf({ MODE: "production", DATABASE_URL: "postgres://u:100%sure@db/x" })).toEqual(
      {},
    );
  });

  it.each(["127.0.0.1", "127.8.0.1", "localhost", "::1"])("leaves access open on %s", (host) => {
    expect(read({ HOST: host }).auth.mode).toBe("off");
    expect(read({ HOST: host, AUTH: "keys" }).auth.mode).toBe("keys");
  });

  it.each(["0.0.0.0", "::", "10.0.0.1", "127.0.0.1.example.com"])("wants keys on %s", (host) => {
    expect(read({ HOST: host }).auth.mode).toBe("keys");
    expect(faultsOf({ DATABASE_URL, HOST: host, AUTH: "off" })).toHaveProperty("AUTH");
  });

  it.each([
    ["SCAN_DEFAULT_MAX_PAGES", { SCAN_DEFAULT_MAX_PAGES: "10", SCAN_MAX_PAGES_LIMIT: "5" }],
    ["WORKER_BEAT_MS", { WORKER_BEAT_MS: "5000", WORKER_LEASE_MS: "9999" }],
    ["WORKER_BACKOFF_BASE_MS", { WORKER_BACKOFF_BASE_MS: "20", WORKER_BACKOFF_MAX_MS: "10" }],
    ["RELAY_PUBLISH_TIMEOUT_MS", { RELAY_PUBLISH_TIMEOUT_MS: "900", RELAY_CLAIM_MS: "1000" }],
  ])("refuses %s when it does not fit its counterpart", (variable, env) => {
    expect(Object.keys(faultsOf({ DATABASE_URL, ...env }))).toEqual([variable]);
  });

  it("names the public URL as contact in its own user agent, never in another's", () => {
    const PUBLIC_URL = "https://scan.example.org/";

    expect(read({ PUBLIC_URL }).fetch.userAgent).toBe(
      "sitemap-scanner/0.1 (+https://scan.example.org)",
    );
    expect(read({ PUBLIC_URL, FETCH_USER_AGENT: "mine/1" }).fetch.userAgent).toBe("mine/1");
  });

  it("refuses a user agent that would end the header", () => {
    expect(faultsOf({ DATABASE_URL, FETCH_USER_AGENT: "a\r\nHost: b" })).toHaveProperty(
      "FETCH_USER_AGENT",
    );
  });
});

describe("FETCH_HEADERS", () => {
  it("is a JSON object, whose names are read in lower case", () => {
    const text = '{"X-Crawler": "yes", "Authorization": "Bearer t0ken"}';

    expect(read({ FETCH_HEADERS: text }).fetch.headers).toEqual({
      "x-crawler": "yes",
      authorization: "Bearer t0ken",
    });
    expect(read().fetch.headers).toEqual({});
    expect(read({ FETCH_HEADERS: "{}" }).fetch.headers).toEqual({});
  });

  it.each([
    "x-crawler: yes",
    "null",
    '"text"',
    '["a"]',
    '{"x": 1}',
    '{"x": null}',
    '{"x": "a\\r\\nhost: b"}',
    '{"x": "ä"}',
    '{"": "a"}',
    '{"a b": "c"}',
    '{"a:b": "c"}',
    '{"x": "1", "X": "2"}',
    ...["Host", "content-length", "Connection", "transfer-encoding", "upgrade", "te", "expect"].map(
      (name) => JSON.stringify({ [name]: "a" }),
    ),
    ...["user-agent", "accept-encoding", "range", "if-none-match", "proxy-authorization"].map(
      (name) => JSON.stringify({ [name]: "a" }),
    ),
  ])("refuses %s", (text) => {
    expect(Object.keys(faultsOf({ DATABASE_URL, FETCH_HEADERS: text }))).toEqual(["FETCH_HEADERS"]);
  });

  it("is not repeated when it is wrong", () => {
    const text = '{"authorization": "Bearer t0ken", "host": "a"}';

    expect(JSON.stringify(faultsOf({ DATABASE_URL, FETCH_HEADERS: text }))).not.toContain("t0ken");
  });
});

describe("FETCH_PROXY", () => {
  it.each([
    ["http://proxy:3128", "http://proxy:3128"],
    ["http://me:s3cret@10.0.0.9:3128/", "http://me:s3cret@10.0.0.9:3128"],
    ["http://[fd00::1]:3128", "http://[fd00::1]:3128"],
  ])("reads %s", (text, proxy) => {
    expect(read({ FETCH_PROXY: text }).fetch.proxy).toBe(proxy);
    expect(read().fetch.proxy).toBeNull();
  });

  it.each([
    "proxy:3128",
    "https://proxy:3128",
    "socks5://proxy",
    "http://proxy/path",
    "http://p?",
    "http://100%:a@p",
  ])("refuses %s", (text) => {
    const faults = faultsOf({ DATABASE_URL, FETCH_PROXY: text });

    expect(faults).toEqual({
      FETCH_PROXY: "must be a URL such as http://user:password@host:3128",
    });
  });
});

describe("describeConfig()", () => {
  it("holds everything but the passwords", () => {
    const config = read({ REDIS_URL: "rediss://:s3cr3t-word@redis:6379/0" });

    const described = describeConfig(config);

    expect(described.database.url).toBe("postgres://scanner:[redacted]@db.internal:5432/scanner");
    expect(described.scan).toEqual(config.scan);
    expect(JSON.stringify(described)).not.toMatch(/s3cr3t|k9-Vt2/);
  });

  it("shows which headers and which proxy are used, but neither values nor credentials", () => {
    const described = describeConfig(
      read({ FETCH_HEADERS: '{"x-key": "s3cr3t-word"}', FETCH_PROXY: "http://t0ken@proxy:3128" }),
    );

    expect(described.fetch.headers).toEqual({ "x-key": "[redacted]" });
    expect(described.fetch.proxy).toBe("http://[redacted]@proxy:3128");
    expect(describeConfig(read()).fetch).toEqual(read().fetch);
  });
});

describe("VARIABLES", () => {
  it("holds a default that reads back for every variable that has one", () => {
    const defaults = Object.entries(VARIABLES).map(([name, variable]) => [name, variable.default]);

    expect(read(Object.fromEntries(defaults.filter(([, text]) => text !== null)))).toEqual(read());
  });

  it("describes each variable in one sentence without a full stop", () => {
    for (const { description } of Object.values(VARIABLES))
      expect(description).toMatch(/^\w.*[^.]$/);
  });
});
