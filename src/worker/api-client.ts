import { Agent, buildConnector } from 'undici';
import type { Answer } from '../shared/answer.ts';
import { createConnector } from '../shared/outgoing/connector.ts';
import { describeFailure } from '../shared/outgoing/describe-failure.ts';
import type { ProxyRules } from '../shared/outgoing/proxy-rules.ts';
import { createConnections } from './connections.ts';
import { notSent, type OutgoingRequest, sendRequest } from './send-request.ts';

export interface ApiClientOptions {
  /** From send to whole answer, connecting included. */
  readonly timeoutMs: number;
  /** Through which a connection is opened, where they say so. */
  readonly proxies: ProxyRules;
  /** How long an idle connection is kept; a server that announces a shorter time has its way. */
  readonly keepAliveMs?: number;
  /** A longer answer is given up as not to be trusted. */
  readonly maxAnswerBytes?: number;
}

/** Sends each request exactly once: no retry, no redirect, no second request on a busy connection. */
export interface ApiClient {
  readonly send: (request: OutgoingRequest) => Promise<Answer>;
  /**
   * Opens a connection to a base URL without a path ahead where none is free; nothing is sent on it. `ready` gives null,
   * or why nothing can be sent.
   * Call the function it gives once the call is over, sent or not.
   */
  readonly prepare: (url: string) => Preparation;
  /** Waits for what is in flight, each to its own deadline, then closes all connections. Safe to call twice. */
  readonly close: () => Promise<void>;
}

/** A connection on its way, for one call. */
export interface Preparation {
  readonly ready: Promise<Answer | null>;
  readonly release: () => void;
}

/** Below the 5 s after which common servers close an idle connection, so that we do not write into a closing one. */
const defaultKeepAliveMs = 4_000;

/** A server that announces N seconds is left this much earlier, for the time a request is on its way. */
const keepAliveMarginMs = 2_000;

/** The largest real answers are a few hundred KiB; this keeps a stray download out of memory. */
const defaultMaxAnswerBytes = 1024 * 1024;

const nothingAmiss = Promise.resolve(null);

/** An HTTP client that never sends a request twice and knows whether it was sent at all. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const {
    timeoutMs,
    proxies,
    keepAliveMs = defaultKeepAliveMs,
    maxAnswerBytes = defaultMaxAnswerBytes,
  } = options;
  const connect = createConnector(buildConnector({ allowH2: false, timeout: timeoutMs }), {
    proxies,
    timeoutMs,
  });
  const connections = createConnections(connect, keepAliveMs);
  const agent = new Agent({
    pipelining: 1,
    connect: connections.connect,
    // `sendRequest` holds one deadline over the whole call; undici's own begin anew with every byte.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    keepAliveTimeoutThreshold: keepAliveMarginMs,
    maxResponseSize: maxAnswerBytes,
  });
  let closing: Promise<void> | null = null;
  return {
    send: (request) => sendRequest(agent, request, timeoutMs),
    prepare: (url) => ({
      ready:
        connections.ready(url)?.then(
          () => null,
          (error: Error) => notSent(url, describeFailure(error)),
        ) ?? nothingAmiss,
      release: () => connections.done(url),
    }),
    close: () => {
      connections.close();
      closing ??= agent.close();
      return closing;
    },
  };
}
