import { createHash } from 'node:crypto';
import type { CheckedRow } from '../../shared/purchase.ts';

/** Adds rows in their order; `digest` ends it and gives 64 hexadecimal digits. */
export interface ManifestHasher {
  readonly add: (row: CheckedRow) => void;
  readonly digest: () => string;
}

/**
 * Tells whether two manifests are the same: their purchases in order, not their bytes. Line numbers, notes, format and
 * the spelling of the file do not count.
 */
export function manifestHasher(): ManifestHasher {
  const hash = createHash('sha256');
  let text = '';
  const flush = () => {
    hash.update(text);
    text = '';
  };
  return {
    add: ({ account, action, params, reference, count, terms }) => {
      // An array of JSON on a line of its own cannot run over into its neighbour, whatever its values hold.
      const asked = [account, action, params, reference, count];
      // A row without terms stays what it was before rows could have any.
      text += `${JSON.stringify(Object.keys(terms).length === 0 ? asked : [...asked, terms])}\n`;
      if (text.length >= charactersPerUpdate) flush();
    },
    digest: () => {
      flush();
      return hash.digest('hex');
    },
  };
}

/** A few large updates cost less than many small ones. */
const charactersPerUpdate = 16_384;
