import { Dispatcher } from 'undici';
import { describe, expect, it } from 'vitest';
import { sendRequest } from '../../src/worker/send-request.ts';

/** Does with a call what undici does only in moments that no test can bring about at will. */
class ScriptedDispatcher extends Dispatcher {
  readonly #script: (handler: Dispatcher.DispatchHandler) => void;

  constructor(script: (handler: Dispatcher.DispatchHandler) => void) {
    super();
    this.#script = script;
  }

  override dispatch(_options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    this.#script(handler);
    return true;
  }
}

function controller(onAbort: (reason: Error) => void): Dispatcher.DispatchController {
  return {
    aborted: false,
    paused: false,
    reason: null,
    abort: onAbort,
    pause: () => {},
    resume: () => {},
  };
}

const request = { url: 'http://127.0.0.1:1', headers: { Host: '127.0.0.1:1' }, body: '{}' };

describe('sendRequest', () => {
  it('stops a request that undici is about to send a second time, and calls it lost', async () => {
    const aborted: string[] = [];
    const dispatcher = new ScriptedDispatcher((handler) => {
      handler.onRequestStart?.(
        controller(() => aborted.push('first')),
        {},
      );
      const second = controller((reason) => {
        aborted.push('second');
        handler.onResponseError?.(second, reason);
      });
      handler.onRequestStart?.(second, {});
    });
    expect(await sendRequest(dispatcher, request, 30_000)).toMatchObject({ kind: 'lost' });
    expect(aborted).toEqual(['second']);
  });

  it('stops a request whose connection stands only after its deadline', async () => {
    const aborted: string[] = [];
    const handlers: Dispatcher.DispatchHandler[] = [];
    const dispatcher = new ScriptedDispatcher((handler) => handlers.push(handler));
    expect(await sendRequest(dispatcher, request, 1)).toMatchObject({ kind: 'not-sent' });
    handlers[0]?.onRequestStart?.(
      controller(() => aborted.push('late')),
      {},
    );
    expect(aborted).toEqual(['late']);
  });

  it('names every address that was tried', async () => {
    const failure = new AggregateError([new Error('connect ECONNREFUSED ::1'), new Error('no route')]);
    const dispatcher = new ScriptedDispatcher((handler) => {
      handler.onResponseError?.(
        controller(() => {}),
        failure,
      );
    });
    expect(await sendRequest(dispatcher, request, 30_000)).toEqual({
      kind: 'not-sent',
      code: 'Transport.ConnectFailed',
      message: 'Cannot send the request to http://127.0.0.1:1: connect ECONNREFUSED ::1; no route',
    });
  });
});
