import { withPlace } from '../place.ts';
import { seededChance } from './chance.ts';
import { type FittedLine, fitLine } from './fit-line.ts';
import { forgetRun } from './forget-run.ts';
import { type Judgement, judge } from './judge.ts';
import { processMeasures, redisMeasures } from './measures.ts';
import { beginMischief, type MischiefTally } from './mischief.ts';
import { inviteViewers, type PeopleTally } from './people.ts';
import { playRound, type Round } from './play-round.ts';
import { type RedisShare, readRedisShare } from './redis-share.ts';
import { beginSampling, type Look } from './sampler.ts';
import { openShop, type Shop } from './shop.ts';

export interface SoakOptions {
  readonly minutes: number;
  /** Of each manifest. */
  readonly rows: number;
  /** The same seed gives the same choices; when they fall due depends on the machine. */
  readonly seed: number;
  readonly tell: (sentence: string) => void;
}

/** All that a soak found out. */
export interface SoakFindings extends MischiefTally, PeopleTally {
  readonly minutes: number;
  readonly rounds: readonly Round[];
  readonly runsForgotten: number;
  readonly grown: Readonly<Record<'worker' | 'serve' | 'Redis', readonly Judgement[]>>;
  /** What stays in Redis of each purchase, once its run is forgotten. */
  readonly bytesPerPurchase: FittedLine;
}

interface RedisSample extends RedisShare {
  readonly hours: number;
  readonly purchases: number;
}

/** Node needs minutes until all code is compiled and all caches are full; they say nothing about growth. */
const warmUpShare = 0.25;
/** The last runs that are kept; older ones are forgotten, so that what Redis holds of runs is always as much. */
const keptRuns = 2;

/** Works for so many minutes among faults, and says what grew. */
export function soak(options: SoakOptions): Promise<SoakFindings> {
  return withPlace(async (place) => {
    const shop = await openShop(place);
    const chance = seededChance(options.seed);
    const startedAtMs = Date.now();
    const samplers = {
      worker: beginSampling(shop.worker, startedAtMs),
      serve: beginSampling(shop.serve, startedAtMs),
    };
    const mischief = beginMischief(shop, chance);
    const people = inviteViewers(shop, chance);
    const rounds: Round[] = [];
    const redis: RedisSample[] = [];
    while (Date.now() - startedAtMs < options.minutes * 60_000) {
      const played = await playRound(shop, {
        round: rounds.length + 1,
        rows: options.rows,
        mischief,
        people,
      });
      const old = rounds.at(-keptRuns);
      const left = old ? await forgetRun(shop, old.run) : [];
      const round = { ...played, differences: [...played.differences, ...left] };
      rounds.push(round);
      redis.push(await sampleRedis(shop, { startedAtMs, rounds }));
      options.tell(sentenceOf(rounds.length, round));
    }
    await Promise.all([mischief.end(), people.end()]);
    const grown = {
      worker: judgeProcess(await samplers.worker.end(), options.minutes),
      serve: judgeProcess(await samplers.serve.end(), options.minutes),
      Redis: judgeRedis(redis, options.minutes),
    };
    const minutes = (Date.now() - startedAtMs) / 60_000;
    const runsForgotten = Math.max(0, rounds.length - keptRuns);
    const bytesPerPurchase = fitLine(
      redis.slice(keptRuns).map(({ purchases, dataBytes }) => ({ x: purchases, y: dataBytes })),
    );
    const found = { minutes, rounds, runsForgotten, grown, bytesPerPurchase };
    return { ...found, ...mischief.tally(), ...people.tally() };
  });
}

async function sampleRedis(
  { place }: Shop,
  { startedAtMs, rounds }: { readonly startedAtMs: number; readonly rounds: readonly Round[] },
): Promise<RedisSample> {
  const client = place.redis.connect();
  const share = await readRedisShare(client);
  client.disconnect();
  return {
    ...share,
    hours: (Date.now() - startedAtMs) / 3_600_000,
    purchases: rounds.reduce((sum, { purchases }) => sum + purchases, 0),
  };
}

function judgeProcess(looks: readonly Look[], minutes: number): Judgement[] {
  return keysOf(processMeasures).map((key) => {
    const samples = looks.map(({ hours, sample }) => ({ x: hours, y: sample[key] }));
    return judge(processMeasures[key], samples, (minutes / 60) * warmUpShare);
  });
}

/** From the first run that was forgotten on: until then there is more of them with each round. */
function judgeRedis(samples: readonly RedisSample[], minutes: number): Judgement[] {
  const level = samples.slice(keptRuns);
  return keysOf(redisMeasures).map((key) => {
    const points = level.map((sample) => ({ x: sample.hours, y: sample[key] }));
    return judge(redisMeasures[key], points, (minutes / 60) * warmUpShare);
  });
}

function keysOf<Key extends string>(measures: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(measures) as Key[];
}

function sentenceOf(number: number, round: Round): string {
  const { run, purchases, sold, failed, doubted, settledByHand, refused, differences } = round;
  const books = differences.length === 0 ? 'books balance' : `BOOKS DIFFER: ${differences.join('; ')}`;
  return `round ${number}, run ${run}: ${sold} of ${purchases} bought, ${failed} failed, ${doubted} doubted, ${settledByHand} settled by hand, ${refused} refused as too many; ${books}`;
}
