import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { findPromtool, runPromtool } from "./promtool.ts";
import { readText, ROOT } from "./repository.ts";

const RULES = "infra/prometheus/alerts.yml";
const SCRAPE = "infra/prometheus/prometheus.yml";
const TESTS = "infra/prometheus/alerts.test.yml";

interface Alert {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; runbook_url: string };
}

const { groups } = parse(readText(RULES)) as { groups: { rules: Alert[] }[] };
const alerts = groups.flatMap((group) => group.rules);

let promtool: string;
beforeAll(async () => {
  promtool = await findPromtool();
}, 300_000);

describe("the alert rules", () => {
  it("are what Prometheus reads", async () => {
    const { code, output } = await runPromtool(promtool, "check", "rules", RULES);

    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("SUCCESS") });
  });

  it("fire when they should, and keep quiet when they should", async () => {
    const { code, output } = await runPromtool(promtool, "test", "rules", TESTS);

    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("SUCCESS") });
  });

  it.each(alerts.map((alert) => [alert.alert, alert] as const))(
    "%s leads to a page that says what to do, and is seen to fire",
    (name, { annotations, labels }) => {
      expect(["critical", "warning", "info", "none"]).toContain(labels.severity);
      expect(annotations.summary).not.toBe("");
      expect(existsSync(resolve(ROOT, annotations.runbook_url))).toBe(true);
      expect(readText(annotations.runbook_url)).toContain(name);
      expect(readText(TESTS)).toContain(`ALERTS{alertname="${name}", alertstate="firing"}`);
    },
  );

  it("ask for metrics that are there", () => {
    const listed = readText("docs/metrics.md");

    const asked = new Set(
      alerts.flatMap(({ expr }) => expr.match(/\b(?:sitemap_scanner|nodejs)_\w+/g) ?? []),
    );

    expect([...asked].filter((name) => !listed.includes(`\`${name}\``))).toEqual([]);
  });
});

describe("the scrape configuration", () => {
  it("is what Prometheus reads", async () => {
    // The key is not there: whoever runs it makes one.
    const { code, output } = await runPromtool(
      promtool,
      "check",
      "config",
      "--syntax-only",
      SCRAPE,
    );

    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("SUCCESS") });
  });

  it("has the rules, and asks API and every worker where docker-compose.yml has them", () => {
    const { services } = parse(readText("docker-compose.yml"), { merge: true });
    const { rule_files, scrape_configs } = parse(readText(SCRAPE));
    const [api, workers] = scrape_configs;

    expect(rule_files.map((file: string) => resolve(ROOT, "infra/prometheus", file))).toEqual([
      resolve(ROOT, RULES),
    ]);
    expect(api.static_configs).toEqual([{ targets: [`api:${services.api.environment.PORT}`] }]);
    expect(api.authorization.credentials_file).toMatch(/^\/run\/secrets\//);
    expect(workers.dns_sd_configs).toMatchObject([
      {
        names: ["worker"],
        type: "A",
        port: Number(services.worker.environment.WORKER_HEALTH_PORT),
      },
    ]);
  });
});

describe("the dashboard", () => {
  it("is JSON, and asks for metrics that are there", () => {
    const text = readText("infra/grafana/sitemap-scanner.json");
    const listed = readText("docs/metrics.md");

    const asked = new Set(text.match(/\b(?:sitemap_scanner|nodejs|process)_\w+/g));

    expect(() => JSON.parse(text)).not.toThrow();
    expect(asked.size).toBeGreaterThan(10);
    const names = [...asked].map((name) => name.replace(/_(?:bucket|count|sum)$/, ""));
    expect(names.filter((name) => !listed.includes(`\`${name}\``))).toEqual([]);
  });
});
