export interface ConfigFault {
  readonly variable: string;
  /** Follows the name: "must be …", "is required …". Never holds a secret's value. */
  readonly message: string;
}

/** Everything that is wrong with the environment, all at once. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    const lines = faults.map(({ variable, message }) => `  ${variable} ${message}`);
    super(["Cannot read the configuration:", ...lines].join("\n"));
    this.faults = faults;
  }
}
