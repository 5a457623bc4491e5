/** Where one can go, in the order of the bar; `key` goes there after `g`. */
export const PLACES = [
  { href: "/", name: "Home", key: "h" },
  { href: "/scans", name: "Scans", key: "s" },
  { href: "/domains", name: "Domains", key: "d" },
  { href: "/workers", name: "Workers", key: "w" },
  { href: "/webhooks", name: "Webhooks", key: "e" },
  { href: "/keys", name: "Keys", key: "k" },
] as const;

/** Pages of the same server that are not of the console. */
export const BESIDE = [
  { href: "/admin/queues", name: "Queues" },
  { href: "/docs", name: "API" },
] as const;
