/** The service's answer: fields of a document, or a code that refuses. */
export type Reply = Fields | Refusal;

export interface Fields {
  readonly kind: 'fields';
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Refusal {
  readonly kind: 'refusal';
  readonly code: string;
  readonly message: string;
}

export function fields(document: Readonly<Record<string, unknown>>): Fields {
  return { kind: 'fields', fields: document };
}

export function refuse(code: string, message: string): Refusal {
  return { kind: 'refusal', code, message };
}

/** The reply as the text that goes over the wire. */
export function replyText(reply: Reply, requestId: string): string {
  const content =
    reply.kind === 'fields' ? reply.fields : { Error: { Code: reply.code, Message: reply.message } };
  return JSON.stringify({ Response: { ...content, RequestId: requestId } });
}
