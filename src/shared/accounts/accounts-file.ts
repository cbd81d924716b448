import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { Environment } from '../environment.ts';
import { OperatorError } from '../errors.ts';
import { defaultAccount } from '../line.ts';
import { endpoint, mostCallsPerSecond } from '../variable-rules.ts';
import { accountNameRule } from './account.ts';
import { credentialsSpec } from './credentials-spec.ts';

// Each rule's message completes the sentence "Cannot read FILE as NAME must be ...".

const accountSpec = z.strictObject({
  credentials: credentialsSpec.optional(),
  endpoints: z
    .union(
      [
        endpoint,
        z.strictObject({
          dnspod: endpoint.optional(),
          teo: endpoint.optional(),
          billing: endpoint.optional(),
        }),
      ],
      { error: 'an http:// or https:// URL of a host, or one for each of dnspod, teo and billing' },
    )
    .optional(),
  rate: z
    .number()
    .positive()
    .max(mostCallsPerSecond, {
      error: `a number of calls a second above 0 and at most ${mostCallsPerSecond}`,
    })
    .optional(),
});

const accountName = z.string().regex(accountNameRule, {
  error: '1 to 64 letters, digits, "_", "." or "-", with a letter or digit first',
});

const accountsFile = z.strictObject({
  accounts: z.record(accountName, accountSpec).superRefine((accounts, { addIssue }) => {
    for (const [name, { credentials }] of Object.entries(accounts)) {
      // Only of the default one it is said elsewhere who pays; any other must never pay with its key by mistake.
      if (credentials === undefined && name !== defaultAccount) {
        addIssue({ code: 'custom', path: [name, 'credentials'], message: 'given' });
      }
    }
  }),
});

/** One account as the file has it. */
export type AccountSpec = z.infer<typeof accountSpec>;

/** The accounts of the config file by name; none where there is no file and TCBATCH_CONFIG names none. */
export function readAccountsFile(
  environment: Environment,
  homeDir: string,
): Readonly<Record<string, AccountSpec>> {
  const wanted = environment.TCBATCH_CONFIG;
  const path = wanted ? wanted.replace(/^~(?=\/|$)/, homeDir) : usualPath(environment, homeDir);
  const text = readText(path, { isWanted: Boolean(wanted) });
  if (text === null) return {};
  const read = accountsFile.safeParse(parseJson(text, path));
  if (read.success) return read.data.accounts;
  throw wrongFile(path, read.error);
}

function usualPath(environment: Environment, homeDir: string): string {
  const shared = environment.XDG_CONFIG_HOME;
  // The XDG specification tells to ignore relative paths.
  const folder = shared && isAbsolute(shared) ? shared : join(homeDir, '.config');
  return join(folder, 'tcbatch', 'config.json');
}

function readText(path: string, { isWanted }: { readonly isWanted: boolean }): string | null {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    if (!isWanted && (code === 'ENOENT' || code === 'ENOTDIR')) return null;
    throw new OperatorError('config-unreadable', `Cannot read the config file ${path}: got ${code}`, {
      advice: isWanted
        ? 'Correct --config or TCBATCH_CONFIG, or leave it out.'
        : 'Give yourself the right to read the file.',
      cause,
    });
  }
}

/** The parser's own error is not kept as the cause: it quotes the text, which may hold what should not stand in it. */
function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new OperatorError(
      'config-invalid',
      `Cannot read the config file ${path} as it must be JSON: got other text`,
      {
        advice: 'docs/accounts.md shows a whole file.',
      },
    );
  }
}

/** Names places and rules, never a value: somebody may have put a secret there. */
function wrongFile(path: string, error: z.ZodError): OperatorError {
  const sentences = error.issues.map((issue) => {
    const place = issue.path.map(String).join('.') || 'the file';
    const rule =
      issue.code === 'unrecognized_keys'
        ? `without ${issue.keys.map((key) => `"${key}"`).join(', ')}`
        : issue.code === 'invalid_key'
          ? (issue.issues[0]?.message ?? issue.message)
          : issue.message;
    return `Cannot read the config file ${path} as ${place} must be ${rule}`;
  });
  return new OperatorError('config-invalid', sentences.join('\n'), {
    advice: 'docs/accounts.md shows a whole file. Secrets never stand in it: it names where they are.',
  });
}
