import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { getCACertificates, setDefaultCACertificates } from "node:tls";

/** The file that `NODE_EXTRA_CA_CERTS` wants. */
export const TEST_AUTHORITY = fileURLToPath(
  new URL("./fixtures/tls/authority.pem", import.meta.url),
);

/** All but `self-signed` are of one authority; `valid` and `expired` are for 127.0.0.1 and example.com. */
export type CertificateName = "valid" | "expired" | "other-host" | "self-signed";

export function readCertificate(name: CertificateName): { key: string; cert: string } {
  return { key: readPem("key"), cert: readPem(name) };
}

/** Trusts the authority of the test certificates, in this process, until the returned is called. */
export function trustTestAuthority(): () => void {
  const before = getCACertificates("default");
  setDefaultCACertificates([...before, readPem("authority")]);
  return () => setDefaultCACertificates(before);
}

function readPem(name: string): string {
  return readFileSync(new URL(`./fixtures/tls/${name}.pem`, import.meta.url), "utf8");
}
