import { cleanUpRun, RUN_DIRECTORY } from "../run-directory.ts";

/** Ends what the run started and removes what it wrote. */
// oxlint-disable-next-line import/no-default-export -- jest calls the default export
export default async function globalTeardown(): Promise<void> {
  const directory = process.env[RUN_DIRECTORY];
  if (directory !== undefined) await cleanUpRun(directory);
}
