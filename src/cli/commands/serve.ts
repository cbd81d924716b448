import { join } from 'node:path';
import type { Command } from 'commander';
import { createLog, type Log } from '../../shared/log.ts';
import { startWeb } from '../../web/server/start-web.ts';
import { type FoundTokens, findTokens, tokenFile } from '../../web/server/tokens.ts';
import type { WebOptions } from '../../web/server/web-options.ts';
import { diagnose } from '../doctor/diagnose.ts';
import { examples } from '../examples.ts';
import { withLookRoom } from '../look-at-provider.ts';
import { makePlan } from '../make-plan.ts';
import { openServeDoor } from '../metrics/serve-door.ts';
import { addMetricsOptions } from '../metrics-options.ts';
import { type OpenLedger, withLedger } from '../open-ledger.ts';
import { many, wholeNumber } from '../option-values.ts';
import { payersOf } from '../payer.ts';
import { lookAtBalances, payersDocument, requireBalancesAbove } from '../payer-balance.ts';
import { withSimulatorFor } from '../run/lend-simulator.ts';
import { type ServeCrew, startServeCrew } from '../run/serve-crew.ts';
import { readSetup, type Setup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import { lookForSkips } from '../skips/look-for-skips.ts';
import { skipsDocument } from '../skips/skips-text.ts';
import { tellOfWhile } from '../tell-of.ts';
import { print } from '../terminal.ts';
import { watchForStop } from '../told-to-stop.ts';
import { withPayRoom } from '../with-pay-room.ts';

interface ServeOptions extends SetupOptions {
  readonly host: string;
  readonly port: number;
  readonly json?: boolean;
  readonly allowHost?: readonly string[];
  readonly trustProxy?: boolean;
  readonly maxUploadBytes: number;
  readonly workers: number;
}

/** `serve`: the web site and the HTTP API. */
export function addServe(program: Command): void {
  const command = program
    .command('serve')
    .summary('the web site and the HTTP API')
    .description(
      'Serves the web site and the HTTP API until SIGTERM or SIGINT. The first line on stdout is its URL; a token that was made at the first start is told once, below it. What is queued here is bought by `tcbatch worker`, or by the workers that it keeps itself.',
    )
    .option('--host <address>', 'address to listen on; only this machine unless told', '127.0.0.1')
    .option('--port <n>', 'port to listen on; 0 lets the system choose', wholeNumber(0), 8080)
    .option('--allow-host <name>', 'a name by which it may be called; may be repeated', many)
    .option('--trust-proxy', 'believe a proxy before it who calls, and that it speaks HTTPS')
    .option('--max-upload-bytes <n>', 'refuse larger uploads', wholeNumber(1), 200 * 1024 * 1024)
    .option('--workers <n>', 'also keep so many workers, which buy what is queued', wholeNumber(0), 0)
    .option('--json', 'print {url, token, readToken}; the tokens only when they were just made')
    .addOption(simulateOption());
  addMetricsOptions(command)
    .addHelpText(
      'after',
      examples(
        'tcbatch serve',
        'tcbatch serve --workers 2',
        'TCBATCH_WEB_TOKEN=... tcbatch serve --host 0.0.0.0',
      ),
    )
    .action(serve);
}

async function serve(options: ServeOptions): Promise<void> {
  const setup = readSetup(options);
  // Without workers of its own it sells nothing, and needs no simulator.
  if (options.workers === 0) return serveWith(setup, options);
  await withSimulatorFor(setup, (lent) => serveWith(lent, options));
}

async function serveWith(setup: Setup, options: ServeOptions): Promise<void> {
  let crew: ServeCrew | null = null;
  const stop = watchForStop({ onSecond: () => crew?.kill() });
  const { config } = setup;
  const tokens = await findTokens(config.dataDir, { full: config.webToken, read: config.webReadToken });
  const log = createLog({ level: config.logLevel, isTerminal: process.stderr.isTTY === true });
  await withLedger(config, async (ledger) => {
    const web = await startWeb(webOptions(ledger, { options, setup, tokens, log }));
    try {
      const door = await openServeDoor(web, { ledger, config, log });
      announce(web.url, tokens, { json: options.json ?? false, dataDir: config.dataDir });
      log.info({ url: web.url, redis: ledger.redisName }, 'Serving');
      crew = options.workers > 0 ? startServeCrew(setup, options.workers) : null;
      const ends = [stop.told, ...(crew ? [crew.failed] : [])];
      const cause = await tellOfWhile(config, log, () => Promise.race(ends));
      log.info({ cause }, 'Ending: streams are ended, and what is being answered gets its answer');
      await door?.close();
    } finally {
      await Promise.all([web.close(), crew?.drain()]);
    }
  });
  stop.close();
}

interface Opening {
  readonly options: ServeOptions;
  readonly setup: Setup;
  readonly tokens: FoundTokens;
  readonly log: Log;
}

function webOptions(ledger: OpenLedger, { options, setup, tokens, log }: Opening): WebOptions {
  const { config } = setup;
  return {
    host: options.host,
    port: options.port,
    ledger,
    log,
    tokens,
    allowedHosts: options.allowHost ?? [],
    isBehindProxy: options.trustProxy ?? false,
    uploadsFolder: join(config.dataDir, 'uploads'),
    maxUploadBytes: options.maxUploadBytes,
    uploadIdleMs: 30_000,
    maxPurchases: config.maxPurchases,
    accounts: [...setup.accounts.keys()],
    payersOf: async (names) =>
      payersDocument(await payersOf(setup, names), await lookAtBalances(ledger, setup, names)),
    makePlan: (survey, { manifest, again }) =>
      makePlan(ledger, { source: { name: manifest }, survey }, { config, again }),
    lookForSkips: async ({ skippables }, how) =>
      skipsDocument(await lookForSkips(ledger, setup, { ...how, skippables })),
    requireBalancesAbove: (names, stopBelowCents) =>
      requireBalancesAbove(ledger, setup, { accounts: names, stopBelowCents }),
    diagnose: () => diagnose(setup),
    withPayRoom: (body, { account, who }) =>
      withPayRoom(ledger, setup, { account, who, acceptVolatileRedis: false }, body),
    withLookRoom: (body, { requeueProved }) => withLookRoom(ledger, setup, body, { requeueProved }),
  };
}

function announce(
  url: string,
  { full, read, areNew }: FoundTokens,
  { json, dataDir }: { readonly json: boolean; readonly dataDir: string },
): void {
  if (json) {
    print(JSON.stringify({ url, ...(areNew ? { token: full, readToken: read } : {}) }));
    return;
  }
  print(url);
  if (!areNew) return;
  print(`Token to log in with, told this once and kept in ${tokenFile(dataDir)}: ${full}`);
  print(`Token for those who may only look: ${read}`);
}
