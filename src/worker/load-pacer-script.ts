import { loadScript, type Script } from '../shared/redis/script.ts';
import { serverFacts } from '../shared/redis/server-facts.ts';

/** Loads a script of this folder that gives out slots, and that knows when another server gave out some before. */
export function loadPacerScript(file: string): Script {
  return loadScript(import.meta.url, serverFacts, './new-server.lua', file);
}
