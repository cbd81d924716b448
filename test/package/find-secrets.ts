/** Something in a file that looks like a secret. */
export interface Suspicion {
  readonly kind: string;
  readonly text: string;
}

const shapes: readonly (readonly [kind: string, shape: RegExp])[] = [
  ['SecretId of Tencent Cloud', /\b(?:AKID|IKID)[A-Za-z0-9_-]{12,}/g],
  ['access key of AWS', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ['private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/g],
  ['token of GitHub', /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/g],
  ['token of npm', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['token of Slack', /\bxox[abprs]-[A-Za-z0-9-]{10,}/g],
  ['JSON web token', /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g],
  ['login in a URL', /\b[a-z]+:\/\/[^\s/:@"'`$<>{}\\]*:[A-Za-z0-9]{16,}@/g],
  ['long random text', /(?<![\w+/-])[A-Za-z0-9+/_-]{32,}={0,2}(?![\w+/-])/g],
];

/** Finds what has the shape of a secret in a text. */
export function findSecrets(text: string): Suspicion[] {
  return shapes.flatMap(([kind, shape]) =>
    Array.from(text.matchAll(shape), ([found]) => ({ kind, text: found })).filter(
      (suspicion) => kind !== 'long random text' || isRandom(suspicion.text),
    ),
  );
}

/** Names and paths have words in them; what chance made changes between kinds of signs all the time. */
function isRandom(text: string): boolean {
  if (!/[a-z]/.test(text) || !/[A-Z]/.test(text) || !/\d/.test(text)) return false;
  const kinds = Array.from(text, kindOf);
  const changes = kinds.filter((kind, i) => i > 0 && kind !== kinds[i - 1]).length;
  return changes / text.length > 0.35;
}

function kindOf(sign: string): string {
  if (/[a-z]/.test(sign)) return 'small';
  if (/[A-Z]/.test(sign)) return 'large';
  return /\d/.test(sign) ? 'digit' : 'other';
}
