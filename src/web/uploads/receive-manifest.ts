import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { type ManifestFormat, manifestFormats } from '../../producer/manifest/manifest-source.ts';
import { RequestProblem } from '../server/problem.ts';
import { manifestName } from './manifest-name.ts';

/** A manifest as it comes in: its name, what it is written in, and its bytes. */
export interface IncomingManifest {
  readonly name: string;
  readonly format: ManifestFormat;
  /** Throws a RequestProblem where there are too many of them, or none come for too long. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Lets go of what was not read, so that the answer can still be heard. */
  readonly release: () => void;
}

export interface ReceivingOptions {
  /** `?format=`; wins over name and media type. */
  readonly format: ManifestFormat | undefined;
  readonly maxBytes: number;
  /** A sender that is silent for so long has gone. */
  readonly idleMs: number;
}

/** Opens the manifest of a request: its multipart field `manifest`, or its whole body. */
export async function receiveManifest(
  request: FastifyRequest,
  options: ReceivingOptions,
): Promise<IncomingManifest> {
  const announced = Number(request.headers['content-length'] ?? 0);
  // Some room for what stands around the file in a form.
  if (announced > options.maxBytes + formBytes) throw tooLarge(options.maxBytes);
  return request.isMultipart() ? receiveField(request, options) : receiveBody(request, options);
}

const formBytes = 64 * 1024;

async function receiveField(request: FastifyRequest, options: ReceivingOptions): Promise<IncomingManifest> {
  const limits = { fileSize: options.maxBytes + 1, files: 1, fields: 20, parts: 30 };
  const part = await request.file({ limits, throwFileSizeLimit: false });
  if (part?.fieldname !== 'manifest') {
    part?.file.resume();
    throw noManifest(part?.fieldname);
  }
  const format = options.format ?? formatOf(part.filename, part.mimetype);
  return {
    name: manifestName(part.filename, format),
    format,
    bytes: bounded(part.file, options),
    release: () => {
      part.file.resume();
      request.raw.resume();
    },
  };
}

function receiveBody(request: FastifyRequest, options: ReceivingOptions): IncomingManifest {
  const format = options.format ?? formatOf('', request.headers['content-type'] ?? '');
  return {
    name: manifestName('', format),
    format,
    bytes: bounded(request.raw, options),
    release: () => request.raw.resume(),
  };
}

/** The name tells more than the media type, which browsers make up. */
function formatOf(name: string, mediaType: string): ManifestFormat {
  const extension = /\.([a-z]+)$/i.exec(name.trim())?.[1]?.toLowerCase() ?? '';
  const type = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  const format = formatsByExtension[extension] ?? formatsByType[type];
  if (format) return format;
  throw new RequestProblem(415, 'manifest-format-unknown', 'Cannot tell the format of the manifest', {
    advice: `Name it .csv, .json or .jsonl, or add ?format= with one of ${manifestFormats.join(', ')}.`,
  });
}

const formatsByExtension: Readonly<Record<string, ManifestFormat>> = {
  csv: 'csv',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
};

const formatsByType: Readonly<Record<string, ManifestFormat>> = {
  'text/csv': 'csv',
  'application/csv': 'csv',
  // What a spreadsheet's machine says of a CSV file.
  'application/vnd.ms-excel': 'csv',
  'application/json': 'json',
  'application/jsonl': 'jsonl',
  'application/jsonlines': 'jsonl',
  'application/x-jsonlines': 'jsonl',
  'application/x-ndjson': 'jsonl',
  'application/ndjson': 'jsonl',
};

/** Media types that a raw manifest may come with. */
export const manifestMediaTypes: readonly string[] = [
  ...Object.keys(formatsByType),
  'text/plain',
  'application/octet-stream',
];

async function* bounded(
  stream: Readable,
  { maxBytes, idleMs }: ReceivingOptions,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  // The stream is left open whatever happens: a sender that is cut off never hears why.
  const pieces = stream.iterator({ destroyOnReturn: false });
  for (;;) {
    const next = await withinTime(pieces.next(), idleMs);
    if (next.done) return;
    const piece: Uint8Array = next.value;
    size += piece.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    yield piece;
  }
}

async function withinTime<Value>(promise: Promise<Value>, idleMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(silent(idleMs)), idleMs);
  });
  // Whichever loses is heard by nobody.
  promise.catch(() => {});
  try {
    return await Promise.race([promise, late]);
  } catch (error) {
    throw error instanceof RequestProblem ? error : brokenOff(error);
  } finally {
    clearTimeout(timer);
  }
}

function tooLarge(maxBytes: number): RequestProblem {
  return new RequestProblem(413, 'too-large', `Cannot take manifest as it is larger than ${maxBytes} bytes`, {
    advice: 'Split it into several manifests, or have the server started with a larger --max-upload-bytes.',
    members: { maxBytes },
    headers: { connection: 'close' },
  });
}

function silent(idleMs: number): RequestProblem {
  return new RequestProblem(
    408,
    'upload-timed-out',
    `Cannot receive manifest as nothing of it came for ${idleMs / 1000} seconds`,
    { advice: 'Send it again; nothing of it was kept.', headers: { connection: 'close' } },
  );
}

function brokenOff(cause: unknown): RequestProblem {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new RequestProblem(400, 'upload-broken-off', `Cannot receive manifest as it broke off: ${reason}`, {
    advice: 'Send it again; nothing of it was kept.',
    headers: { connection: 'close' },
  });
}

function noManifest(fieldname: string | undefined): RequestProblem {
  const got = fieldname === undefined ? 'no file' : `a file named ${fieldname}`;
  return new RequestProblem(
    422,
    'manifest-missing',
    `Cannot find manifest as the form must hold it as its file manifest: got ${got}`,
    { headers: { connection: 'close' } },
  );
}
