// The package brings no types. These are the parts that `progress.ts` uses.
declare module "cli-progress" {
  export interface BarOptions {
    format: string;
    stream: NodeJS.WritableStream;
    hideCursor?: boolean;
    gracefulExit?: boolean;
    barsize?: number;
  }

  export interface Bar {
    update(current: number, payload?: Record<string, unknown>): void;
  }

  export class MultiBar {
    constructor(options: BarOptions);
    create(total: number, startValue: number, payload?: Record<string, unknown>): Bar;
    /** Whole lines that stay above the bars. */
    log(text: string): void;
    update(): void;
    stop(): void;
  }
}
