type Release = () => Promise<void>;

const releases = new Set<Release>();

/**
 * Notes how to release something that a test opened, for the case that the test does not.
 *
 * @returns takes the note back; to be called once it is released
 */
export function atEndOfFile(release: Release): () => void {
  releases.add(release);
  return () => releases.delete(release);
}

/** Releases everything noted, youngest first. The first failure is thrown after all were tried. */
export async function releaseEverything(): Promise<void> {
  const failures: unknown[] = [];
  for (const release of [...releases].reverse()) {
    await release().catch((error: unknown) => failures.push(error));
  }
  releases.clear();
  if (failures.length > 0) throw failures[0];
}
