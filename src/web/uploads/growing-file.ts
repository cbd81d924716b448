import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { open } from 'node:fs/promises';

/** A file that is being received, and can be read from its start meanwhile, as often as wanted. */
export interface GrowingFile {
  /** Writes the bytes as they come. Resolves with what stands for them all; rejects when they break off. */
  readonly fill: (bytes: AsyncIterable<Uint8Array>) => Promise<{ readonly digest: string }>;
  /** Reads from the start, waiting for what has not come yet. Throws what `fill` was rejected with. */
  readonly read: () => AsyncGenerator<Buffer>;
}

const pieceBytes = 256 * 1024;

interface Growth {
  /** Bytes that were received. */
  size: number;
  /** Whether all of them were; null while they come. */
  end: 'whole' | { readonly error: unknown } | null;
}

/** A new file at `path`, for this user alone. */
export function growingFile(path: string): GrowingFile {
  const growth = new EventEmitter();
  growth.setMaxListeners(0);
  const state: Growth = { size: 0, end: null };
  return {
    fill: async (bytes) => {
      try {
        const digest = createHash('sha256');
        const file = await open(path, 'wx', 0o600);
        try {
          for await (const piece of bytes) {
            await file.writeFile(piece);
            digest.update(piece);
            state.size += piece.length;
            growth.emit('grown');
          }
        } finally {
          await file.close();
        }
        state.end = 'whole';
        return { digest: digest.digest('hex') };
      } catch (error) {
        state.end = { error };
        throw error;
      } finally {
        growth.emit('grown');
      }
    },
    read: async function* () {
      let at = 0;
      while (state.size === 0 && state.end === null) await once(growth, 'grown');
      requireUnbroken(state);
      const file = await open(path, 'r');
      try {
        for (;;) {
          // Looked at first: what was received before this moment is read before the end is believed.
          const { end } = state;
          if (at < state.size) {
            const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes, at);
            at += bytesRead;
            yield buffer.subarray(0, bytesRead);
          } else if (end === null) await once(growth, 'grown');
          else {
            requireUnbroken(state);
            return;
          }
        }
      } finally {
        await file.close();
      }
    },
  };
}

function requireUnbroken({ end }: Growth): void {
  if (end !== null && end !== 'whole') throw end.error;
}
