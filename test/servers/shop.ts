import { mixedRows } from '../safety/mixed-rows.ts';
import { type Shop, withShop as withShopAt } from '../support/shop.ts';
import type { Place } from './place.ts';

/** Lends a shop whose processes reach the server, under a prefix that the test knows. */
export function withShop(place: Place, prefix: string, body: (shop: Shop) => Promise<void>): Promise<void> {
  const { REDIS_URL: url = '', ...more } = place.server.environment;
  return withShopAt({ url }, { environment: { ...more, TCBATCH_PREFIX: prefix } }, body);
}

/** Submits so many rows of all actions by the command; returns the run's id. */
export async function submit({ workplace }: Pick<Shop, 'workplace'>, count: number): Promise<string> {
  const text = mixedRows(count)
    .map((row) => JSON.stringify(row))
    .join('\n');
  const manifest = await workplace.write('manifest.jsonl', text);
  const { stdout, stderr } = await workplace.run(['submit', manifest, '--yes']);
  if (!/^r[0-9a-z]{12}\n$/.test(stdout))
    throw new Error(`Cannot submit the manifest of a test: got ${stderr}`);
  return stdout.trim();
}
