import { createInterface } from 'node:readline';
import { OperatorError } from '../shared/errors.ts';
import { isInteractive } from './terminal.ts';

export interface Consent {
  /** `--yes` */
  readonly yes?: boolean;
  /** `--plan`: exactly this plan was agreed to. */
  readonly plan?: string;
}

/** Throws an OperatorError unless the person agreed beforehand, or can be asked. */
export function requireConsentIsPossible({ yes, plan }: Consent): void {
  if (yes || plan !== undefined || isInteractive) return;
  throw new OperatorError('consent-missing', 'Cannot ask for consent as there is no terminal', {
    advice: 'Agree beforehand with --yes, or with --plan HASH to exactly what `tcbatch plan` showed.',
  });
}

/** Asks on the terminal unless the person agreed beforehand. Throws an OperatorError when they do not. */
export async function confirm(question: string, { yes, plan }: Consent): Promise<void> {
  if (yes || plan !== undefined) return;
  if ((await ask(`${question} Type yes to go on: `)).trim().toLowerCase() === 'yes') return;
  throw new OperatorError('declined', 'Nothing was queued, as you did not agree.');
}

async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  // Without `terminal`, Ctrl-C stays what it is everywhere else.
  const lines = createInterface({ input: process.stdin, terminal: false });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
  }
}
