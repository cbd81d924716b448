import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { until } from '../support/until.ts';
import type { Rig } from './rig.ts';

/** A way in which Redis does not take writes for a while. */
export interface Outage {
  readonly name: string;
  readonly begin: (rig: Rig) => Promise<unknown>;
  readonly end: (rig: Rig) => Promise<unknown>;
  /** Afterwards nobody can tell that no other server took writes meanwhile, so a person has to look. */
  readonly isLikeFailover?: boolean;
}

export const outages: readonly Outage[] = [
  {
    name: 'Redis away',
    begin: ({ redisProxy }) => redisProxy.refuse(),
    end: ({ redisProxy }) => redisProxy.accept(),
  },
  {
    // It keeps its connections and says nothing.
    name: 'Redis hangs',
    begin: async ({ redis }) => process.kill(redis.pid, 'SIGSTOP'),
    end: async ({ redis }) => process.kill(redis.pid, 'SIGCONT'),
  },
  {
    name: 'Redis read-only',
    // An account that may only read, as managed services have them.
    begin: ({ ledger }) => ledger.redis.call('ACL', 'SETUSER', 'default', '-@write'),
    end: ({ ledger }) => ledger.redis.call('ACL', 'SETUSER', 'default', '+@write'),
  },
  {
    name: 'Redis made a replica and promoted again',
    // A replica of nobody: port 1 refuses.
    begin: ({ ledger }) => ledger.redis.call('REPLICAOF', '127.0.0.1', '1'),
    end: ({ ledger }) => ledger.redis.call('REPLICAOF', 'NO', 'ONE'),
    isLikeFailover: true,
  },
  {
    name: 'Redis short of replicas',
    begin: ({ ledger }) => ledger.redis.call('CONFIG', 'SET', 'min-replicas-to-write', '1'),
    end: ({ ledger }) => ledger.redis.call('CONFIG', 'SET', 'min-replicas-to-write', '0'),
  },
  {
    name: 'Redis out of memory',
    begin: ({ ledger }) => ledger.redis.call('CONFIG', 'SET', 'maxmemory', '1'),
    end: ({ ledger }) => ledger.redis.call('CONFIG', 'SET', 'maxmemory', '0'),
  },
  { name: 'Redis cannot write to its disk', begin: breakSaving, end: mendSaving },
];

/** A snapshot that cannot be written makes Redis refuse writes (MISCONF), as a full disk does. */
async function breakSaving(rig: Rig): Promise<void> {
  await mkdir(snapshotOf(rig));
  await rig.ledger.redis.call('CONFIG', 'SET', 'save', '3600 1000000');
  await rig.ledger.redis.call('BGSAVE');
  await until('the snapshot failed', async () => (await lastSave(rig)) === 'err');
}

async function mendSaving(rig: Rig): Promise<void> {
  await rm(snapshotOf(rig), { recursive: true });
  await rig.ledger.redis.call('BGSAVE');
  await until('the snapshot was written', async () => (await lastSave(rig)) === 'ok');
}

/** Where a file belongs, a folder is in the way. */
function snapshotOf({ redis }: Rig): string {
  return join(dirname(redis.socketPath), 'dump.rdb');
}

async function lastSave({ ledger }: Rig): Promise<string | undefined> {
  const info = String(await ledger.redis.call('INFO', 'persistence'));
  return /rdb_last_bgsave_status:(\w+)/.exec(info)?.[1];
}
