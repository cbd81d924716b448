import { z } from 'zod';
import { type Line, lineName } from '../line.ts';
import { loadScript } from '../redis/script.ts';
import { lineKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

const noteCrewMemberScript = loadScript(import.meta.url, './note-crew-member.lua');

/** Three times as long as a worker takes to tell again. */
export const goneAfterMs = 15_000;

/** What a worker tells of one line. */
export interface CrewMember {
  /** Purchases of the line that it has in hand at once. */
  readonly concurrency: number;
  readonly pacing: 'paced' | 'strict';
  /** Calls a second that it was started with. */
  readonly rate: number;
  /** Null before it has seen enough calls. */
  readonly latency: Latency | null;
}

/** What a purchase's way takes on the average of the last calls. */
export interface Latency {
  /** From the slot to the send, at least. */
  readonly slotWaitMs: number;
  /** From the send to the answer. */
  readonly roundTripMs: number;
}

/** Tells of a worker; it is forgotten 15 s after it told last. Returns everybody who works the line. */
export async function noteCrewMember(
  ledger: Ledger,
  line: Line,
  { worker, ...member }: CrewMember & { readonly worker: string },
): Promise<CrewMember[]> {
  return parseCrew(await tell(ledger, line, worker, JSON.stringify(member)));
}

/** Forgets a worker that leaves. */
export async function leaveCrew(ledger: Ledger, line: Line, worker: string): Promise<void> {
  await tell(ledger, line, worker, '');
}

/** Everybody who works the line. */
export async function readCrew(ledger: Ledger, line: Line): Promise<CrewMember[]> {
  return parseCrew(await tell(ledger, line, '', ''));
}

async function tell(ledger: Ledger, line: Line, worker: string, words: string): Promise<unknown> {
  const { crew } = lineKeys(ledger.prefix, lineName(line));
  return noteCrewMemberScript(ledger.redis, [crew], [worker, words, goneAfterMs]);
}

const storedMember = z.object({
  concurrency: z.number(),
  pacing: z.enum(['paced', 'strict']),
  rate: z.number(),
  latency: z.object({ slotWaitMs: z.number(), roundTripMs: z.number() }).nullable(),
});

const storedWords = z.array(z.string());

function parseCrew(told: unknown): CrewMember[] {
  return storedWords.parse(told).map((words) => storedMember.parse(JSON.parse(words)));
}
