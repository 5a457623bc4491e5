import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { VARIABLES } from "../../packages/runtime/src/index.ts";
import { isIgnored } from "./docker-ignore.ts";
import { type Copy, lineage, parseDockerfile } from "./dockerfile.ts";
import { readText, ROOT } from "./repository.ts";

const IMAGES = ["api", "worker"];
const stages = parseDockerfile(readText("infra/docker/Dockerfile"));
const ignore = readText(".dockerignore");

/** Every copy from the repository that ends up in an image, through whichever stage. */
function copiesOf(name: string): Copy[] {
  const copies = lineage(stages, name).flatMap((stage) => stage.copies);
  return copies.flatMap((copy) => (copy.from === null ? [copy] : copiesOf(copy.from)));
}

/** What runs in an image: its own command, and those that docker-compose.yml gives it. */
function entryPointsOf(name: string): string[] {
  interface Service {
    build?: { target: string };
    command?: string[];
  }
  const compose: { services: Record<string, Service> } = parse(readText("docker-compose.yml"), {
    merge: true,
  });
  const commands = Object.values(compose.services)
    .filter(({ build }) => build?.target === name)
    .map(({ command }) => command ?? lineage(stages, name).at(-1)?.command);
  return [...new Set(commands.map((command) => command?.at(-1) ?? "none"))];
}

describe("infra/docker/Dockerfile", () => {
  it("runs on the Node that is pinned for development", () => {
    const { devDependencies } = JSON.parse(readText("package.json"));

    expect(stages[0]?.base).toBe(`node:${devDependencies.node}-bookworm-slim`);
  });

  it("has every path that it copies", () => {
    const sources = stages
      .flatMap((stage) => stage.copies)
      .filter((copy) => copy.from === null)
      .flatMap((copy) => copy.sources);

    expect(sources.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(sources.filter((path) => isIgnored(ignore, path))).toEqual([]);
  });

  it("copies from stages that it has", () => {
    const from = stages.flatMap((stage) => stage.copies).flatMap((copy) => copy.from ?? []);

    expect(from.filter((name) => !stages.some((stage) => stage.name === name))).toEqual([]);
  });

  it.each(IMAGES)("runs %s as a user that is not root", (name) => {
    expect(lineage(stages, name).at(-1)?.user).toBe("node");
  });

  it.each(IMAGES)("gives %s a thread for each task of a worker, and many more", (name) => {
    const env = Object.assign({}, ...lineage(stages, name).map((stage) => stage.env));

    const threads = Number(env["UV_THREADPOOL_SIZE"]);
    expect(threads).toBeGreaterThan(2 * Number(VARIABLES["WORKER_CONCURRENCY"]?.default));
  });

  it("leaves out what is made for tests and for the embedded stack", () => {
    const sources = IMAGES.flatMap(copiesOf).flatMap((copy) => copy.sources);

    expect(sources.filter((path) => /embedded|testkit|apps\/cli/.test(path))).toEqual([]);
  });
});

describe(".dockerignore", () => {
  it.each([
    ".env",
    ".git/config",
    ".data/stack.json",
    "node_modules/pg/package.json",
    "apps/api/node_modules/x/index.js",
    "packages/database/.env.local",
    "packages/queue/test/relay.test.ts",
    "packages/queue/src/relay.test.ts",
    "packages/testkit/src/index.ts",
    "README.md",
  ])("leaves out %s", (path) => {
    expect(isIgnored(ignore, path)).toBe(true);
  });
});

// There may be no engine to build with, so the image is laid out by hand as the Dockerfile says.
describe("an image", () => {
  let app = "";

  beforeEach(() => {
    app = mkdtempSync(join(tmpdir(), "image-test-"));
  });

  afterEach(() => {
    rmSync(app, { recursive: true });
  });

  it.each(IMAGES.flatMap((name) => entryPointsOf(name).map((entry) => [name, entry] as const)))(
    "of %s holds every module that %s imports",
    (name, entry) => {
      layOut(name, app);

      const run = spawnSync(process.execPath, [join(app, entry)], {
        cwd: app,
        encoding: "utf8",
        env: { PATH: process.env["PATH"] },
        timeout: 30_000,
      });

      // All imports are resolved before the first statement, and that one reads the configuration.
      expect(run.stdout + run.stderr).toContain("DATABASE_URL is required");
      expect(run.status).toBe(1);
    },
  );
});

function layOut(image: string, app: string): void {
  for (const { sources, target } of copiesOf(image)) {
    for (const source of sources) {
      const isFolder = target.endsWith("/");
      const to = isFolder ? join(app, target, source.split("/").at(-1) ?? "") : join(app, target);
      cpSync(join(ROOT, source), to, {
        recursive: true,
        filter: (path) => !isIgnored(ignore, relative(ROOT, path)),
      });
    }
  }
  linkModules(app);
}

/** Links what npm would install, and of the workspaces those whose manifest is in the image. */
function linkModules(app: string): void {
  const modules = join(app, "node_modules");
  for (const name of readdirSync(join(ROOT, "node_modules"))) {
    if (name.startsWith(".") || name === "@sitemap-scanner") continue;
    link(join(ROOT, "node_modules", name), join(modules, name));
  }
  for (const name of readdirSync(join(app, "packages"))) {
    if (!existsSync(join(app, "packages", name, "package.json"))) continue;
    link(join(app, "packages", name), join(modules, "@sitemap-scanner", name));
  }
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
