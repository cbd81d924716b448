import path from 'node:path';
import { OperatorError } from '../../shared/errors.ts';

export const manifestFormats = ['csv', 'json', 'jsonl'] as const;
export type ManifestFormat = (typeof manifestFormats)[number];

/** A manifest that can be read from its start as often as wanted: once to check it, once to submit it. */
export interface ManifestSource {
  /** The file's name without its folder; `-` for standard input. */
  readonly name: string;
  readonly format: ManifestFormat;
  readonly open: () => AsyncIterable<Buffer>;
  /** Removes what was kept on disk for reading again. Safe to call twice. */
  readonly close: () => Promise<void>;
}

/** Chooses the format: what was asked for wins over the file's extension. Throws an OperatorError when neither tells. */
export function manifestFormat(name: string, asked?: string): ManifestFormat {
  if (asked !== undefined) return namedFormat(asked);
  const format = formatsByExtension[path.extname(name).toLowerCase()];
  if (format) return format;
  throw new OperatorError(
    'manifest-format-unknown',
    `Cannot tell the format of manifest ${name}: got no known extension`,
    {
      advice: 'Give --format csv, --format json or --format jsonl.',
    },
  );
}

const formatsByExtension: Readonly<Record<string, ManifestFormat>> = {
  '.csv': 'csv',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
};

function namedFormat(asked: string): ManifestFormat {
  const format = manifestFormats.find((known) => known === asked);
  if (format) return format;
  throw new OperatorError(
    'manifest-format-unknown',
    `Cannot read manifest as one of ${manifestFormats.join(', ')}: got --format ${asked}`,
  );
}
