import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createByteWatch, type SetTrap, type Trap } from './byte-watch.ts';

/** `request` runs from the client to the server, `answer` back. */
export type Direction = 'request' | 'answer';

/** One connection through the proxy, as whoever set a trap gets hold of it. */
export interface Link {
  /** Bytes of this direction wait from now on. */
  readonly hold: (direction: Direction) => void;
  readonly release: (direction: Direction) => void;
  /** Cuts both sides with a reset (RST). */
  readonly reset: () => void;
  /** Ends both sides in good order (FIN), after what has passed. */
  readonly end: () => void;
}

export interface LinkTrap extends Trap {
  readonly direction: Direction;
  /** Whether the bytes themselves have passed when `act` is called; nothing more passes until it is done. */
  readonly when: 'before' | 'after';
  readonly act: (link: Link) => void | Promise<void>;
}

/** A proxy of one test's own on the loopback interface, at whose every byte something may be done. */
export interface TcpProxy {
  readonly port: number;
  /** Sets a trap on all connections, those to come included. Resolves once it has sprung and its act is done. */
  readonly set: (trap: LinkTrap) => Promise<void>;
  /** Calls `act` with each new connection before a byte of it passes. */
  readonly onLink: (act: (link: Link) => void) => void;
  /** Refuses new connections and resets those there are. */
  readonly refuse: () => Promise<void>;
  /** Takes connections again, at the same port. */
  readonly accept: () => Promise<void>;
  readonly close: () => Promise<void>;
}

type Sprung = SetTrap<LinkTrap> & {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

/** Starts a proxy in front of a port of this machine. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sets = new Set<Sprung>();
  const links = new Set<Link>();
  let onLink: (link: Link) => void = () => {};

  const take = (client: Socket) => {
    const server = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const link = openLink({ client, server });
    links.add(link);
    client.once('close', () => links.delete(link));
    onLink(link);
    void pump(client, server, { direction: 'request', link, sets });
    void pump(server, client, { direction: 'answer', link, sets });
  };
  const listener = createServer({ allowHalfOpen: true, noDelay: true }, take);
  const listen = async (port: number): Promise<number> => {
    listener.listen(port, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };
  const refuse = async () => {
    const closed = listener.listening ? once(listener, 'close') : null;
    listener.close();
    for (const link of links) link.reset();
    await closed;
  };
  const port = await listen(0);
  return {
    port,
    set: (trap) =>
      new Promise<void>((resolve, reject) => {
        sets.add({ trap, left: trap.nth ?? 1, resolve, reject });
      }),
    onLink: (act) => {
      onLink = act;
    },
    refuse,
    accept: async () => void (await listen(port)),
    close: refuse,
  };
}

interface OpenLink extends Link {
  /** Resolves when bytes of this direction may pass. */
  readonly mayPass: (direction: Direction) => Promise<void>;
}

function openLink({ client, server }: { readonly client: Socket; readonly server: Socket }): OpenLink {
  const gates: Record<Direction, PromiseWithResolve | null> = { request: null, answer: null };
  for (const socket of [client, server]) socket.on('error', () => {});
  return {
    mayPass: async (direction) => {
      await gates[direction]?.promise;
    },
    hold: (direction) => {
      gates[direction] ??= withResolve();
    },
    release: (direction) => {
      gates[direction]?.resolve();
      gates[direction] = null;
    },
    reset: () => {
      client.resetAndDestroy();
      server.resetAndDestroy();
    },
    end: () => {
      client.destroySoon();
      server.destroySoon();
    },
  };
}

interface PromiseWithResolve {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

function withResolve(): PromiseWithResolve {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

interface Way {
  readonly direction: Direction;
  readonly link: OpenLink;
  readonly sets: Set<Sprung>;
}

/** Passes bytes on, in their order, until one side ends; the other then ends in the same manner. */
async function pump(from: Socket, to: Socket, way: Way): Promise<void> {
  const watch = createByteWatch<LinkTrap>();
  const pass = async (bytes: Buffer) => {
    await way.link.mayPass(way.direction);
    watch.remember(bytes);
    if (bytes.length > 0 && !to.write(bytes)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
  };
  try {
    for await (const chunk of from) {
      let rest: Buffer = chunk;
      for (;;) {
        const sight = watch.find(
          Array.from(way.sets).filter(({ trap }) => trap.direction === way.direction),
          rest,
        );
        if (sight === null) break;
        await passSight(sight, rest, { way, pass });
        rest = rest.subarray(sight.end);
      }
      await pass(rest);
    }
    to.end();
  } catch {
    to.resetAndDestroy();
  }
}

type Seen = NonNullable<ReturnType<ReturnType<typeof createByteWatch<LinkTrap>>['find']>>;

/** Passes the bytes up to the end of a sight, and springs its trap in between or afterwards. */
async function passSight(
  { set, start, end }: Seen,
  chunk: Buffer,
  { way, pass }: { readonly way: Way; readonly pass: (bytes: Buffer) => Promise<void> },
): Promise<void> {
  set.left -= 1;
  const sprung = Array.from(way.sets).find((one) => one === set && set.left === 0);
  if (!sprung) return pass(chunk.subarray(0, end));
  way.sets.delete(sprung);
  const { trap, resolve, reject } = sprung;
  const cut = trap.when === 'after' ? end : Math.max(0, start);
  await pass(chunk.subarray(0, cut));
  await Promise.resolve(trap.act(way.link)).then(resolve, reject);
  await pass(chunk.subarray(cut, end));
}
