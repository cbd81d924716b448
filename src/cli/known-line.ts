import { Option } from 'commander';
import type { Line } from '../shared/line.ts';
import { knownAccount } from './known-account.ts';
import { knownAction } from './known-action.ts';
import type { Setup } from './setup.ts';

/** `--account` of a command that concerns one line. */
export interface LineOptions {
  readonly account?: string;
}

/** `--account` of a command that is about one line. */
export function accountOption(): Option {
  return new Option('--account <name>', 'the line of this account; of the default one unless told');
}

/** The line of the action, and perhaps the account, that a person named. Throws an OperatorError. */
export function knownLine(setup: Setup, action: string, { account }: LineOptions): Line {
  return { action: knownAction(action).name, account: knownAccount(setup, account).name };
}
