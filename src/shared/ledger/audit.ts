import { type Line, lineName } from '../line.ts';
import { lineKeys, runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

/** One thing a person did to a run or a line: who, what and why. */
export interface AuditEntry {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly why: string | null;
}

/** Writes down what a person did to a run. */
export function writeAudit(ledger: Ledger, run: string, deed: Omit<AuditEntry, 'at'>): Promise<void> {
  return write(ledger, runKeys(ledger.prefix, run).audit, deed);
}

/** Writes down what a person did to a line. */
export function writeLineAudit(ledger: Ledger, line: Line, deed: Omit<AuditEntry, 'at'>): Promise<void> {
  return write(ledger, lineKeys(ledger.prefix, lineName(line)).audit, deed);
}

/** What people did to a run, oldest first. */
export function readAudit(ledger: Ledger, run: string): Promise<AuditEntry[]> {
  return read(ledger, runKeys(ledger.prefix, run).audit, wholeTime);
}

/** A time of which what was done is asked for, both ends included. */
export interface Span {
  readonly sinceMs: number;
  /** Null: until now. */
  readonly untilMs: number | null;
}

export const wholeTime: Span = { sinceMs: 0, untilMs: null };

/** What people did to a line in a time, oldest first. */
export function readLineAudit(ledger: Ledger, line: Line, span: Span): Promise<AuditEntry[]> {
  return read(ledger, lineKeys(ledger.prefix, lineName(line)).audit, span);
}

async function write(ledger: Ledger, key: string, { who, what, why }: Omit<AuditEntry, 'at'>): Promise<void> {
  const fields = ['who', who, 'what', what, ...(why === null ? [] : ['why', why])];
  await ledger.redis.xadd(key, 'MAXLEN', '~', 10_000, '*', ...fields);
}

async function read(ledger: Ledger, key: string, { sinceMs, untilMs }: Span): Promise<AuditEntry[]> {
  return (await ledger.redis.xrange(key, sinceMs, untilMs ?? '+')).map(parseAuditEntry);
}

/** Reads an entry as its stream stores it. */
export function parseAuditEntry([id, pairs]: readonly [string, readonly string[]]): AuditEntry {
  const fields = new Map<string, string>();
  for (let i = 0; i + 1 < pairs.length; i += 2) fields.set(pairs[i] ?? '', pairs[i + 1] ?? '');
  return {
    at: new Date(Number(id.split('-')[0])).toISOString(),
    who: fields.get('who') ?? '',
    what: fields.get('what') ?? '',
    why: fields.get('why') ?? null,
  };
}
