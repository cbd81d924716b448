import { randomInt } from 'node:crypto';
import { createTextBlocks } from './text-blocks.ts';

/** Remembers texts, each with a number. Takes their bytes and some twenty more, none of them the collector's to walk. */
export interface TextRegister {
  /** The number that a text was first noted with; null when it is noted now. */
  readonly note: (text: string, number: number) => number | null;
}

const firstCapacity = 1024;

/** What is noted, in the order noted: where its text is, its hash, its number. */
interface Notes {
  readonly places: Uint32Array;
  readonly hashes: Int32Array;
  readonly numbers: Int32Array;
  /** Hash table: the position of a note, from 1, at twice as many slots as there may be notes; 0 is a free slot. */
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
      const { places, hashes, numbers, slots } = notes;
      const place = texts.write(text);
      const hash = texts.hash(place, seed);
      let slot = slotOf(hash, slots);
      for (let noted = slots[slot]; noted; noted = slots[slot]) {
        const isSame = hashes[noted - 1] === hash && texts.areSame(places[noted - 1] ?? 0, place);
        if (isSame) return numbers[noted - 1] ?? null;
        slot = nextSlot(slot, slots);
      }
      texts.keep();
      places[count] = place;
      hashes[count] = hash;
      numbers[count] = number;
      count += 1;
      slots[slot] = count;
      return null;
    },
  };
}

function emptyNotes(capacity: number): Notes {
  return {
    places: new Uint32Array(capacity),
    hashes: new Int32Array(capacity),
    numbers: new Int32Array(capacity),
    slots: new Int32Array(capacity * 2),
  };
}

function grown({ places, hashes, numbers }: Notes): Notes {
  const larger = emptyNotes(places.length * 2);
  larger.places.set(places);
  larger.hashes.set(hashes);
  larger.numbers.set(numbers);
  const { slots } = larger;
  for (let at = 0; at < hashes.length; at += 1) {
    let slot = slotOf(hashes[at] ?? 0, slots);
    while (slots[slot]) slot = nextSlot(slot, slots);
    slots[slot] = at + 1;
  }
  return larger;
}

/** There are always a power of two slots; the upper bits decide as well. */
function slotOf(hash: number, slots: Int32Array): number {
  return (hash ^ (hash >>> 15)) & (slots.length - 1);
}

function nextSlot(slot: number, slots: Int32Array): number {
  return (slot + 1) & (slots.length - 1);
}
