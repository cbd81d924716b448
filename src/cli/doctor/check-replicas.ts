import type { Config } from '../../shared/config.ts';
import { type Replication, readReplication } from '../../shared/redis/replication.ts';
import type { OpenLedger } from '../open-ledger.ts';
import type { Check } from './check.ts';

const name = 'replicas';

/** What a failover would cost. Nothing is said of a server that has no replica and needs none. */
export async function checkReplicas({ redis }: OpenLedger, { waitReplicas }: Config): Promise<Check[]> {
  const all = await readReplication(redis);
  const most = Math.max(...all.map(({ replicas }) => replicas));
  const fewest = Math.min(...all.map(({ replicas }) => replicas));
  if (most === 0 && waitReplicas === 0) return [];
  const finding = `Redis has ${fewest === most ? most : `${fewest} to ${most}`} replicas, and each intent waits for ${waitReplicas}.`;
  return [judge(finding, { most, fewest, waitReplicas }), ...checkIsolation(all, waitReplicas)];
}

function judge(
  finding: string,
  {
    most,
    fewest,
    waitReplicas,
  }: { readonly most: number; readonly fewest: number; readonly waitReplicas: number },
): Check {
  if (fewest < waitReplicas) {
    const advice = 'Nothing is sent until they are back, or TCBATCH_WAIT_REPLICAS is lowered.';
    return { name, state: 'wrong', finding, advice };
  }
  if (waitReplicas < most) {
    const advice = `After a failover every line is held for a person. Set TCBATCH_WAIT_REPLICAS=${most} for all workers, and runs go on by themselves.`;
    return { name, state: 'warning', finding, advice };
  }
  return { name, state: 'fine', finding, advice: null };
}

/** A primary that is cut off does not know that another one took its place. */
function checkIsolation(all: readonly Replication[], waitReplicas: number): Check[] {
  const isOpen = all.some(({ replicas, minReplicasToWrite }) => replicas > 0 && minReplicasToWrite === 0);
  if (!isOpen || waitReplicas > 0) return [];
  const finding = 'A primary that is cut off from its replicas goes on taking writes.';
  return [{ name, state: 'warning', finding, advice: 'Set `min-replicas-to-write 1`.' }];
}
