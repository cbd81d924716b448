import { expect } from 'vitest';
import { scriptBytes } from '../support/script-bytes.ts';
import type { LinkTrap } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { purchaseOf, type Rig } from './rig.ts';
import { lastBytes, type TestedAction } from './rows.ts';

/** The five moments of one call between which anything may break. */
export const points = [
  'before the intent',
  'after the intent, before the send',
  'after the send',
  'after the answer, before settling',
  'after settling, before the job is acknowledged',
] as const;
export type Point = (typeof points)[number];

/** What the ledger says of the call's purchase at each point, and whether the provider has sold it. */
const standsAt = {
  'before the intent': { state: 'queued', sold: 0 },
  'after the intent, before the send': { state: 'sending', sold: 0 },
  'after the send': { state: 'sending', sold: 1 },
  'after the answer, before settling': { state: 'sending', sold: 1 },
  'after settling, before the job is acknowledged': { state: 'succeeded', sold: 1 },
} as const satisfies Record<Point, unknown>;

const record = 'src/shared/ledger/record.lua';
const openAttempt = scriptBytes(
  record,
  'src/shared/redis/server-facts.lua',
  'src/shared/ledger/fence.lua',
  'src/shared/ledger/open-attempt.lua',
);
const settle = scriptBytes(record, 'src/shared/ledger/settle.lua');

const admit = scriptBytes(record, 'src/shared/ledger/admit.lua');

/** Replies of the ledger's scripts as Redis writes them. */
const replyOpened = '$6\r\nopened';
const replySettled = '$7\r\nsettled';

/**
 * Does something to the first call that reaches a point, with the bytes of that moment still on their way; resolves
 * when it is done. Told by the bytes alone: the product knows nothing of it.
 */
export function atPoint(
  { redisProxy, apiProxy }: Rig,
  { point, action }: { readonly point: Point; readonly action: TestedAction },
  act: LinkTrap['act'],
): Promise<void> {
  switch (point) {
    case 'before the intent':
      return redisProxy.set({ direction: 'request', bytes: openAttempt, when: 'before', act });
    case 'after the intent, before the send':
      return redisProxy.set({ direction: 'answer', bytes: [replyOpened], when: 'before', act });
    case 'after the send':
      return apiProxy.set({ direction: 'request', bytes: [lastBytes[action]], when: 'after', act });
    case 'after the answer, before settling':
      return redisProxy.set({ direction: 'request', bytes: settle, when: 'before', act });
    case 'after settling, before the job is acknowledged':
      return redisProxy.set({ direction: 'answer', bytes: [replySettled], when: 'before', act });
  }
}

/** The same, to the nth batch that a submission admits. */
export function atAdmit({ redisProxy }: Rig, act: LinkTrap['act'], nth = 1): Promise<void> {
  return redisProxy.set({ direction: 'request', bytes: admit, nth, when: 'before', act });
}

/** Makes sure that a fault struck where it was meant to: the run's first purchase stands as it does at that point. */
export async function expectToStandAt(rig: Rig, run: string, point: Point): Promise<void> {
  const { state, sold } = standsAt[point];
  // The call is on its way to the provider when its last byte has passed the proxy.
  await until('the provider has the call', () => rig.simulator.executed().length >= sold);
  expect({ state: (await purchaseOf(rig, run)).state, sold: rig.simulator.executed().length }).toEqual({
    state,
    sold,
  });
}
