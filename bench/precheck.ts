import { type Api, readJson, startSimulator } from './api.ts';
import { writeDomains } from './manifest.ts';
import { type Place, withPlace } from './place.ts';
import { submit } from './purchases.ts';
import { scale } from './scale.ts';
import type { Section } from './section.ts';
import { type Traffic, watchSeconds } from './sliding-second.ts';
import { until } from './until.ts';

const action = 'CreatePackageOrder';
const look = 'DescribeDomain';
const allowed = 20;
const workers = 2;
/** Answers of both take this long, in milliseconds. */
const latency = '80-160';

/** What the purchases of one trial, and the looks before them, were like where they arrived. */
interface Trial {
  readonly bought: Traffic;
  readonly looked: Traffic | null;
}

/** Whether looking at each domain before it is bought slows the purchases down. */
export async function benchPrecheck(): Promise<Section> {
  const off = await measure({ isLookedAtFirst: false });
  const listed = await measure({ isLookedAtFirst: true, isListed: true });
  const alone = await measure({ isLookedAtFirst: true });
  const rowOf = (name: string, { bought, looked }: Trial) => [
    name,
    bought.perSecond.toFixed(2),
    String(bought.mostInAnySecond),
    looked === null ? 'none' : looked.perSecond.toFixed(2),
    looked === null ? '' : String(looked.mostInAnySecond),
  ];
  return {
    title: 'Looking first: what it costs the rate',
    how: `${scale.callsCounted} CreatePackageOrders by ${workers} worker processes, with \`--no-precheck\` and without: then the grade of each domain is read before its first call, from the account's list where that shows the domain, a thousand with one look, and otherwise by itself (DescribeDomain, with a limit of its own). While a worker reads the list for the first time, what it has in hand then is looked at one by one, which a run of so few purchases still feels. Arrivals are those that the simulator notes; it answers after ${latency.replace('-', ' to ')} ms. The physical limit is 20 in any second, for each of both.`,
    head: ['looked at first', 'purchases a second', 'most in a second', 'looks a second', 'most in a second'],
    rows: [
      rowOf('no', off),
      rowOf("yes, in the account's list", listed),
      rowOf('yes, each by itself', alone),
    ],
    highlights: [
      {
        shows: 'purchases a second, each domain looked at before it is bought (limit: 20)',
        tcbatch: listed.bought.perSecond.toFixed(2),
        instead: `without looking ${off.bought.perSecond.toFixed(2)}`,
      },
    ],
  };
}

interface TrialOptions {
  readonly isLookedAtFirst: boolean;
  /** Whether the account's list shows the domains. */
  readonly isListed?: boolean;
}

function measure({ isLookedAtFirst, isListed = false }: TrialOptions): Promise<Trial> {
  return withPlace(async (place) => {
    const stock = isListed ? ['--domains', await writeDomains(place.folder, scale.callsCounted)] : [];
    const api = await startSimulator(place, ['--latency-ms', latency, ...stock]);
    await submit(place, scale.callsCounted, { isLookedAtFirst });
    await startWorkers(place, api);
    await until(async () => ((await arrivalsOf(api))[action]?.length ?? 0) >= scale.callsCounted);
    const arrivals = await arrivalsOf(api);
    const looks = arrivals[look] ?? [];
    return {
      bought: watchSeconds(inOrder(arrivals[action] ?? []), { allowed }),
      looked: looks.length > 1 ? watchSeconds(inOrder(looks), { allowed }) : null,
    };
  });
}

async function startWorkers(place: Place, { url }: Api): Promise<void> {
  const started = Array.from({ length: workers }, () =>
    place.tcbatch(['worker'], { environment: { TCBATCH_ENDPOINT: url } }),
  );
  await Promise.all(started.map(({ says }) => says(/Working/)));
}

/** When the calls of each action arrived, in milliseconds. */
function arrivalsOf({ url }: Api): Promise<Record<string, number[]>> {
  return readJson(`${url}/simulator/arrivals`);
}

function inOrder(arrivals: readonly number[]): number[] {
  return arrivals.toSorted((a, b) => a - b);
}
