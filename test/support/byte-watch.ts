/** Bytes to be seen in a stream. */
export interface Trap {
  /** Any of these. */
  readonly bytes: readonly string[];
  /** It springs when they are seen for the nth time; the first unless told. */
  readonly nth?: number;
}

export interface SetTrap<Kind extends Trap> {
  readonly trap: Kind;
  /** How often its bytes have still to be seen. */
  left: number;
}

/** Where a trap's bytes lie in the chunk at hand; they may have begun before it. */
export interface Sight<Kind extends Trap> {
  readonly set: SetTrap<Kind>;
  readonly start: number;
  readonly end: number;
}

/** Looks for traps in a stream that comes in chunks cut anywhere. */
export interface ByteWatch<Kind extends Trap> {
  /** The first sight that ends within the chunk; null when there is none. */
  readonly find: (sets: readonly SetTrap<Kind>[], chunk: Buffer) => Sight<Kind> | null;
  /** These bytes are done with; what is sought may begin in them and end in the next. */
  readonly remember: (passed: Buffer) => void;
}

/** Longer than anything that is sought. */
const rememberedBytes = 256;

export function createByteWatch<Kind extends Trap>(): ByteWatch<Kind> {
  let before = Buffer.alloc(0);
  return {
    find: (sets, chunk) => {
      const whole = Buffer.concat([before, chunk]);
      const sights = sets.flatMap((set) => {
        const found = set.trap.bytes.flatMap((bytes) => findBytes(whole, bytes, before.length));
        return found.map(({ start, end }) => ({
          set,
          start: start - before.length,
          end: end - before.length,
        }));
      });
      return sights.sort((a, b) => a.end - b.end)[0] ?? null;
    },
    remember: (passed) => {
      before = Buffer.concat([before, passed]).subarray(-rememberedBytes);
    },
  };
}

/** The first place of these bytes that ends after `known`, as what ends before was seen already. */
function findBytes(whole: Buffer, bytes: string, known: number): { start: number; end: number }[] {
  const sought = Buffer.from(bytes);
  const start = whole.indexOf(sought, Math.max(0, known - sought.length + 1));
  return start === -1 ? [] : [{ start, end: start + sought.length }];
}
