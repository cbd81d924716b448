import { constants, setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { startSimulator } from '../api.ts';
import type { Place } from '../place.ts';
import type { Running } from '../running.ts';

/** The processes of a soak that live as long as it does, and how they are asked. */
export interface Shop {
  readonly place: Place;
  /** Of all processes. */
  readonly environment: Readonly<Record<string, string>>;
  /** Is never killed. */
  readonly worker: Running;
  readonly serve: Running;
  /** Base URL of `serve`. */
  readonly site: string;
  /** Asks the HTTP API until it answers well and to the end, also while Redis is restarted. */
  readonly ask: (path: string, init?: RequestInit) => Promise<string>;
  /** Asks the HTTP API once, as a visitor does: null when there is no good answer. */
  readonly askOnce: (path: string, init?: RequestInit) => Promise<string | null>;
  /** Asks the simulator's own doors. */
  readonly provider: (path: string, init?: RequestInit) => Promise<Response>;
}

const token = 'soak-token-of-the-web';
/** Past it an answer is lost; shorter than the default, so that an hour holds more losses. */
const requestTimeoutMs = 3_000;

/** Redis is away for seconds, and the machine may have much else to do. */
const patienceMs = 180_000;

export async function openShop(place: Place): Promise<Shop> {
  const api = await startSimulator(place, ['--latency-ms', '20-120']);
  hurry(api.pid);
  const environment = {
    TCBATCH_ENDPOINT: api.url,
    TCBATCH_WEB_TOKEN: token,
    TCBATCH_REQUEST_TIMEOUT_MS: String(requestTimeoutMs),
  };
  const worker = place.tcbatch(['worker'], { environment, isWatched: true });
  const serve = place.tcbatch(['serve', '--port', '0'], { environment, isWatched: true });
  await worker.says(/Working/);
  const [site] = await serve.says(/^http:\S+$/m);
  const askOnce: Shop['askOnce'] = (path, init) => fetchWell(`${site}${path}`, init);
  return {
    place,
    environment,
    worker,
    serve,
    site,
    askOnce,
    ask: async (path, init) => {
      const giveUpAt = Date.now() + patienceMs;
      while (Date.now() < giveUpAt) {
        const answer = await askOnce(path, init);
        if (answer !== null) return answer;
        await delay(500);
      }
      throw new Error(`Cannot get a good answer within three minutes: asked ${path}`);
    },
    provider: (path, init) => fetch(`${api.url}${path}`, init),
  };
}

/**
 * Has the provider's stand-in run before all others, where the system allows it: on a machine with more to do than it
 * can, calls that came one after the other would otherwise be read, and counted, together.
 */
function hurry(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_HIGHEST);
  } catch {
    // It then counts as promptly as the machine lets it.
  }
}

async function fetchWell(url: string, init: RequestInit = {}): Promise<string | null> {
  // Each on a connection of its own: what then stays open is kept by the server, and not by those who ask.
  const headers = { authorization: `Bearer ${token}`, connection: 'close', ...init.headers };
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(30_000), ...init, headers });
    const text = await answer.text();
    return answer.ok ? text : null;
  } catch (error) {
    // A connection that breaks, or a wait that somebody ended: both belong to the soak.
    if (error instanceof TypeError || error instanceof DOMException) return null;
    throw error;
  }
}

/** A request that brings a JSON body. */
export function post(body: unknown): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
