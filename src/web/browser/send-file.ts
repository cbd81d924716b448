import type { ProblemDocument, Upload } from '../api-types.ts';
import { leaveForLogin, Refusal, unreachable } from './ask.ts';

export interface Sending {
  readonly action: string | null;
  /** Called with the share that is on its way, 0 to 1. */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** Sends a manifest to be checked. `fetch` does not tell how much of a file has left, so this is a request of the older kind. */
export function sendFile(file: File, { action, onProgress, signal }: Sending): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const query = action === null ? '' : `?action=${encodeURIComponent(action)}`;
    request.open('POST', `/api/uploads${query}`);
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(loaded / total));
    request.addEventListener('load', () => {
      if (request.status === 401) leaveForLogin();
      if (request.status === 201) resolve(request.response as Upload);
      else reject(new Refusal(problemIn(request)));
    });
    request.addEventListener('error', () => reject(new Refusal(brokenOff)));
    request.addEventListener('abort', () => reject(signal.reason));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    const form = new FormData();
    form.append('manifest', file, file.name);
    request.send(form);
  });
}

/** The server may also turn a file away, and hang up, before it has the whole of it. */
const brokenOff: ProblemDocument = {
  ...unreachable,
  detail: 'The file did not arrive: the connection broke off.',
  advice: 'Nothing was queued. A file over the size limit of the server is cut off like this, too.',
};

function problemIn(request: XMLHttpRequest): ProblemDocument {
  const document = request.response as Partial<ProblemDocument> | null;
  return { ...unreachable, detail: `The server answered with ${request.status}.`, ...document };
}
