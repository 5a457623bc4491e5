import {
  holdDelivery,
  inTransaction,
  takeDelivery,
  type Db,
  type TakenDelivery,
} from "@sitemap-scanner/database";
import type { DeliveryDoorbell } from "@sitemap-scanner/contracts";
import type { ClaimPolicy } from "../claim-task.ts";

/** `undefined` when there is nothing to send: done already, taken by another, held, or an older generation. */
export type ClaimDelivery = (doorbell: DeliveryDoorbell) => Promise<TakenDelivery | undefined>;

export function createClaimDelivery({ db, ...policy }: { db: Db } & ClaimPolicy): ClaimDelivery {
  return (doorbell) =>
    inTransaction(db, async (tx) => {
      const delivery = await takeDelivery(tx, { ...doorbell, ...policy });
      if (!delivery) await holdDelivery(tx, doorbell.deliveryId);
      return delivery;
    });
}
