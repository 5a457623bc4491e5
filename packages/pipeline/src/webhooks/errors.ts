export class WebhookNotFoundError extends Error {
  override readonly name = "WebhookNotFoundError";
  readonly code = "webhook_not_found";

  constructor(id: string) {
    super(`Cannot find webhook "${id}": there is none`);
  }
}

export class DeliveryNotFoundError extends Error {
  override readonly name = "DeliveryNotFoundError";
  readonly code = "delivery_not_found";

  constructor(id: string) {
    super(`Cannot find delivery "${id}": there is none`);
  }
}

/** There are as many endpoints as there may be. */
export class WebhookLimitError extends Error {
  override readonly name = "WebhookLimitError";
  readonly code = "webhook_limit_reached";

  constructor(most: number) {
    super(`Cannot add a webhook: there are ${most}`);
  }
}

/** Nothing is sent to a disabled endpoint. */
export class WebhookDisabledError extends Error {
  override readonly name = "WebhookDisabledError";
  readonly code = "webhook_disabled";

  constructor(id: string) {
    super(`Cannot send to webhook "${id}": it is disabled`);
  }
}

/** The delivery has not ended, so it can't be sent again. */
export class DeliveryNotFinishedError extends Error {
  override readonly name = "DeliveryNotFinishedError";
  readonly code = "delivery_not_finished";

  constructor(id: string, status: string) {
    super(`Cannot replay delivery "${id}": it is ${status}`);
  }
}
