import { randomInt } from 'node:crypto';
import { createTextBlocks } from './text-blocks.ts';

/** Remembers texts, each with a number. Takes their bytes and some twenty more, none of them the collector's to walk. */
export interface TextRegister {
  /** The number that a text was first noted with; null when it is noted now. */
  readonly note: (text: string, number: number) => number | null;
}

const firstCapacity = 1024;

/** What is noted, in the order noted: where its text is, and its number. */
interface Notes {
  readonly places: Uint32Array;
  readonly numbers: Int32Array;
  /**
   * Hash table at twice as many slots as there may be notes, two numbers each: the position of a note, from 1, and its
   * hash. They stand side by side, as each look at another place of memory costs more than all the rest. 0: free.
   */
  readonly slots: Int32Array;
}

/** Opens a register for a million texts and more, of a few dozen characters each. */
export function createTextRegister(): TextRegister {
  // Nobody can make a manifest whose texts all fall on one slot.
  const seed = randomInt(2 ** 31);
  const texts = createTextBlocks();
  let notes = emptyNotes(firstCapacity);
  let count = 0;
  return {
    note: (text, number) => {
      if (count === notes.places.length) notes = grown(notes);
      const { places, numbers, slots } = notes;
      const { hash, isAscii } = hashOf(text, seed);
      const place = texts.write(text, isAscii);
      let slot = slotOf(hash, slots);
      for (let noted = slots[slot]; noted; noted = slots[slot]) {
        const isSame = slots[slot + 1] === hash && texts.areSame(places[noted - 1] ?? 0, place);
        if (isSame) return numbers[noted - 1] ?? null;
        slot = nextSlot(slot, slots);
      }
      texts.keep();
      places[count] = place;
      numbers[count] = number;
      count += 1;
      slots[slot] = count;
      slots[slot + 1] = hash;
      return null;
    },
  };
}

function emptyNotes(capacity: number): Notes {
  return {
    places: new Uint32Array(capacity),
    numbers: new Int32Array(capacity),
    slots: new Int32Array(capacity * 4),
  };
}

function grown({ places, numbers, slots }: Notes): Notes {
  const larger = emptyNotes(places.length * 2);
  larger.places.set(places);
  larger.numbers.set(numbers);
  for (let old = 0; old < slots.length; old += 2) {
    const noted = slots[old] ?? 0;
    if (noted === 0) continue;
    const hash = slots[old + 1] ?? 0;
    let slot = slotOf(hash, larger.slots);
    while (larger.slots[slot]) slot = nextSlot(slot, larger.slots);
    larger.slots[slot] = noted;
    larger.slots[slot + 1] = hash;
  }
  return larger;
}

/** There are always a power of two slots; the upper bits decide as well. */
function slotOf(hash: number, slots: Int32Array): number {
  return ((hash ^ (hash >>> 15)) << 1) & (slots.length - 1);
}

function nextSlot(slot: number, slots: Int32Array): number {
  return (slot + 2) & (slots.length - 1);
}

/** FNV-1a over the units of the string. */
function hashOf(text: string, seed: number): { readonly hash: number; readonly isAscii: boolean } {
  let hash = seed;
  let bits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    bits |= code;
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  return { hash, isAscii: bits < 0x80 };
}
