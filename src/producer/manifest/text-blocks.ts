/** Texts as bytes, one behind the other, where the collector has nothing to walk. */
export interface TextBlocks {
  /** Writes a text behind those that are kept and gives its place. The next one is written over it, unless it is kept. */
  readonly write: (text: string) => number;
  /** Keeps the text that was written last. */
  readonly keep: () => void;
  readonly areSame: (place: number, other: number) => boolean;
  /** 32 bits that follow from the text at a place, and from `seed`. */
  readonly hash: (place: number, seed: number) => number;
}

/** Small enough that little is unused, and large enough that the places of 4 GiB fit into 32 bits. */
const blockBits = 20;
const blockBytes = 2 ** blockBits;
/** Stands behind each text; no byte of UTF-8. */
const end = 0xff;

/** Opens an empty store of texts. It grows by blocks, so that nothing has to be copied. */
export function createTextBlocks(): TextBlocks {
  const blocks: Buffer[] = [Buffer.allocUnsafeSlow(blockBytes)];
  let used = 0;
  let usedAfterLast = 0;
  const blockOf = (place: number): Buffer => blocks[place >>> blockBits] ?? noBytes;
  return {
    write: (text) => {
      // Three bytes are the most that a unit of a string takes.
      const mostBytes = text.length * 3 + 1;
      if (used + mostBytes > blockBytes) {
        // Nothing is kept of a block whose only text was not.
        if (used === 0) blocks.pop();
        blocks.push(Buffer.allocUnsafeSlow(Math.max(blockBytes, mostBytes)));
        used = 0;
      }
      const place = (((blocks.length - 1) << blockBits) | used) >>> 0;
      usedAfterLast = writeText(text, blockOf(place), used);
      return place;
    },
    keep: () => {
      used = usedAfterLast;
    },
    areSame: (place, other) => {
      const [block, otherBlock] = [blockOf(place), blockOf(other)];
      let at = place % blockBytes;
      let otherAt = other % blockBytes;
      while (block[at] === otherBlock[otherAt] && block[at] !== end) {
        at += 1;
        otherAt += 1;
      }
      return block[at] === otherBlock[otherAt];
    },
    hash: (place, seed) => {
      const block = blockOf(place);
      let hash = seed;
      // FNV-1a.
      for (let at = place % blockBytes; block[at] !== end; at += 1) {
        hash = Math.imul(hash ^ (block[at] ?? end), 0x01000193);
      }
      return hash;
    },
  };
}

const noBytes = Buffer.alloc(0);

/** Returns where the next text may begin. */
function writeText(text: string, block: Buffer, start: number): number {
  const { length } = text;
  let at = 0;
  for (; at < length; at += 1) {
    const code = text.charCodeAt(at);
    // Most texts are ASCII; for a few dozen characters this costs less than the call of `write`.
    if (code > 0x7f) break;
    block[start + at] = code;
  }
  const textEnd = at === length ? start + at : start + block.write(text, start);
  block[textEnd] = end;
  return textEnd + 1;
}
