import type { ServerResponse } from 'node:http';
import type { Fault } from '../fault-rule.ts';

const page = '<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>\n';

/** Puts an answer on the wire, spoilt in the way the fault wants. */
export function sendReply(response: ServerResponse, text: string, fault: Fault | null): void {
  switch (fault?.kind) {
    case undefined:
    case 'latency':
    case 'late':
    case 'code':
      sendWhole(response, 200, { type: 'application/json', text });
      return;
    case 'html':
      sendWhole(response, fault.status, { type: 'text/html', text: page });
      return;
    case 'empty':
      sendWhole(response, 200, { type: 'application/json', text: '' });
      return;
    case 'drop-before':
    case 'drop-after':
      response.socket?.resetAndDestroy();
      return;
    case 'cut':
      sendPart(response, text, fault.bytes);
  }
}

function sendWhole(
  response: ServerResponse,
  status: number,
  { type, text }: { readonly type: string; readonly text: string },
): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

/** Promises the whole answer, sends its beginning and hangs up. */
function sendPart(response: ServerResponse, text: string, bytes: number): void {
  const content = Buffer.from(text);
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': content.length });
  response.flushHeaders();
  if (bytes > 0) response.write(content.subarray(0, bytes));
  // Closes after what was written has left, so that the client sees an answer that ends too soon and not a reset.
  response.socket?.destroySoon();
}
