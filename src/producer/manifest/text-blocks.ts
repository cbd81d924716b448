/** Texts as bytes, one behind the other, where the collector has nothing to walk. */
export interface TextBlocks {
  /** Writes a text behind those that are kept and gives its place. The next one is written over it, unless it is kept. */
  readonly write: (text: string, isAscii: boolean) => number;
  /** Keeps the text that was written last. */
  readonly keep: () => void;
  readonly areSame: (place: number, other: number) => boolean;
}

/** Small enough that little is unused, and large enough that the places of 4 GiB fit into 32 bits. */
const blockBits = 20;
const blockBytes = 2 ** blockBits;
/** Stands behind each text; no byte of UTF-8. */
const end = 0xff;

/** Opens an empty store of texts. It grows by blocks, so that nothing has to be copied. */
export function createTextBlocks(): TextBlocks {
  let block = Buffer.allocUnsafeSlow(blockBytes);
  const blocks = [block];
  let used = 0;
  let usedAfterLast = 0;
  const grow = (mostBytes: number) => {
    // Nothing is kept of a block whose only text was not.
    if (used === 0) blocks.pop();
    block = Buffer.allocUnsafeSlow(Math.max(blockBytes, mostBytes));
    blocks.push(block);
    used = 0;
  };
  return {
    write: (text, isAscii) => {
      // Three bytes are the most that a unit of a string takes.
      const mostBytes = text.length * 3 + 1;
      if (used + mostBytes > blockBytes) grow(mostBytes);
      const textEnd = used + block.write(text, used, isAscii ? 'latin1' : 'utf8');
      block[textEnd] = end;
      usedAfterLast = textEnd + 1;
      return (((blocks.length - 1) << blockBits) | used) >>> 0;
    },
    keep: () => {
      used = usedAfterLast;
    },
    areSame: (place, other) => {
      const [text, otherText] = [blocks[place >>> blockBits], blocks[other >>> blockBits]];
      if (!text || !otherText)
        throw new Error(`Cannot compare texts that were not written: got ${place}, ${other}`);
      let at = place % blockBytes;
      let otherAt = other % blockBytes;
      while (text[at] === otherText[otherAt] && text[at] !== end) {
        at += 1;
        otherAt += 1;
      }
      return text[at] === otherText[otherAt];
    },
  };
}
