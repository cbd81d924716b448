import type { ManifestFormat } from '../../producer/manifest/manifest-source.ts';

/** The media type of a manifest that is sent, by its format. */
export const manifestTypes: Readonly<Record<ManifestFormat, string>> = {
  csv: 'text/csv',
  json: 'application/json',
  jsonl: 'application/jsonl',
};
