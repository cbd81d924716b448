// Shows the main job on the bundled example: buys it from the simulator, on a private Redis of its own, and reports.
// Leaves nothing behind: no process, no file. Needs `npm run build` first; `npm run demo` does it all.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tcbatch = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const manifest = fileURLToPath(new URL('../examples/onboarding.csv', import.meta.url));
/** `run` ends with 3 when some purchases failed, as the example means them to. */
const someFailed = 3;

if (!existsSync(tcbatch)) {
  say('Cannot show anything as the program is not built: run `npm run build` first.');
  process.exit(1);
}

const dataDir = mkdtempSync(join(tmpdir(), 'tcbatch-demo-'));
const environment = { ...process.env, TCBATCH_DATA_DIR: dataDir, TCBATCH_PREFIX: 'demo' };
let isInterrupted = false;
/** What is running now. It hears Ctrl-C itself; another signal is passed on. */
let current = null;
process.on('SIGINT', () => {
  isInterrupted = true;
});
process.on('SIGTERM', () => {
  isInterrupted = true;
  current?.kill('SIGTERM');
});

process.exitCode = await show();

async function show() {
  try {
    say('A company takes on new customers and buys what they need: DNS plans, EdgeOne plans, firewalls.');
    say(`The manifest is examples/onboarding.csv; some of its rows are wrong on purpose.\n`);
    say('1. Check it, without buying anything: tcbatch validate examples/onboarding.csv');
    if ((await run('validate', manifest)) !== 0 || isInterrupted) return failed();

    say('\n2. Buy it from the simulator, with two workers, at 20 calls a second for each action:');
    say('   tcbatch run examples/onboarding.csv --simulate --workers 2 --yes\n');
    const exitCode = await run('run', manifest, '--simulate', '--workers', '2', '--yes');
    if (exitCode !== someFailed || isInterrupted) return failed(exitCode);

    say(
      '\nThat was the report. The rows that failed are the ones meant to fail, so `run` ended with exit code 3:',
    );
    say('"finished, some purchases failed". Everything else was bought once, and once only.');
    return 0;
  } finally {
    // Whatever happened, and however often Ctrl-C is pressed: the private Redis must not stay.
    await run('down');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function failed(exitCode) {
  if (isInterrupted) return 130;
  say(`\nThe demonstration did not go as meant: exit code ${exitCode}.`);
  return 1;
}

/** Runs one command to its end and returns its exit code. */
function run(command, ...values) {
  // In a group of its own while cleaning up, where another Ctrl-C must not reach it.
  const detached = command === 'down';
  const stdio = ['ignore', command === 'down' ? 'ignore' : 'inherit', 'inherit'];
  current = spawn(process.execPath, [tcbatch, command, ...values], { env: environment, stdio, detached });
  return new Promise((resolve, reject) => {
    current.once('error', reject);
    current.once('exit', resolve);
  });
}

function say(sentence) {
  process.stdout.write(`${sentence}\n`);
}
