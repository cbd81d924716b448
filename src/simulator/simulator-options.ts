import type { Clock } from '../shared/clock.ts';
import { systemClock } from '../shared/clock.ts';
import type { FaultRule } from './fault-rule.ts';
import type { Stock } from './stock-account.ts';

export interface SimulatorCredentials {
  readonly secretId: string;
  readonly secretKey: string;
  /** With temporary keys: what `X-TC-Token` has to hold. Without one the header is not looked at. */
  readonly sessionToken?: string | undefined;
}

/** How the simulator behaves; everything may be left out. */
export interface SimulatorOptions {
  /** 0 lets the system choose. */
  readonly port?: number | undefined;
  readonly credentials?: SimulatorCredentials | undefined;
  /** Accounts beside the first one, by name: each has its own key, balance, plans, orders and rate limit. */
  readonly otherAccounts?: Readonly<Record<string, SimulatorCredentials>> | undefined;
  /** The clock behind every window, token and delivery; a test passes its own and moves it by hand. */
  readonly clock?: Clock | undefined;
  /** How far the simulator's idea of the time is from its clock's. */
  readonly clockOffsetMs?: number | undefined;
  /** Calls of one action in any second; null lifts the limit. */
  readonly ratePerSecond?: number | null | undefined;
  /** How long the backend works on a call before it executes it; drawn anew for each call. */
  readonly latencyMs?: { readonly min: number; readonly max: number } | undefined;
  readonly balanceCents?: number | undefined;
  /** How long a paid order stays without its instance or plan. */
  readonly deliveryDelayMs?: number | undefined;
  /** How long a ClientToken is remembered. */
  readonly tokenLifetimeMs?: number | undefined;
  readonly faults?: readonly FaultRule[] | undefined;
  /** What the account holds before the first call. */
  readonly stock?: Stock | undefined;
}

export type SimulatorSettings = {
  readonly [Name in keyof SimulatorOptions]-?: Exclude<SimulatorOptions[Name], undefined>;
};

/** Settings with the vendor's published limits where a number is published, and harmless values elsewhere. */
export function settingsOf(options: SimulatorOptions): SimulatorSettings {
  return {
    port: options.port ?? 0,
    credentials: options.credentials ?? { secretId: 'simulator-id', secretKey: 'simulator-key' },
    otherAccounts: options.otherAccounts ?? {},
    clock: options.clock ?? systemClock,
    clockOffsetMs: options.clockOffsetMs ?? 0,
    ratePerSecond: options.ratePerSecond === undefined ? 20 : options.ratePerSecond,
    latencyMs: options.latencyMs ?? { min: 0, max: 0 },
    // Enough for a hundred thousand of the dearest plan for three years.
    balanceCents: options.balanceCents ?? 1_000_000_000_000,
    deliveryDelayMs: options.deliveryDelayMs ?? 0,
    // Nobody documents the life of a billing token; five minutes is the shortest that a product of the vendor has.
    tokenLifetimeMs: options.tokenLifetimeMs ?? 300_000,
    faults: options.faults ?? [],
    stock: options.stock ?? {},
  };
}
