import { createInterface } from 'node:readline';
import { OperatorError } from '../shared/errors.ts';
import { isInteractive } from './terminal.ts';

export interface Consent {
  /** `--yes` */
  readonly yes?: boolean;
  /** `--plan`: exactly this plan was agreed to. */
  readonly plan?: string;
  /** What is agreed to: queueing purchases, unless told. */
  readonly deed?: Deed;
}

type Deed = 'queue' | 'pay';

const words: Readonly<Record<Deed, { readonly beforehand: string; readonly declined: string }>> = {
  queue: {
    beforehand: 'Agree beforehand with --yes, or with --plan HASH to exactly what `tcbatch plan` showed.',
    declined: 'Nothing was queued, as you did not agree.',
  },
  pay: {
    beforehand: 'Agree beforehand with --yes.',
    declined: 'Nothing was paid, as you did not agree.',
  },
};

/** Throws an OperatorError unless the person agreed beforehand, or can be asked. */
export function requireConsentIsPossible({ yes, plan, deed = 'queue' }: Consent): void {
  if (yes || plan !== undefined || isInteractive) return;
  throw new OperatorError('consent-missing', 'Cannot ask for consent as there is no terminal', {
    advice: words[deed].beforehand,
  });
}

/** Asks on the terminal unless the person agreed beforehand. Throws an OperatorError when they do not. */
export async function confirm(question: string, { yes, plan, deed = 'queue' }: Consent): Promise<void> {
  if (yes || plan !== undefined) return;
  if ((await ask(`${question} Type yes to go on: `)).trim().toLowerCase() === 'yes') return;
  throw new OperatorError('declined', words[deed].declined);
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
