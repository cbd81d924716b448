// Brings what npm cannot: the programs below, or only those named on the command line. Quick and silent when they are
// there. Needs nothing but Node.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Any one of `commands` will do; the package's name as each package manager has it. Without what is optional some tests
 * say that they cannot run; what is for root alone is brought for nobody else.
 */
const programs = [
  {
    title: 'Redis',
    commands: ['redis-server', 'valkey-server'],
    packages: { 'apt-get': 'redis-server', apk: 'redis', dnf: 'redis', brew: 'redis' },
    isOptional: false,
    isForRootAlone: false,
  },
  {
    title: 'Chromium',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    packages: { 'apt-get': 'chromium', apk: 'chromium', dnf: 'chromium' },
    isOptional: true,
    isForRootAlone: false,
  },
  {
    title: 'ip',
    commands: ['ip'],
    packages: { 'apt-get': 'iproute2', apk: 'iproute2', dnf: 'iproute' },
    isOptional: true,
    // It makes networks of a test's own, which only root may.
    isForRootAlone: true,
  },
  {
    title: 'Prometheus',
    commands: ['prometheus'],
    packages: { 'apt-get': 'prometheus', apk: 'prometheus', brew: 'prometheus' },
    isOptional: true,
    isForRootAlone: false,
  },
];

/** Tried in this order. brew refuses to run as root and needs no sudo. */
const managers = [
  {
    command: 'apt-get',
    refresh: ['update'],
    install: ['install', '-y', '--no-install-recommends'],
    isForRoot: true,
  },
  { command: 'apk', refresh: null, install: ['add', '--no-cache'], isForRoot: true },
  { command: 'dnf', refresh: null, install: ['install', '-y'], isForRoot: true },
  { command: 'brew', refresh: null, install: ['install'], isForRoot: false },
];

const titles = process.argv.slice(2);
for (const program of programs) {
  if (titles.length > 0 && !titles.includes(program.title)) continue;
  if (isPresent(program)) continue;
  if (program.isForRootAlone && process.getuid?.() !== 0) continue;
  if (install(program) && isPresent(program)) continue;
  if (program.isOptional) {
    if (!program.isForRootAlone) say(`Some tests will be skipped: they need ${program.title} on the PATH.`);
    continue;
  }
  say(
    `Cannot install ${program.title} here: please install ${program.commands.join(' or ')} and put it on the PATH.`,
  );
  process.exit(1);
}

function isPresent({ commands }) {
  return commands.some((command) => find(command) !== null);
}

/** True when a package manager of this machine says that it installed the program. */
function install({ title, packages }) {
  const manager = managers.find(({ command }) => find(command) !== null);
  if (!manager || packages[manager.command] === undefined) return false;
  const elevate = prefixFor(manager);
  if (elevate === null) return false;
  const command = [...elevate, manager.command];
  const wanted = [...command, ...manager.install, packages[manager.command]];
  say(`${title} is not installed; running: ${wanted.join(' ')}`);
  if (manager.refresh === null) return run(wanted, { isLastTry: true });
  if (run(wanted, { isLastTry: false })) return true;
  // A fresh image has no package lists, and old lists name files that are gone.
  const refresh = [...command, ...manager.refresh];
  return run(refresh, { isLastTry: true }) && run(wanted, { isLastTry: true });
}

/** What to put before the manager's command; null when it needs root and there is no way to it. */
function prefixFor({ isForRoot }) {
  if (!isForRoot || process.getuid?.() === 0) return [];
  if (find('sudo') === null) return null;
  // Without a terminal nobody can type a password, and a prompt would hang.
  return process.stdin.isTTY ? ['sudo'] : ['sudo', '-n'];
}

/** Silent when it succeeds; `isLastTry` shows what went wrong when it does not. */
function run([command, ...values], { isLastTry }) {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', HOMEBREW_NO_AUTO_UPDATE: '1' };
  const { status, stderr } = spawnSync(command, values, {
    env: environment,
    stdio: ['inherit', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0 && isLastTry) process.stderr.write(stderr ?? '');
  return status === 0;
}

function find(command) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, command)).find(isExecutable) ?? null;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}
