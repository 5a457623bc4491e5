export type { Config } from "./config/config.ts";
export { ConfigError, type ConfigFault } from "./config/config-error.ts";
export { describeConfig } from "./config/describe-config.ts";
export { readEnvironment, readFetchEnvironment } from "./config/environment.ts";
export { isLoopback } from "./config/rules.ts";
export { type Variable, VARIABLES } from "./config/variables.ts";
export { armCrashPoint, CRASH_POINTS, crashPoint, type CrashPoint } from "./crash-point.ts";
export { keepHeapSmall } from "./keep-heap-small.ts";
export {
  createLogger,
  type LogFields,
  type Logger,
  type LoggerOptions,
  type LogLevel,
} from "./logger.ts";
export { createLoopMetrics, type LoopMetrics } from "./metrics/loop-metrics.ts";
export { createMetrics, METRICS_CONTENT_TYPE, type Metrics } from "./metrics/metrics.ts";
export { createProcessMetrics } from "./metrics/process-metrics.ts";
export { createLoop, type Loop } from "./loop.ts";
export { ImpossibleStateError, must } from "./must.ts";
export { redactText } from "./redact.ts";
export { type Process, type RunOptions, runUntilStopped } from "./shutdown.ts";
export { TimeoutError, withTimeout } from "./with-timeout.ts";
