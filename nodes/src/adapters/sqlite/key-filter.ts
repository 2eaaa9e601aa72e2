/**
 * Says in which runs a key may be: Bloom filters of 32 runs side by side in one word each, so that asking all of them takes
 * eight looks at most. 2 bytes of memory per key; one answer in two thousand per run is wrong, and costs one look at the disk.
 */

export const RUN_KEYS = 65_536;
/** Bits of one run's filter, 16 per key. A power of two. */
const BITS = 1_048_576;
const LOOKS = 8;
const PER_WORD = 32;

/** Bits of one run, as they are stored. */
export const emptyFilter = (): Uint8Array => new Uint8Array(BITS / 8);

/** Keys are parts of a SHA-256, so their own bytes are the hash. */
function* places(key: Uint8Array): Generator<number> {
  const view = new DataView(key.buffer, key.byteOffset, key.length);
  const step = view.getUint32(4) | 1;
  let at = view.getUint32(0);
  for (let look = 0; look < LOOKS; look += 1) {
    yield at & (BITS - 1);
    at = (at + step) >>> 0;
  }
}

export function addTo(filter: Uint8Array, key: Uint8Array): void {
  for (const place of places(key)) filter[place >> 3] = (filter[place >> 3] ?? 0) | (1 << (place & 7));
}

export function createFilters() {
  /** One block holds the filters of up to 32 runs. */
  const blocks: { readonly words: Uint32Array; readonly runs: (number | undefined)[] }[] = [];

  const slot = (): { block: (typeof blocks)[number]; bit: number } => {
    for (const block of blocks) {
      const bit = block.runs.indexOf(undefined);
      if (bit >= 0) return { block, bit };
    }
    const runs = Array.from({ length: PER_WORD }, () => undefined);
    const block = { words: new Uint32Array(BITS), runs };
    blocks.push(block);
    return { block, bit: 0 };
  };

  return {
    add(run: number, filter: Uint8Array): void {
      const { block, bit } = slot();
      const mask = 1 << bit;
      block.runs[bit] = run;
      for (let byte = 0; byte < filter.length; byte += 1) {
        const value = filter[byte] ?? 0;
        if (value === 0) continue;
        for (let place = 0; place < 8; place += 1) {
          if ((value >> place) & 1) block.words[byte * 8 + place] = (block.words[byte * 8 + place] ?? 0) | mask;
        }
      }
    },

    drop(run: number): void {
      for (const block of blocks) {
        const bit = block.runs.indexOf(run);
        if (bit < 0) continue;
        block.runs[bit] = undefined;
        const rest = ~(1 << bit);
        for (let place = 0; place < BITS; place += 1) block.words[place] = (block.words[place] ?? 0) & rest;
      }
    },

    /** Runs that may hold the key, newest first. */
    candidates(key: Uint8Array): number[] {
      const view = new DataView(key.buffer, key.byteOffset, key.length);
      const first = view.getUint32(0);
      const step = view.getUint32(4) | 1;
      const found: number[] = [];
      for (const { words, runs } of blocks) {
        let word = -1;
        let at = first;
        for (let look = 0; look < LOOKS && word !== 0; look += 1) {
          word &= words[(at >>> 0) & (BITS - 1)] ?? 0;
          at = (at + step) >>> 0;
        }
        for (let bit = 0; word !== 0; bit += 1, word >>>= 1) {
          const run = runs[bit];
          if ((word & 1) === 1 && run !== undefined) found.push(run);
        }
      }
      return found.length > 1 ? found.sort((a, b) => b - a) : found;
    },

    runs: (): number[] => blocks.flatMap((block) => block.runs.filter((run) => run !== undefined)),
    bytes: (): number => blocks.length * BITS * 4,
  };
}
