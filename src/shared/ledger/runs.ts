import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Labels } from '../labels.ts';
import type { Line } from '../line.ts';
import { lineName, parseLineName } from '../line.ts';
import { loadScript } from '../redis/script.ts';
import { everyRunKey, registryKeys, runKeys } from './keys.ts';
import { noteOwnFormat } from './keyspace-format.ts';
import type { Ledger } from './ledger.ts';
import { precheckField } from './prechecks.ts';
import { writeRun } from './write-run.ts';

const sealRunScript = loadScript(import.meta.url, './seal-run.lua');
const discardRunScript = loadScript(import.meta.url, './discard-run.lua');
const changePhaseScript = loadScript(import.meta.url, './change-phase.lua');
const claimManifestScript = loadScript(import.meta.url, './claim-manifest.lua');

/**
 * What a person or the producer last wanted of a run; `archived`: it came from an archive, for reading alone. Whether
 * it is held or finished follows from counts and holds.
 */
export const phases = ['submitting', 'running', 'paused', 'cancelled', 'archived'] as const;
export type Phase = (typeof phases)[number];

export interface RunRecord {
  readonly run: string;
  readonly phase: Phase;
  readonly name: string | null;
  readonly labels: Labels;
  readonly manifest: string;
  readonly manifestHash: string;
  /** Lines its purchases go to. */
  readonly lines: readonly Line[];
  readonly total: number;
  readonly rows: number;
  /** How many purchases are to be followed by another, by the name of its line. */
  readonly followUps: Readonly<Record<string, number>>;
  readonly submittedAtMs: number;
  /** When its purchases were last given to their queues as a whole: what was there before is bought before. */
  readonly queuedAtMs: number;
  readonly finishedAtMs: number | null;
  /** When a paused run goes on by itself; null for one that does not. */
  readonly startsAtMs: number | null;
  readonly isEnqueued: boolean;
  /** Its lines are held while an account's balance is below this, in hundredths of its currency; null: never. */
  readonly stopBelowCents: number | null;
  /** Names of the notes that any row has, with their `#`, in the order met; null before the run is sealed. */
  readonly noteNames: readonly string[] | null;
}

export interface NewRun {
  readonly run: string;
  readonly name: string | null;
  readonly labels?: Labels;
  /** False where nothing is to be looked at before it is bought. */
  readonly precheck?: boolean;
  readonly manifest: string;
  readonly manifestHash: string;
  readonly lines: readonly Line[];
  readonly total: number;
  readonly rows: number;
  readonly followUps?: Readonly<Record<string, number>>;
  readonly stopBelowCents?: number | null;
}

/** The id of the n-th run of a manifest, from 1: `r` and twelve characters that follow from the manifest's content. */
export function runIdFor(manifestHash: string, number: number): string {
  const digest = createHash('sha256').update(`${manifestHash}#${number}`).digest();
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  return `r${Array.from(digest.subarray(0, 12), (byte) => alphabet[byte % 32]).join('')}`;
}

/** How often a manifest was submitted; 0 for one never seen. */
export async function timesSubmitted(ledger: Ledger, manifestHash: string): Promise<number> {
  const { manifests } = registryKeys(ledger.prefix);
  return Number((await ledger.redis.hget(manifests, manifestHash)) ?? 0);
}

/** Claims the number after `known` for a manifest. Returns the number that stands: another's, if they were faster. */
export async function claimManifest(ledger: Ledger, manifestHash: string, known: number): Promise<number> {
  const { manifests } = registryKeys(ledger.prefix);
  return Number(await claimManifestScript(ledger.redis, [manifests], [manifestHash, known]));
}

/** Writes a run down as `submitting`, or finds it as it is. */
export async function createRun(ledger: Ledger, run: NewRun): Promise<Phase> {
  const registry = registryKeys(ledger.prefix);
  await noteOwnFormat(ledger);
  await ledger.redis.zadd(registry.runs, 'NX', Date.now(), run.run);
  await noteActive(ledger, run.run);
  const fields = {
    name: run.name ?? '',
    labels: JSON.stringify(run.labels ?? {}),
    manifest: run.manifest,
    manifestHash: run.manifestHash,
    lines: run.lines.map(lineName).join(' '),
    total: String(run.total),
    rows: String(run.rows),
    ...(run.followUps === undefined ? {} : { followUps: JSON.stringify(run.followUps) }),
    ...(run.stopBelowCents == null ? {} : { stopBelow: String(run.stopBelowCents) }),
    ...(run.precheck === false ? { [precheckField]: 'off' } : {}),
  };
  return (await writeRun(ledger, run.run, fields)) as Phase;
}

export interface Seal extends Pick<RunRecord, 'total' | 'rows'> {
  readonly noteNames: readonly string[];
  /** When it is to be worked; null: at once. */
  readonly startsAtMs?: number | null;
}

/** Seals a run once its last purchase is in. Throws when the ledger does not hold all of them. */
export async function sealRun(
  ledger: Ledger,
  run: string,
  { total, rows, noteNames, startsAtMs = null }: Seal,
): Promise<void> {
  const keys = runKeys(ledger.prefix, run);
  const args = [total, rows, JSON.stringify(noteNames), startsAtMs ?? ''];
  await sealRunScript(ledger.redis, [keys.run, keys.counts], args);
}

/** Forgets a run that was never sealed, its purchases included; no worker has seen them. */
export async function discardRun(ledger: Ledger, run: string): Promise<void> {
  const record = await readRun(ledger, run);
  if (!record) return;
  // At one moment, as another producer may be sealing the same run.
  const all = everyRunKey(ledger.prefix, run, record.rows);
  if ((await discardRunScript(ledger.redis, all, [])) !== 1) return;
  await unlistRun(ledger, run);
}

/** Puts a run that came from an archive where runs are listed, and its manifest among those submitted. */
export async function listImported(ledger: Ledger, record: RunRecord): Promise<void> {
  const number = numberOf(record);
  for (let known = await timesSubmitted(ledger, record.manifestHash); known < number; known += 1) {
    await claimManifest(ledger, record.manifestHash, known);
  }
  await ledger.redis.zadd(registryKeys(ledger.prefix).runs, record.submittedAtMs, record.run);
}

/** Which of its manifest's runs it is, from 1. */
function numberOf({ run, manifestHash }: RunRecord): number {
  for (let number = 1; number <= mostRuns; number += 1) {
    if (runIdFor(manifestHash, number) === run) return number;
  }
  throw new Error(`Cannot list run as its id does not follow from its manifest: got ${run}`);
}

/** Nobody has bought the same manifest more often. */
const mostRuns = 10_000;

/** Takes a run from every list; what it was is gone by then. */
export async function unlistRun(ledger: Ledger, run: string): Promise<void> {
  await ledger.redis.zrem(registryKeys(ledger.prefix).runs, run);
  await endWatch(ledger, run);
  await noteIdle(ledger, run);
}

/** Changes the balance below which a run's lines are held. */
export async function setStopBelow(ledger: Ledger, run: string, cents: number): Promise<void> {
  await ledger.redis.hset(runKeys(ledger.prefix, run).run, 'stopBelow', cents);
}

/** Notes that every purchase of the run was given to its queue. */
export async function noteEnqueued(ledger: Ledger, run: string): Promise<void> {
  await ledger.redis.hset(runKeys(ledger.prefix, run).run, 'enqueued', '1');
}

/** Notes that every queued purchase of the run goes to the end of its queue now. */
export async function noteQueuedAnew(ledger: Ledger, run: string): Promise<void> {
  const [seconds, microseconds] = await ledger.redis.time();
  const nowMs = Math.floor(Number(seconds) * 1000 + Number(microseconds) / 1000);
  await ledger.redis.hset(runKeys(ledger.prefix, run).run, 'queuedAt', nowMs);
}

/** Pauses, resumes or cancels. Returns the phase that stands and the one before; null for an unknown run. */
export async function changePhase(
  ledger: Ledger,
  run: string,
  wanted: 'running' | 'paused' | 'cancelled',
): Promise<{ readonly phase: Phase; readonly before: Phase } | null> {
  const reply = await changePhaseScript(ledger.redis, [runKeys(ledger.prefix, run).run], [wanted]);
  const [phase, before] = reply as [Phase | '', Phase | ''];
  return phase === '' || before === '' ? null : { phase, before };
}

/** Puts a run among those that workers look after, as it has purchases to buy or to settle, and those told of. */
export async function noteActive(ledger: Ledger, run: string): Promise<void> {
  const { active, watched } = registryKeys(ledger.prefix);
  await ledger.redis.sadd(watched, run);
  await ledger.redis.sadd(active, run);
}

/** The runs of which people may have yet to be told something. */
export function listWatchedRuns(ledger: Ledger): Promise<string[]> {
  return ledger.redis.smembers(registryKeys(ledger.prefix).watched);
}

/** Takes a run of which all is told from those. */
export async function endWatch(ledger: Ledger, run: string): Promise<void> {
  await ledger.redis.srem(registryKeys(ledger.prefix).watched, run);
}

/** Takes a run from those that workers look after. */
export async function noteIdle(ledger: Ledger, run: string): Promise<void> {
  await ledger.redis.srem(registryKeys(ledger.prefix).active, run);
}

/** The runs that workers look after. */
export function listActiveRuns(ledger: Ledger): Promise<string[]> {
  return ledger.redis.smembers(registryKeys(ledger.prefix).active);
}

/** What was last wanted of a run; null for one nobody knows. */
export async function readPhase(ledger: Ledger, run: string): Promise<Phase | null> {
  return (await ledger.redis.hget(runKeys(ledger.prefix, run).run, 'phase')) as Phase | null;
}

/** Whether anything follows purchases of the run. */
export function hasFollowUps({ followUps }: Pick<RunRecord, 'followUps'>): boolean {
  return Object.keys(followUps).length > 0;
}

/** The runs there are, newest first. */
export async function listRuns(ledger: Ledger): Promise<string[]> {
  return ledger.redis.zrevrange(registryKeys(ledger.prefix).runs, 0, -1);
}

// Made once: zod remembers each schema that it ever met, and a run is read many times a second.
const followUpCounts = z.record(z.string(), z.number());
const storedLabels = z.record(z.string(), z.string());
const storedNames = z.array(z.string());

const storedRun = z.object({
  phase: z.enum(phases),
  name: z.string(),
  labels: z.string().optional(),
  stopBelow: z.coerce.number().optional(),
  manifest: z.string(),
  manifestHash: z.string(),
  lines: z.string(),
  total: z.coerce.number(),
  rows: z.coerce.number(),
  followUps: z.string().optional(),
  submittedAt: z.coerce.number(),
  finishedAt: z.coerce.number().optional(),
  enqueued: z.string().optional(),
  noteNames: z.string().optional(),
  queuedAt: z.coerce.number().optional(),
  startsAt: z.coerce.number().optional(),
});

/** Reads a run; null for one nobody knows. */
export async function readRun(ledger: Ledger, run: string): Promise<RunRecord | null> {
  const stored = await ledger.redis.hgetall(runKeys(ledger.prefix, run).run);
  // What somebody noted of a run that was forgotten in the same moment is no run.
  if (stored.phase === undefined) return null;
  return parseRun(run, stored);
}

/** Reads what is stored of a run. */
export function parseRun(run: string, stored: Readonly<Record<string, string>>): RunRecord {
  const fields = storedRun.parse(stored);
  return {
    run,
    phase: fields.phase,
    name: fields.name || null,
    labels: storedLabels.parse(JSON.parse(fields.labels ?? '{}')),
    manifest: fields.manifest,
    manifestHash: fields.manifestHash,
    lines: fields.lines.split(' ').filter(Boolean).map(parseLineName),
    total: fields.total,
    rows: fields.rows,
    followUps: followUpCounts.parse(JSON.parse(fields.followUps ?? '{}')),
    submittedAtMs: fields.submittedAt,
    queuedAtMs: fields.queuedAt ?? fields.submittedAt,
    finishedAtMs: fields.finishedAt ?? null,
    startsAtMs: fields.startsAt ?? null,
    isEnqueued: fields.enqueued === '1',
    stopBelowCents: fields.stopBelow ?? null,
    noteNames: fields.noteNames === undefined ? null : storedNames.parse(JSON.parse(fields.noteNames)),
  };
}
