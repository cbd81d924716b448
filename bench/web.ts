import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { startSimulator } from './api.ts';
import { rowOf } from './manifest.ts';
import { type Place, withPlace } from './place.ts';
import { submit } from './purchases.ts';
import { peakBytesWhile } from './resident-memory.ts';
import { count, mebibytes, type Section } from './section.ts';
import { openWatchers, type Watchers } from './watchers.ts';

const watchersAtOnce = 200;
const uploadBytes = 100_000_000;
/** About so many rows of the benches' manifest. */
const uploadRows = 1_100_000;
/** Long enough that it is bought all the while: four minutes at the limit. */
const purchases = 5_000;
const secondsWatched = 5;
const token = 'bench-token-of-the-web';

interface Server {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
}

/** What one load costs. */
interface Load {
  readonly what: string;
  readonly peakBytes: number;
  readonly commands: number | null;
  /** Events that each watcher got, a second. */
  readonly events: number | null;
  readonly tookSeconds: number | null;
}

/** What those who watch a run, and an upload beside them, cost the server. */
export async function benchWeb(): Promise<Section> {
  const loads = await withPlace(measure);
  const [idle, one, many, , , large] = loads;
  const grown = (large?.peakBytes ?? 0) - (idle?.peakBytes ?? 0);
  return {
    title: 'The web site: many who watch, and a large upload',
    how: `One \`tcbatch serve\` and a run of ${count(purchases)} purchases. Watchers hold an event stream each. The commands are all that Redis is asked a second; nobody else asks it anything, as the worker starts only after them. From then on the run is bought from the simulator at 20 calls a second, and watchers get its status up to four times a second. Memory is the most that the server's process holds (resident set), looked at every 100 ms. The uploads are manifests that are checked while they come in, the last of ${count(uploadRows)} rows and sent twice. The physical limit of the commands is what one watcher costs; of the memory, what the server holds with nobody there and what a check must remember of each row, two texts, to find what stands twice.`,
    head: ['load', 'Redis commands a second', 'events a second, each', 'took', 'peak of memory'],
    rows: loads.map(({ what, commands, events, tookSeconds, peakBytes }) => [
      what,
      commands === null ? '' : count(commands),
      events === null ? '' : events.toFixed(1),
      tookSeconds === null ? '' : `${tookSeconds.toFixed(1)} s`,
      mebibytes(peakBytes),
    ]),
    highlights: [
      {
        shows: `Redis commands a second while 1 and while ${watchersAtOnce} watch a run`,
        tcbatch: `${count(one?.commands ?? Number.NaN)} and ${count(many?.commands ?? Number.NaN)}`,
        instead: 'one read for each who watches',
      },
      {
        shows: `memory that ${watchersAtOnce} who watch and an upload of ${count(uploadBytes / 1e6)} MB add to the server`,
        tcbatch: mebibytes(grown),
        instead: 'a body parser: the upload itself, and its rows',
      },
    ],
  };
}

async function measure(place: Place): Promise<Load[]> {
  const redis = place.redis.connect();
  const endpoint = { TCBATCH_ENDPOINT: (await startSimulator(place, [])).url };
  const serving = place.tcbatch(['serve', '--port', '0'], {
    environment: { ...endpoint, TCBATCH_WEB_TOKEN: token },
  });
  const [url] = await serving.says(/^http:\S+$/m);
  const server: Server = { url, token, pid: serving.pid };
  const run = await submit(place, purchases);
  const loads: Load[] = [];
  for (const watchers of [0, 1, watchersAtOnce])
    loads.push(await watchStill({ server, redis, run }, watchers));
  await place.tcbatch(['worker'], { environment: endpoint }).says(/Working/);
  const watchers = await openWatchers(server, run, watchersAtOnce);
  const beside = async (what: string, body: () => Promise<unknown>) => {
    loads.push(
      await measureBeside(watchers, server, { what: `${watchersAtOnce} watch it being bought${what}`, body }),
    );
  };
  await beside('', () => wait(secondsWatched * 1000));
  for (const bytes of [uploadBytes / 10, uploadBytes, uploadBytes]) {
    await beside(`, and ${count(bytes / 1e6)} MB come in`, () => upload(server, bytes));
  }
  await watchers.close();
  return loads;
}

interface Watching {
  readonly server: Server;
  readonly redis: Redis;
  readonly run: string;
}

async function watchStill({ server, redis, run }: Watching, watchers: number): Promise<Load> {
  const open = await openWatchers(server, run, watchers);
  const { value: commands, peakBytes } = await peakBytesWhile(server.pid, async () => {
    const before = await readCommands(redis);
    await wait(secondsWatched * 1000);
    return ((await readCommands(redis)) - before) / secondsWatched;
  });
  await open.close();
  const what = ['nobody watches', 'one watches'][watchers] ?? `${watchers} watch`;
  return { what, peakBytes, commands, events: null, tookSeconds: null };
}

async function measureBeside(
  watchers: Watchers,
  server: Server,
  { what, body }: { readonly what: string; readonly body: () => Promise<unknown> },
): Promise<Load> {
  const startedAt = performance.now();
  const before = watchers.events();
  const { peakBytes } = await peakBytesWhile(server.pid, body);
  const tookSeconds = (performance.now() - startedAt) / 1000;
  const events = (watchers.events() - before) / tookSeconds / watchersAtOnce;
  return { what, peakBytes, commands: null, events, tookSeconds };
}

async function upload({ url }: Server, bytes: number): Promise<void> {
  const answer = await fetch(`${url}/api/uploads?name=large.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    body: ReadableStream.from(manifestOf(bytes)),
    duplex: 'half',
  });
  const { ok, rows } = (await answer.json()) as { ok?: boolean; rows?: number };
  if (answer.status === 201 && ok) return;
  throw new Error(`Cannot measure an upload as it was answered with ${answer.status}, after ${rows} rows`);
}

/** A manifest of so many bytes, made while it is sent. */
function* manifestOf(bytes: number): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = 'Action,Domain,Grade,Reference,#Customer\n';
  let left = bytes;
  for (let number = 1; left > 0; number += 1) {
    const { Domain, Grade } = rowOf(number);
    text += `CreatePackageOrder,${Domain},${Grade},C-${number},"Customer ${number}, Ltd"\n`;
    if (text.length < 64 * 1024) continue;
    left -= text.length;
    yield encoder.encode(text);
    text = '';
  }
}

async function readCommands(redis: Redis): Promise<number> {
  return Number(/^total_commands_processed:(\d+)/m.exec(await redis.info('stats'))?.[1]);
}
