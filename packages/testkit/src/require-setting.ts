/** @throws Error when the test was started without what prepares the run */
export function requireSetting(name: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== "") return value;
  throw new Error(`Cannot run this test: ${name} is not set. Start it with npm test`);
}
