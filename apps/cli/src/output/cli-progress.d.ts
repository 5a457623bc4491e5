// The package brings no types. These are the parts that `progress.ts` uses.
declare module "cli-progress" {
  export interface BarOptions {
    format: string;
    stream: NodeJS.WritableStream;
    hideCursor?: boolean;
    clearOnComplete?: boolean;
    barsize?: number;
  }

  export class SingleBar {
    constructor(options: BarOptions);
    start(total: number, startValue: number, payload?: Record<string, unknown>): void;
    update(current: number, payload?: Record<string, unknown>): void;
    stop(): void;
  }
}
