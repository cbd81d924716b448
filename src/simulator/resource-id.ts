import { randomInt } from 'node:crypto';

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** An id in the vendor's manner: `edgeone-2unuvzjmmn2q`. Twelve signs hold 62 bits, so none comes twice. */
export function resourceId(prefix: string): string {
  const signs = Array.from({ length: 12 }, () => letters[randomInt(letters.length)]);
  return `${prefix}-${signs.join('')}`;
}
