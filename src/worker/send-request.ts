import type { Dispatcher } from 'undici';
import type { Answer, LostCode } from '../shared/answer.ts';
import { describeFailure } from '../shared/outgoing/describe-failure.ts';
import { lostCodeOf } from './transport-failure.ts';

/** A signed call. The body is sent as the UTF-8 that was signed. */
export interface OutgoingRequest {
  /** Base URL without a path; the call goes to its `/`. */
  readonly url: string;
  /** Sent as they are; `Host` must be among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Asked in the moment before the first byte is written; when false, nothing is. */
  readonly isTimely?: () => boolean;
}

type Controller = Dispatcher.DispatchController;
type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** Sends one POST, once, and tells what became of it. Never throws for what the network does. */
export function sendRequest(
  dispatcher: Dispatcher,
  { url: origin, headers, body, isTimely = () => true }: OutgoingRequest,
  timeoutMs: number,
): Promise<Answer> {
  return new Promise((settle) => {
    const call = new Call(settle, { origin, timeoutMs, isTimely });
    dispatcher.dispatch({ origin, path: '/', method: 'POST', headers, body }, call);
  });
}

/** What became of a call of which not one byte was written, and why. */
export function notSent(origin: string, reason: string): Answer {
  const message = `Cannot send the request to ${origin}: ${reason}`;
  return { kind: 'not-sent', code: 'Transport.ConnectFailed', message };
}

/**
 * One call from its dispatch to its answer; the first ending counts, whatever undici reports later is passed over.
 *
 * undici calls `onRequestStart` in the same turn in which it then writes the first byte. What ends before that was
 * surely not sent. From there on a byte may have left, whatever the socket says of itself: its count of bytes
 * written is for all requests it ever carried, and is no proof for this one.
 */
class Call implements Dispatcher.DispatchHandler {
  readonly #settle: (answer: Answer) => void;
  readonly #origin: string;
  readonly #timeoutMs: number;
  readonly #isTimely: () => boolean;
  readonly #deadline: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #started: Controller | null = null;
  #mayStart = true;
  #status = 0;
  #headers: AnswerHeaders = {};

  constructor(
    settle: (answer: Answer) => void,
    {
      origin,
      timeoutMs,
      isTimely,
    }: { readonly origin: string; readonly timeoutMs: number; readonly isTimely: () => boolean },
  ) {
    this.#settle = settle;
    this.#origin = origin;
    this.#timeoutMs = timeoutMs;
    this.#isTimely = isTimely;
    this.#deadline = setTimeout(() => this.#expire(), timeoutMs);
  }

  onRequestStart(controller: Controller): void {
    // undici puts a request back in its queue when its connection dies in certain moments: it would be sent twice.
    const isTimely = this.#mayStart && this.#isTimely();
    if (this.#mayStart && !isTimely) this.#end({ kind: 'too-late' });
    if (isTimely) this.#started = controller;
    else controller.abort(new Error('the call was over'));
    this.#mayStart = false;
  }

  /** Also called for an interim 1xx answer; the final one then takes its place. */
  onResponseStart(_controller: Controller, status: number, headers: AnswerHeaders): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#end({
      kind: 'answered',
      status: this.#status,
      dateHeader: this.#header('date'),
      traceId: this.#header('x-tc-traceid'),
      bodyText: Buffer.concat(this.#chunks).toString('utf8'),
    });
  }

  onResponseError(_controller: Controller, error: Error): void {
    if (this.#started) this.#end(this.#lost(lostCodeOf(error), describeFailure(error)));
    else this.#end(notSent(this.#origin, describeFailure(error)));
  }

  #expire(): void {
    this.#mayStart = false;
    // After a stalled event loop the timer runs before the sockets are read. One turn later, whatever lay ready has
    // been read, and an answer that came in time is not thrown away.
    setImmediate(() => {
      const reason = `nothing whole within ${this.#timeoutMs} ms`;
      if (!this.#started) return this.#end(notSent(this.#origin, reason));
      this.#end(this.#lost('Transport.Timeout', reason));
      this.#started.abort(new Error(reason));
    });
  }

  #end(answer: Answer): void {
    clearTimeout(this.#deadline);
    this.#mayStart = false;
    this.#settle(answer);
  }

  #lost(code: LostCode, reason: string): Answer {
    return { kind: 'lost', code, message: `Cannot read the answer of ${this.#origin}: ${reason}` };
  }

  #header(name: string): string | null {
    const value = this.#headers[name];
    return typeof value === 'string' ? value : null;
  }
}
