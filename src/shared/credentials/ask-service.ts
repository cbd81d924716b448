import { OperatorError } from '../errors.ts';
import type { ProxyRules } from '../outgoing/proxy-rules.ts';

const timeoutMs = 10_000;

export interface ServiceRequest {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Through which the service is reached. */
  readonly proxies: ProxyRules;
}

/**
 * What a service that gives out credentials answers. Throws an OperatorError where it cannot be reached; the answer is
 * in no message, as it may hold a secret.
 */
export async function askService(
  url: string,
  { proxies, ...asked }: ServiceRequest,
  who: string,
): Promise<string> {
  // Loaded when it is wanted: most commands ask nobody, and would spend a quarter of their start on it.
  const [{ request }, { withAgent }] = await Promise.all([
    import('undici'),
    import('../outgoing/with-agent.ts'),
  ]);
  try {
    return await withAgent({ proxies, timeoutMs }, async (dispatcher) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const { statusCode, body } = await request(url, { ...asked, signal, dispatcher });
      const text = await body.text();
      if (statusCode === 200) return text;
      throw refusedBy(who, `HTTP status ${statusCode}`);
    });
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw refusedBy(who, error instanceof Error ? error.message : 'no answer');
  }
}

/** Says why a service gave out no credentials. */
export function refusedBy(who: string, why: string): OperatorError {
  return new OperatorError('credentials-refused', `Cannot get credentials from ${who}: got ${why}`, {
    advice:
      'Check the role and its name, and that this machine may take it; docs/accounts.md has the details.',
  });
}
