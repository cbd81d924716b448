import { runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

/** One thing a person did to a run: who, what and why. */
export interface AuditEntry {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly why: string | null;
}

/** Writes down what a person did. */
export async function writeAudit(
  ledger: Ledger,
  run: string,
  { who, what, why }: Omit<AuditEntry, 'at'>,
): Promise<void> {
  const fields = ['who', who, 'what', what, ...(why === null ? [] : ['why', why])];
  await ledger.redis.xadd(runKeys(ledger.prefix, run).audit, 'MAXLEN', '~', 10_000, '*', ...fields);
}

/** What people did to a run, oldest first. */
export async function readAudit(ledger: Ledger, run: string): Promise<AuditEntry[]> {
  const entries = await ledger.redis.xrange(runKeys(ledger.prefix, run).audit, '-', '+');
  return entries.map(([id, pairs]) => {
    const fields = new Map<string, string>();
    for (let i = 0; i + 1 < pairs.length; i += 2) fields.set(pairs[i] ?? '', pairs[i + 1] ?? '');
    return {
      at: new Date(Number(id.split('-')[0])).toISOString(),
      who: fields.get('who') ?? '',
      what: fields.get('what') ?? '',
      why: fields.get('why') ?? null,
    };
  });
}
