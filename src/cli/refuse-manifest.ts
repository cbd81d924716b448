import type { CheckSummary } from '../producer/manifest/summarize-check.ts';
import { exitCodes } from './exit-codes.ts';
import { checkDocument, problemLines } from './manifest-text.ts';
import { printJson, say } from './terminal.ts';

/** Says why a manifest is not submitted, as `validate` does, and sets the exit code. */
export function refuseManifest(survey: CheckSummary, { json }: { readonly json: boolean }): void {
  if (json) printJson(checkDocument(survey));
  else for (const line of problemLines(survey)) say(line);
  process.exitCode = exitCodes.usage;
}
