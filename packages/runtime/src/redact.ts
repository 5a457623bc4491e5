export const REDACTED = "[redacted]";

/** Names whose values are secret whatever they hold, compared without case, `-` and `_`. */
const SECRET_NAMES =
  /^(?:(?:proxy)?authorization|(?:set)?cookies?|password|passwd|pgpassword|secret|token|(?:access|refresh)token|(?:x)?apikey|privatekey)$/;

// NOTE: both begin with a fixed text and exclude what ends them, so a long hostile one costs linear time.
const URL_PASSWORD = /(:\/\/[^\s/?#:@]*):[^\s/?#]*@/g;
const QUERY_SECRET =
  /([?&](?:password|sslpassword|secret|token|access_token|api_?key)=)[^&\s#"']*/gi;
// A secret that signs webhooks, wherever it stands.
const WEBHOOK_SECRET = /\bwhsec_[\w+/=-]+/g;
// A key of this API: 32 characters and a checksum.
const API_KEY = /\bsms_[0-9A-Za-z]{38}\b/g;
const BEARER = /\b(bearer )[\w.~+/=-]{8,}/gi;

/** Takes passwords out of URLs, secrets out of queries and webhooks, keys, and tokens out of authorization values. */
export function redactText(text: string): string {
  return text
    .replace(URL_PASSWORD, `$1:${REDACTED}@`)
    .replace(QUERY_SECRET, `$1${REDACTED}`)
    .replace(WEBHOOK_SECRET, REDACTED)
    .replace(API_KEY, REDACTED)
    .replace(BEARER, `$1${REDACTED}`);
}

/** `undefined` when a field of this name may be shown. */
export function redactField(name: string): string | undefined {
  return SECRET_NAMES.test(name.toLowerCase().replaceAll(/[-_]/g, "")) ? REDACTED : undefined;
}
