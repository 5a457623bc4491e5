/** Entries it holds before it grows for the first time. */
const FIRST_SLOTS = 1_024;

export interface HashSet {
  /**
   * @param hash in hex; its first 64 bits are compared, so that among a million hashes the chance of one
   *   false find is 1 in 37 million
   * @returns false when it was there already
   */
  add(hash: string): boolean;
}

/** A set of hashes in 16 MB for a million of them, where a `Set` of strings takes 100. */
export function createHashSet(): HashSet {
  let slots = new Uint32Array(FIRST_SLOTS * 2);
  let size = 0;
  /** Two zeros mark a free slot. */
  let hasZero = false;

  function grow(): void {
    const old = slots;
    slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 2) {
      const [high = 0, low = 0] = [old[at], old[at + 1]];
      if ((high | low) !== 0) put(slots, high, low);
    }
  }

  return {
    add(hash) {
      const high = Number.parseInt(hash.slice(0, 8), 16);
      const low = Number.parseInt(hash.slice(8, 16), 16);
      if ((high | low) === 0) {
        const isNew = !hasZero;
        hasZero = true;
        return isNew;
      }
      if (!put(slots, high, low)) return false;
      size++;
      if (size * 4 > slots.length) grow();
      return true;
    },
  };
}

/** Open addressing: the first free slot from where the hash points to. */
function put(slots: Uint32Array, high: number, low: number): boolean {
  const mask = slots.length - 2;
  for (let at = (low * 2) & mask; ; at = (at + 2) & mask) {
    if (slots[at] === high && slots[at + 1] === low) return false;
    if (slots[at] === 0 && slots[at + 1] === 0) {
      slots[at] = high;
      slots[at + 1] = low;
      return true;
    }
  }
}
