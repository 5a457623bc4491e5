import base from "./jest.config.mjs";

/** `npm run faults`: faults that take their time, each with real processes on both back ends. */
export default {
  ...base,
  testMatch: ["<rootDir>/test/faults/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
};
