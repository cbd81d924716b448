import picocolors from 'picocolors';
import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { prettyFactory } from 'pino-pretty';
import type { LogLevel } from './config.ts';
import { redactSecrets } from './redact-secrets.ts';
import { tracing } from './tracing/tracing.ts';

export type Log = Logger;

export interface LogOptions {
  readonly level: LogLevel;
  /** A person watches: lines to read instead of JSON. */
  readonly isTerminal: boolean;
  /** Standard error unless told. */
  readonly stream?: DestinationStream;
}

/** The process's log, from which each component takes a child. Secrets never reach the stream. */
export function createLog({ level, isTerminal, stream }: LogOptions): Log {
  const write = isTerminal ? readable : redactSecrets;
  // Written at once: a worker may be killed at any moment, and its last line is the one that tells why.
  const standardError = destination({ fd: 2, sync: true });
  // On the written line, and not by paths: whatever name or depth a secret was logged under, here it passes.
  const mixin = () => tracing()?.logFields() ?? {};
  return pino({ level, mixin, hooks: { streamWrite: write } }, stream ?? standardError);
}

const pretty = prettyFactory({
  ignore: 'pid,hostname',
  translateTime: 'SYS:HH:MM:ss',
  colorize: picocolors.isColorSupported,
});

function readable(line: string): string {
  return pretty(redactSecrets(line));
}
