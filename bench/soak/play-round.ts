import type { ReportLine } from '../../src/shared/outcome.ts';
import type { RunStatus } from '../../src/shared/run.ts';
import type { ExecutedPurchase } from '../../src/simulator/account.ts';
import type { ActionTraffic } from '../../src/simulator/traffic.ts';
import { until } from '../until.ts';
import { compareBooks } from './compare-books.ts';
import type { Mischief } from './mischief.ts';
import type { People } from './people.ts';
import { manifestOfRound } from './rows.ts';
import { post, type Shop } from './shop.ts';

/** What became of one manifest. */
export interface Round {
  readonly run: string;
  readonly purchases: number;
  readonly sold: number;
  readonly failed: number;
  /** In doubt when nothing was queued any more, and those of them that a person had to settle. */
  readonly doubted: number;
  readonly settledByHand: number;
  readonly calls: number;
  /** Calls that the provider refused as too many, faults not counted. */
  readonly refused: number;
  /** One sentence for each thing that does not fit; empty when the books balance. */
  readonly differences: readonly string[];
}

/** A command that met a dying Redis is given again so often. */
const mostTries = 10;

interface Play {
  readonly round: number;
  readonly rows: number;
  readonly mischief: Mischief;
  readonly people: People;
}

/** Submits one manifest, lets it be bought among faults, settles what is left in doubt, and balances the books. */
export async function playRound(shop: Shop, { round, rows, mischief, people }: Play): Promise<Round> {
  mischief.spoilAnswers();
  const manifest = manifestOfRound(round, rows);
  const run =
    round % 2 === 0 ? await submitByHttp(shop, manifest) : await submitByCommand(shop, round, manifest);
  people.follow(run);
  await until(async () => (await openPurchases(shop, run)) === 0);
  await mischief.leaveAnswers();
  const doubted = (await readReport(shop, run, 'in-doubt')).length;
  await untilLookedUp(shop, run);
  const before = await compareWithProvider(shop, run);
  const settledByHand = await settleByHand(shop, run);
  const after = await compareWithProvider(shop, run);
  const verified = await verify(shop, run);
  const lines = await readReport(shop, run);
  const traffic = Object.values(await readJson<Record<string, ActionTraffic>>(shop, '/simulator/stats'));
  await shop.provider('/simulator/reset', { method: 'POST' });
  return {
    run,
    purchases: rows,
    sold: lines.filter(({ state }) => state === 'succeeded').length,
    failed: lines.filter(({ state }) => state === 'failed').length,
    doubted,
    settledByHand,
    calls: traffic.reduce((sum, { calls }) => sum + calls, 0),
    refused: traffic.reduce((sum, { refused }) => sum + refused, 0),
    differences: [
      ...before,
      ...after,
      ...verified,
      ...(lines.length === rows ? [] : [`${lines.length} rows`]),
    ],
  };
}

async function submitByCommand(
  { place, environment }: Shop,
  round: number,
  manifest: string,
): Promise<string> {
  const path = await place.write(`round-${round}.jsonl`, manifest);
  // Redis may be killed in the middle: the same manifest again finishes the same run.
  for (let tries = 1; ; tries += 1) {
    const { code, stdout } = await place.tcbatch(['submit', path, '--yes'], { environment }).ended;
    if (code === 0) return stdout.trim();
    if (tries === mostTries) throw new Error(`Cannot submit ${path} as it ended with ${code} ${tries} times`);
  }
}

async function submitByHttp({ ask }: Shop, manifest: string): Promise<string> {
  const answer = await ask('/api/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: manifest,
  });
  return (JSON.parse(answer) as RunStatus).run;
}

async function openPurchases({ ask }: Shop, run: string): Promise<number> {
  const { counts } = JSON.parse(await ask(`/api/runs/${run}`)) as RunStatus;
  return counts.queued + counts.sending;
}

/** Workers look by themselves; somebody impatient asks for looks beside theirs, until nothing more comes of it. */
async function untilLookedUp(shop: Shop, run: string): Promise<void> {
  let looks = 0;
  await until(async () => {
    if ((await openPurchases(shop, run)) > 0) return false;
    const doubts = await readReport(shop, run, 'in-doubt');
    if (doubts.every(isForAPerson)) return true;
    looks += 1;
    if (looks % 50 === 0) await shop.askOnce(`/api/runs/${run}/reconcile`, post({}));
    return false;
  });
}

/** Counting proves nothing where fewer were sold than are in doubt, and of plans nothing tells one from another. */
function isForAPerson({ action, errorMessage }: ReportLine): boolean {
  const seen = errorMessage ?? '';
  return seen.startsWith('Looked:') && (action === 'CreatePlan' || seen.endsWith('a person has to decide.'));
}

async function compareWithProvider(shop: Shop, run: string): Promise<string[]> {
  const { purchases } = await readExecuted(shop);
  return compareBooks(await readReport(shop, run), purchases);
}

/** A person with the console before them: each plan that nobody holds is one of the purchases in doubt. */
async function settleByHand(shop: Shop, run: string): Promise<number> {
  const { purchases } = await readExecuted(shop);
  const lines = await readReport(shop, run);
  const held = new Set(lines.flatMap(({ orderId, resourceIds }) => [orderId, ...resourceIds]));
  const doubts = lines.filter(({ state }) => state === 'in-doubt');
  for (const { row, index, params } of doubts) {
    const order = purchases.find(
      (one) =>
        JSON.stringify(one.params) === JSON.stringify(params) &&
        ![one.orderId, ...one.resourceIds].some((id) => held.has(id)),
    );
    if (order) held.add(order.orderId);
    const finding = order ? { finding: 'succeeded', orderId: order.orderId } : { finding: 'not-purchased' };
    await shop.askOnce(`/api/runs/${run}/purchases/${row}/${index}/resolve`, post(finding));
  }
  // What was not answered may have been done or not: only what is still in doubt is asked again.
  return (await readReport(shop, run, 'in-doubt')).length === 0 ? doubts.length : settleByHand(shop, run);
}

async function verify({ place, environment }: Shop, run: string): Promise<string[]> {
  for (let tries = 1; ; tries += 1) {
    const { code, stdout } = await place.tcbatch(['verify', run, '--json'], { environment }).ended;
    // Without a document it could not read the books, as Redis was being restarted.
    if (stdout !== '') return (JSON.parse(stdout) as { differences: string[] }).differences;
    if (tries === mostTries)
      throw new Error(`Cannot verify run ${run} as it ended with ${code} ${tries} times`);
  }
}

async function readReport({ ask }: Shop, run: string, state?: string): Promise<ReportLine[]> {
  const chosen = state === undefined ? '' : `&state=${state}`;
  const text = await ask(`/api/runs/${run}/report?format=jsonl${chosen}`);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ReportLine);
}

function readExecuted(shop: Shop): Promise<{ readonly purchases: readonly ExecutedPurchase[] }> {
  return readJson(shop, '/simulator/executed');
}

async function readJson<Value>({ provider }: Shop, path: string): Promise<Value> {
  return (await (await provider(path)).json()) as Value;
}
