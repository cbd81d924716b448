import { Agent, buildConnector } from 'undici';
import { type ConnectorOptions, createConnector } from './connector.ts';

/** Lends what asks a service something that is free, the way that purchases go; nothing of it is left open. */
export async function withAgent<Value>(
  options: ConnectorOptions,
  body: (agent: Agent) => Promise<Value>,
): Promise<Value> {
  const { timeoutMs } = options;
  const connect = createConnector(buildConnector({ timeout: timeoutMs }), options);
  const agent = new Agent({ connect, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  try {
    return await body(agent);
  } finally {
    await agent.destroy();
  }
}
