import base from "./jest.config.mjs";

// Read by test/pipeline/setup.ts.
process.env["TEST_BACKENDS"] = "both";

/** `npm run faults`: faults and hostile sites that take their time, and the whole pipeline on both back ends. */
export default {
  ...base,
  testMatch: ["<rootDir>/test/faults/**/*.test.ts", "<rootDir>/test/pipeline/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
};
