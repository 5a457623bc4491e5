export { isRetryable, OUTCOMES, type Outcome } from "./outcome.ts";
