import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { promisify } from 'node:util';

/** One of several hosts on a network: a network namespace with an address of its own. */
export interface Host {
  readonly address: string;
  /** What stands before a command that shall run there. */
  readonly launcher: readonly string[];
  /** Pulls its cable: nothing is refused or reset, nothing passes. */
  readonly cutOff: () => Promise<void>;
  readonly reconnect: () => Promise<void>;
}

/** A network of one test's own, apart from this machine's; files and Unix sockets are shared with it. */
export interface Network {
  /** Where the others meet. */
  readonly hub: Host;
  readonly hosts: readonly Host[];
  /** Has a port of the hub lead to a Unix socket, whoever listens there. */
  readonly lead: (port: number, socketPath: string) => Promise<void>;
}

const run = promisify(execFile);

/** Why no network can be made here; null when one can. Needs root, and `ip` of iproute2, which `npm run setup` brings. */
export async function whyNoHosts(): Promise<string | null> {
  const name = `tcbatch-${randomBytes(4).toString('hex')}`;
  try {
    await run('ip', ['netns', 'add', name]);
    await run('ip', ['netns', 'delete', name]);
    return null;
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n').slice(-2);
    return `Cannot make network namespaces here: ${reason.trim()}`;
  }
}

/** Lends a hub and so many hosts to `body`; all that runs in them has to be ended by it. Removed whatever happens. */
export async function withHosts<Value>(
  count: number,
  body: (network: Network) => Promise<Value>,
): Promise<Value> {
  const id = `tcbatch-${randomBytes(4).toString('hex')}`;
  const names = Array.from({ length: count }, (_, i) => `${id}-${i + 1}`);
  const relays: ChildProcess[] = [];
  // A test that is ended half way must not leave a network behind.
  const removeAtExit = () => {
    for (const name of [...names, id]) spawnSync('ip', ['netns', 'delete', name]);
  };
  process.once('exit', removeAtExit);
  try {
    const hub = await makeHub(id);
    const hosts: Host[] = [];
    for (const [i, name] of names.entries()) hosts.push(await makeHost(id, name, i + 1));
    const lead = async (port: number, socketPath: string) => {
      relays.push(await startRelay(hub, port, socketPath));
    };
    return await body({ hub, hosts, lead });
  } finally {
    await Promise.all(relays.map(end));
    // With a namespace go its links and its bridge.
    for (const name of [...names, id]) await run('ip', ['netns', 'delete', name]).catch(() => {});
    process.removeListener('exit', removeAtExit);
  }
}

async function makeHub(name: string): Promise<Host> {
  await run('ip', ['netns', 'add', name]);
  await inside(name, 'link set lo up');
  await inside(name, 'link add bridge type bridge');
  await inside(name, 'address add 10.0.0.1/24 dev bridge');
  await inside(name, 'link set bridge up');
  return hostOf(name, '10.0.0.1', { holder: name, link: 'bridge' });
}

async function makeHost(hub: string, name: string, number: number): Promise<Host> {
  const link = `port${number}`;
  const address = `10.0.0.${number + 1}`;
  await run('ip', ['netns', 'add', name]);
  await inside(name, 'link set lo up');
  await inside(hub, `link add ${link} type veth peer name cable netns ${name}`);
  await inside(hub, `link set ${link} master bridge up`);
  await inside(name, `address add ${address}/24 dev cable`);
  await inside(name, 'link set cable up');
  return hostOf(name, address, { holder: hub, link });
}

/** The cable is pulled at the hub's end, so that the host itself is not told of it by its own routes. */
function hostOf(
  name: string,
  address: string,
  { holder, link }: { readonly holder: string; readonly link: string },
): Host {
  return {
    address,
    launcher: ['ip', 'netns', 'exec', name],
    cutOff: async () => void (await inside(holder, `link set ${link} nomaster`)),
    reconnect: async () => void (await inside(holder, `link set ${link} master bridge`)),
  };
}

async function inside(name: string, command: string): Promise<void> {
  await run('ip', ['-netns', name, ...command.split(' ')]);
}

/** Run by a Node of its own: a process lives in one namespace. */
const relayProgram = `
  const { connect, createServer } = require('node:net');
  const [address, port, path] = process.argv.slice(1);
  createServer((client) => {
    const server = connect(path);
    client.pipe(server).pipe(client);
    for (const one of [client, server]) {
      one.setNoDelay?.(true);
      one.on('error', () => { client.destroy(); server.destroy(); });
    }
  }).listen(Number(port), address, () => console.log('listening'));
`;

async function startRelay(hub: Host, port: number, path: string): Promise<ChildProcess> {
  const values = ['-e', relayProgram, hub.address, String(port), path];
  const [command = '', ...before] = [...hub.launcher, process.execPath];
  const child = spawn(command, [...before, ...values], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
