export { openBroker, TASK_QUEUE, type Broker, type DoorbellState, type Ring } from "./broker.ts";
export { openConsumer, type Consumer, type Processor } from "./consumer.ts";
export { BROKER_FAULTS, type BrokerFault } from "./redis-facts.ts";
export { createRelay, type Relay, type RelayOptions } from "./relay.ts";
