import { readFileSync } from 'node:fs';
import { parse as parseIni } from 'ini';
import { z } from 'zod';
import { OperatorError } from '../errors.ts';
import type { FoundCredentials } from './check-credentials.ts';

const iniSection = z.object({
  secret_id: z.string().optional(),
  secret_key: z.string().optional(),
  token: z.string().optional(),
});

const jsonFile = z.object({
  secretId: z.string().nullish(),
  secretKey: z.string().nullish(),
  token: z.string().nullish(),
});

/** The section of a profile in the SDKs' file, unchecked; null when there is no such file or section. */
export function iniFileCredentials(path: string, profile = 'default'): FoundCredentials | null {
  const text = readIfThere(path);
  if (text === null) return null;
  const section = parsed(path, () => {
    const sections = z.record(z.string(), z.unknown()).parse(parseIni(text));
    return Object.hasOwn(sections, profile) ? iniSection.parse(sections[profile]) : null;
  });
  if (section === null) return null;
  return {
    source: path,
    secretId: { name: 'secret_id', value: section.secret_id },
    secretKey: { name: 'secret_key', value: section.secret_key },
    token: { name: 'token', value: section.token },
  };
}

/** The vendor's command line's file of one profile, unchecked; null when there is no such file. */
export function jsonFileCredentials(path: string): FoundCredentials | null {
  const text = readIfThere(path);
  if (text === null) return null;
  const content = parsed(path, () => jsonFile.parse(JSON.parse(text)));
  return {
    source: path,
    secretId: { name: 'secretId', value: content.secretId ?? undefined },
    secretKey: { name: 'secretKey', value: content.secretKey ?? undefined },
    token: { name: 'token', value: content.token ?? undefined },
  };
}

function readIfThere(path: string): string | null {
  try {
    // Editors on Windows put a byte-order mark in front, which would hide the first section's name.
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new OperatorError('credentials-unreadable', `Cannot read credentials from ${path}: got ${code}`, {
      advice: 'Give yourself the right to read the file, or remove it.',
      cause,
    });
  }
}

/** The parser's own error is not kept as the cause: it quotes the text, and the text holds the secret. */
function parsed<Content>(path: string, parse: () => Content): Content {
  try {
    return parse();
  } catch {
    throw new OperatorError(
      'credentials-unreadable',
      `Cannot read credentials from ${path} as its format asks: got text of another shape`,
      { advice: 'Write the file anew with the tool that made it, or remove it.' },
    );
  }
}
