import type { Account } from './account.ts';
import type { ParameterRules } from './api-call/check-parameters.ts';
import type { Reply } from './reply.ts';

/** One admitted call, with everything an action may look at or change. */
export interface Call {
  readonly action: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The body's exact text, which a ClientToken is bound to. */
  readonly body: string;
  readonly requestId: string;
  readonly traceId: string | null;
  readonly nowMs: number;
  readonly deliveryDelayMs: number;
  readonly tokenLifetimeMs: number;
  readonly account: Account;
}

/** One API action of the simulated services. */
export interface SimulatedAction {
  readonly name: string;
  readonly service: 'dnspod' | 'teo' | 'billing';
  readonly version: string;
  readonly parameters: ParameterRules;
  /** Called with parameters of the right names and types; everything beyond that it checks itself. */
  readonly answer: (call: Call) => Reply;
}
