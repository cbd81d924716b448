import { setTimeout as delay } from 'node:timers/promises';
import { createApiClient } from '../api-client.ts';
import { createLookRooms, type LookRoomsOptions } from '../reconcile/look-rooms.ts';
import { readUin } from './read-balance.ts';

/** A key that may not ask is told so at once; only a provider that does not answer is waited for, and not for long. */
const mostMs = 3_000;

/**
 * The provider's own numbers of these accounts, by name: of those that have credentials, and whose keys may ask. Takes
 * three seconds at most, whatever happens.
 */
export async function readPayers(
  names: readonly string[],
  options: Omit<LookRoomsOptions, 'client'>,
): Promise<ReadonlyMap<string, string>> {
  const { requestTimeoutMs, proxies } = options.config;
  const client = createApiClient({ timeoutMs: Math.min(mostMs, requestTimeoutMs), proxies });
  const { room, stop } = createLookRooms({ ...options, client });
  const uins = new Map<string, string>();
  const looks = names.filter(room.canLook).map(async (name) => {
    const uin = await readUin(room.inAccount(name).provider.look).catch(() => null);
    if (uin !== null) uins.set(name, uin);
  });
  const timer = new AbortController();
  const isLate = delay(mostMs, undefined, { signal: timer.signal }).catch(() => {});
  await Promise.race([Promise.all(looks), isLate]);
  timer.abort();
  stop();
  // Not waited for: a call that is still out ends at its own deadline.
  void client.close();
  return new Map(uins);
}
