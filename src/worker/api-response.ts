import { z } from 'zod';

const document = z.object({
  Response: z.looseObject({
    RequestId: z.string().min(1),
    Error: z.object({ Code: z.string().min(1), Message: z.string().default('') }).optional(),
  }),
});

export interface ApiError {
  readonly code: string;
  /** For people; its text may change at any time. */
  readonly message: string;
}

/** The `Response` object that every answer of the API is. */
export interface ApiResponse {
  readonly requestId: string;
  readonly error: ApiError | null;
  /** All of it, as the action's own schema takes it. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Reads an answer's body; null when it is not JSON, or JSON that no answer of the API can be. */
export function readResponse(bodyText: string): ApiResponse | null {
  const parsed = document.safeParse(parseJson(bodyText));
  if (!parsed.success) return null;
  const { Response: fields } = parsed.data;
  return {
    requestId: fields.RequestId,
    error: fields.Error ? { code: fields.Error.Code, message: fields.Error.Message } : null,
    fields,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
