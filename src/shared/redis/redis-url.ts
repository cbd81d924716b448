import { unreachable } from '../errors.ts';

/** A host as REDIS_URL names it; ports are always filled in. */
interface RedisHost {
  readonly host: string;
  readonly port: number;
}

export interface RedisLogin {
  readonly username: string | null;
  readonly password: string | null;
}

/** A Redis as it is reached: by file, at one address, through sentinels, or as a cluster. */
export type RedisTarget =
  | { readonly kind: 'socket'; readonly path: string }
  | (RedisLogin & {
      readonly kind: 'single';
      readonly host: RedisHost;
      readonly isTls: boolean;
      readonly db: number;
    })
  | (RedisLogin & {
      readonly kind: 'sentinel';
      readonly sentinels: readonly RedisHost[];
      readonly name: string;
      readonly db: number;
    })
  | (RedisLogin & {
      readonly kind: 'cluster';
      readonly nodes: readonly RedisHost[];
      readonly isTls: boolean;
    });

/**
 * Reads what REDIS_URL may hold, or an absolute socket path; null when it is none of these.
 * - `redis://[user][:password]@host[:port][/db]`, `rediss://` for TLS
 * - `redis+sentinel://[user][:password]@host[:port][,host[:port]...]/name[/db]`
 * - several `redis://` or `rediss://` joined by commas: nodes of a cluster, login from the first
 */
export function parseRedisUrl(text: string): RedisTarget | null {
  if (text.startsWith('/')) return { kind: 'socket', path: text };
  if (text.startsWith('redis+sentinel://')) return parseSentinel(text);
  // A comma inside a password is kept, as only one that is followed by a new address separates.
  const parts = text.split(/,(?=rediss?:\/\/)/);
  const [first] = parts;
  if (first === undefined) return null;
  return parts.length === 1 ? parseSingle(first) : parseCluster(parts);
}

/** The target's address for messages: hosts and ports, never a login. */
export function nameRedis(target: RedisTarget): string {
  switch (target.kind) {
    case 'socket':
      return target.path;
    case 'single':
      return nameHost(target.host);
    case 'sentinel':
      return `${target.sentinels.map(nameHost).join(', ')} (sentinels of ${target.name})`;
    case 'cluster':
      return target.nodes.map(nameHost).join(', ');
    default:
      return unreachable(target);
  }
}

function parseSingle(text: string): Extract<RedisTarget, { kind: 'single' }> | null {
  const parts = /^(?<scheme>rediss?):\/\/(?:(?<login>.*)@)?(?<host>[^/?#@]+)(?:\/(?<db>\d{1,4})?)?$/.exec(
    text,
  )?.groups;
  const host = parseHost(parts?.host, 6379);
  const login = parseLogin(parts?.login);
  if (!parts || !host || !login) return null;
  return { kind: 'single', ...login, host, isTls: parts.scheme === 'rediss', db: Number(parts.db ?? 0) };
}

/** A cluster has no numbered databases and one way of encryption, so its addresses may not differ in these. */
function parseCluster(parts: readonly string[]): RedisTarget | null {
  const nodes = parts.map(parseSingle).filter((node) => node !== null);
  const [first] = nodes;
  if (!first || nodes.length < parts.length) return null;
  if (nodes.some(({ isTls, db }) => isTls !== first.isTls || db !== 0)) return null;
  const { username, password, isTls } = first;
  return { kind: 'cluster', username, password, isTls, nodes: nodes.map(({ host }) => host) };
}

function parseSentinel(text: string): RedisTarget | null {
  const parts =
    /^redis\+sentinel:\/\/(?:(?<login>.*)@)?(?<hosts>[^/?#@]+)\/(?<name>[^/?#]+)(?:\/(?<db>\d{1,4}))?$/.exec(
      text,
    )?.groups;
  const named = parts?.hosts?.split(',') ?? [];
  const sentinels = named.map((host) => parseHost(host, 26379)).filter((host) => host !== null);
  const login = parseLogin(parts?.login);
  if (!parts?.name || !login || sentinels.length === 0 || sentinels.length < named.length) return null;
  return { kind: 'sentinel', ...login, sentinels, name: parts.name, db: Number(parts.db ?? 0) };
}

function parseHost(text: string | undefined, defaultPort: number): RedisHost | null {
  // An http URL stands in, since other schemes leave host names unchecked.
  if (text === undefined || !/^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(text)) return null;
  if (!URL.canParse(`http://${text}`)) return null;
  const port = /:(?<port>\d+)$/.exec(text.replace(/^\[.*\]/, ''))?.groups?.port;
  return { host: text.replace(/:\d+$/, '').replace(/^\[|\].*$/g, ''), port: Number(port ?? defaultPort) };
}

function parseLogin(text: string | undefined): RedisLogin | null {
  if (text === undefined) return { username: null, password: null };
  const [username = '', ...rest] = text.split(':');
  const password = rest.join(':');
  try {
    return { username: decodeURIComponent(username) || null, password: decodeURIComponent(password) || null };
  } catch {
    return null;
  }
}

/** `host:port`, with the brackets that IPv6 wants. */
export function nameHost({ host, port }: RedisHost): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
