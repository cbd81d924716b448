import { randomInt } from 'node:crypto';

/** Remembers texts, each with a number. Takes their bytes and some twenty more, none of them the collector's to walk. */
export interface TextRegister {
  /** The number that a text was first noted with; null when it is noted now. */
  readonly note: (text: string, number: number) => number | null;
}

const firstCapacity = 1024;
const bytesPerTextAtFirst = 32;

/** What is noted, in the order noted: where its bytes end, its hash, its number. */
interface Notes {
  readonly ends: Uint32Array;
  readonly hashes: Int32Array;
  readonly numbers: Int32Array;
  /** Hash table: the place of a note, from 1, at twice as many slots as there may be notes; 0 is a free slot. */
  readonly slots: Int32Array;
}

/** Opens a register for a million texts and more, of a few dozen characters each. */
export function createTextRegister(): TextRegister {
  // Nobody can make a manifest whose texts all fall on one slot.
  const seed = randomInt(2 ** 31);
  let notes = emptyNotes(firstCapacity);
  let bytes = Buffer.allocUnsafe(firstCapacity * bytesPerTextAtFirst);
  let count = 0;
  let used = 0;

  /** Whether the bytes just written after the last note are those of an earlier one. */
  const isSame = (at: number, end: number): boolean => {
    const start = at === 0 ? 0 : (notes.ends[at - 1] ?? 0);
    return bytes.compare(bytes, used, end, start, notes.ends[at]) === 0;
  };

  return {
    note: (text, number) => {
      if (count === notes.ends.length) notes = grown(notes);
      // Three bytes are the most that a unit of a string takes.
      if (used + text.length * 3 > bytes.length) bytes = longer(bytes, bytes.length * 1.5 + text.length * 3);
      const end = used + bytes.write(text, used);
      const hash = hashOf(text, seed);
      let slot = slotOf(hash, notes.slots);
      for (let place = notes.slots[slot]; place; place = notes.slots[slot]) {
        if (notes.hashes[place - 1] === hash && isSame(place - 1, end))
          return notes.numbers[place - 1] ?? null;
        slot = (slot + 1) % notes.slots.length;
      }
      notes.ends[count] = end;
      notes.hashes[count] = hash;
      notes.numbers[count] = number;
      count += 1;
      notes.slots[slot] = count;
      used = end;
      return null;
    },
  };
}

function emptyNotes(capacity: number): Notes {
  return {
    ends: new Uint32Array(capacity),
    hashes: new Int32Array(capacity),
    numbers: new Int32Array(capacity),
    slots: new Int32Array(capacity * 2),
  };
}

function grown({ ends, hashes, numbers }: Notes): Notes {
  const larger = emptyNotes(ends.length * 2);
  larger.ends.set(ends);
  larger.hashes.set(hashes);
  larger.numbers.set(numbers);
  for (const [at, hash] of hashes.entries()) {
    let slot = slotOf(hash, larger.slots);
    while (larger.slots[slot]) slot = (slot + 1) % larger.slots.length;
    larger.slots[slot] = at + 1;
  }
  return larger;
}

/** Not cleared: the system gives no memory to what was never written. */
function longer(bytes: Buffer, length: number): Buffer<ArrayBuffer> {
  const copy = Buffer.allocUnsafeSlow(Math.ceil(length));
  bytes.copy(copy);
  return copy;
}

/** FNV-1a over the units of the string. */
function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** There are always a power of two slots; the upper bits decide as well. */
function slotOf(hash: number, slots: Int32Array): number {
  return (hash ^ (hash >>> 15)) & (slots.length - 1);
}
