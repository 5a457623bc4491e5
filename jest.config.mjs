/** One configuration for the whole tree; what a test needs is started once by packages/testkit. */
export default {
  rootDir: ".",
  testEnvironment: "node",
  testMatch: [
    "<rootDir>/(packages|apps)/*/(src|test)/**/*.test.ts",
    "<rootDir>/infra/**/*.test.ts",
    "<rootDir>/test/**/*.test.ts",
  ],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/faults/"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "^.+\\.ts$": "@swc/jest" },
  globalSetup: "<rootDir>/packages/testkit/src/jest/global-setup.ts",
  globalTeardown: "<rootDir>/packages/testkit/src/jest/global-teardown.ts",
  setupFilesAfterEnv: ["<rootDir>/packages/testkit/src/jest/release-at-end.ts"],
  testTimeout: 60_000,
  maxWorkers: 2,
  testSequencer: "<rootDir>/tools/longest-first.mjs",
  reporters: ["default", "<rootDir>/tools/jest-tally.mjs"],
};
