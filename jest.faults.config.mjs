import base from "./jest.config.mjs";

/** `npm run faults`: faults and hostile sites that take their time, with real processes. */
export default {
  ...base,
  testMatch: ["<rootDir>/test/faults/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
};
