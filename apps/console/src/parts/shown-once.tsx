import { useState } from "preact/hooks";

/** A secret that the API tells this once: it is here until somebody says that they keep it. */
export function ShownOnce({
  title,
  secret,
  onKept,
}: {
  title: string;
  secret: string;
  onKept: () => void;
}) {
  const [copied, setCopied] = useState<string>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret);
      setCopied("Copied.");
    } catch {
      // Browsers give the clipboard to https and to localhost alone.
      setCopied("This browser does not let us copy: select it and copy it by hand.");
    }
  };
  return (
    <section class="note note-good shown-once" aria-label={title}>
      <p>
        <strong>{title}</strong> It is shown this once, and cannot be asked for again.
      </p>
      <p>
        <code class="secret">{secret}</code>
      </p>
      <p class="actions">
        <button type="button" onClick={() => void copy()}>
          Copy
        </button>
        <button type="button" onClick={onKept}>
          I have kept it
        </button>
        <span role="status">{copied}</span>
      </p>
    </section>
  );
}
