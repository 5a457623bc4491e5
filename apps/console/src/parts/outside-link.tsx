/** An address that a scan found. It is shown as text, and leads there only by http or https. */
export function OutsideLink({ url }: { url: string }) {
  const { protocol } = URL.parse(url) ?? { protocol: "" };
  if (protocol !== "http:" && protocol !== "https:") return <span class="url">{url}</span>;
  return (
    <a class="url" href={url} target="_blank" rel="noreferrer noopener">
      {url}
    </a>
  );
}
