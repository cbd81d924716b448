/** Counts wrong tokens, so that they cannot be tried one after the other. */
export interface FailedAttempts {
  /** Seconds until the address may try again; 0 when it may. */
  readonly waitSeconds: (address: string, nowMs: number) => number;
  readonly noteFailure: (address: string, nowMs: number) => void;
  /** An address that was right once is not made to wait for what others do. */
  readonly noteSuccess: (address: string) => void;
}

const windowMs = 60_000;
const mostOfOneAddress = 10;
/** Somebody with many addresses must not get on faster than this. */
const mostOfAll = 100;
/** What is remembered of addresses is bounded, whoever knocks. */
const mostAddresses = 10_000;

interface Window {
  startMs: number;
  failures: number;
}

/** Limits wrong tokens to ten a minute from one address and a hundred from all together. */
export function countFailedAttempts(): FailedAttempts {
  const byAddress = new Map<string, Window>();
  const known = new Set<string>();
  const all: Window = { startMs: 0, failures: 0 };
  return {
    waitSeconds: (address, nowMs) => {
      const own = byAddress.get(address);
      const ownWait = own ? waitOf(own, mostOfOneAddress, nowMs) : 0;
      return known.has(address) ? ownWait : Math.max(ownWait, waitOf(all, mostOfAll, nowMs));
    },
    noteFailure: (address, nowMs) => {
      const own = byAddress.get(address) ?? { startMs: nowMs, failures: 0 };
      remember(byAddress, address, own);
      count(own, nowMs);
      count(all, nowMs);
    },
    noteSuccess: (address) => {
      if (known.size >= mostAddresses) known.clear();
      known.add(address);
    },
  };
}

function waitOf({ startMs, failures }: Window, most: number, nowMs: number): number {
  const leftMs = startMs + windowMs - nowMs;
  return failures >= most && leftMs > 0 ? Math.ceil(leftMs / 1000) : 0;
}

function count(window: Window, nowMs: number): void {
  if (nowMs - window.startMs >= windowMs) {
    window.startMs = nowMs;
    window.failures = 0;
  }
  window.failures += 1;
}

/** The address that failed longest ago makes room. */
function remember(byAddress: Map<string, Window>, address: string, window: Window): void {
  byAddress.delete(address);
  byAddress.set(address, window);
  if (byAddress.size <= mostAddresses) return;
  const [oldest] = byAddress.keys();
  if (oldest !== undefined) byAddress.delete(oldest);
}
