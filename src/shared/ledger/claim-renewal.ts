import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Line, lineName } from '../line.ts';
import { loadScript } from '../redis/script.ts';
import { lineKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

const claimRenewalScript = loadScript(import.meta.url, './claim-renewal.lua');

/** An expiry that a renewal is known to have brought; until a moment, an earlier one is not believed. */
export interface ExpiryFloor {
  readonly expiresAtMs: number;
  readonly believedUntilMs: number;
}

/** Who may renew something now. */
export interface RenewalClaim {
  readonly isOurs: boolean;
  readonly purchase: string;
  readonly floor: ExpiryFloor | null;
  /** The claim as it is stored, by which it may be taken over. */
  readonly stored: string;
}

const storedClaim = z.object({ p: z.string(), f: z.tuple([z.number(), z.number()]).optional() });

/** Claims a renewal for a purchase, or tells whose it is. A claim that was read may be taken over as it was read. */
export async function claimRenewal(
  ledger: Ledger,
  line: Line,
  wish: {
    readonly resource: string;
    readonly purchase: string;
    readonly takeOver?: { readonly stored: string; readonly floor: ExpiryFloor | null };
  },
): Promise<RenewalClaim> {
  const { resource, purchase, takeOver } = wish;
  const { renewing } = lineKeys(ledger.prefix, lineName(line));
  const floor = takeOver?.floor;
  const floorText = floor ? JSON.stringify([floor.expiresAtMs, floor.believedUntilMs]) : '';
  const args = [resource, purchase, randomUUID(), takeOver?.stored ?? '', floorText];
  const reply = await claimRenewalScript(ledger.redis, [renewing], args);
  const [kind, stored] = reply as ['claimed' | 'held', string];
  const { p, f } = storedClaim.parse(JSON.parse(stored));
  return {
    isOurs: kind === 'claimed',
    purchase: p,
    floor: f ? { expiresAtMs: f[0], believedUntilMs: f[1] } : null,
    stored,
  };
}
