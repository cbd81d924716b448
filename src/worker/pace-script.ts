import { lineKeys } from '../shared/ledger/keys.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { type Line, lineName } from '../shared/line.ts';
import { loadScript, type Script } from '../shared/redis/script.ts';
import { serverFacts } from '../shared/redis/server-facts.ts';

const shared = './pace.lua';

/** Loads a script that gives out slots, and that knows when another server gave out some before. */
export function loadPacerScript(file: string): Script {
  return loadScript(import.meta.url, serverFacts, './new-server.lua', shared, file);
}

/** Loads a script that gives out none, and knows the rate as those do. */
export function loadPaceScript(file: string): Script {
  return loadScript(import.meta.url, shared, file);
}

/** The keys that each of these scripts touches, in their order. */
export function paceKeys(
  ledger: Ledger,
  line: Line,
): [pacer: string, hold: string, rate: string, leases: string] {
  const { pacer, hold, rate, leases } = lineKeys(ledger.prefix, lineName(line));
  return [pacer, hold, rate, leases];
}
