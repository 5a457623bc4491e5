// Runs in each test file, before its tests.
import { afterAll } from "@jest/globals";
import { releaseEverything } from "../end-of-file.ts";
import { refuseLoggedSecrets } from "../logged-secrets.ts";
import { noteTestWorker } from "../run-directory.ts";

// A worker whose test hangs would outlive a run that was killed.
noteTestWorker();

afterAll(async () => {
  await releaseEverything();
  refuseLoggedSecrets();
});
