import type { Shop } from './shop.ts';

/** A command that met a dying Redis is given again so often. */
const mostTries = 10;

/** Forgets a run that was verified. One sentence when something of it is left in Redis, otherwise none. */
export async function forgetRun({ place, environment }: Shop, run: string): Promise<string[]> {
  for (let tries = 1; ; tries += 1) {
    const { code } = await place.tcbatch(['forget', run], { environment }).ended;
    if (code === 0) break;
    if (tries === mostTries)
      throw new Error(`Cannot forget run ${run} as it ended with ${code} ${tries} times`);
  }
  const client = place.redis.connect();
  const left = await client.keys(`*{${run}}*`);
  client.disconnect();
  return left.length > 0 ? [`of run ${run}, which is forgotten, ${left.join(', ')} are left`] : [];
}
