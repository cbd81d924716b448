import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files in PEM: an authority of one test's own, and what a server on 127.0.0.1 shows that it has signed. */
export interface Certificates {
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly remove: () => Promise<void>;
}

/** Makes an authority and a certificate of it, in a folder that the caller removes. Node can sign, not make, certificates. */
export async function makeCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'tcbatch-certificates-'));
  const [authority, server] = [newKeys(), newKeys()];
  const ca = certificate('A test authority', authority, { issuer: 'A test authority', signer: authority });
  const own = certificate('127.0.0.1', server, { issuer: 'A test authority', signer: authority });
  const place = async (name: string, text: string) => {
    await writeFile(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  return {
    caFile: await place('ca.pem', ca),
    certificateFile: await place('server.pem', own),
    keyFile: await place('server.key', String(server.privateKey.export({ type: 'pkcs8', format: 'pem' }))),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

function newKeys(): Keys {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** An X.509 certificate (RFC 5280) in PEM; who issues its own is an authority. */
function certificate(
  subject: string,
  { publicKey }: Keys,
  { issuer, signer }: { readonly issuer: string; readonly signer: Keys },
): string {
  const toBeSigned = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    // Positive: the highest bit of a number is its sign.
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(timeOf(Date.now() - 3_600_000), timeOf(Date.now() + 86_400_000)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(issuer === subject ? isAuthority : isLoopback)),
  );
  const signature = sign('sha256', toBeSigned, signer.privateKey);
  const whole = sequence(toBeSigned, ecdsaWithSha256, tagged(0x03, Buffer.of(0), signature));
  return `-----BEGIN CERTIFICATE-----\n${whole.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'));
const isAuthority = extension('551d13', sequence(tagged(0x01, Buffer.of(0xff))));
const isLoopback = extension('551d11', sequence(tagged(0x87, Buffer.of(127, 0, 0, 1))));

function extension(idHex: string, value: Buffer): Buffer {
  return sequence(objectId(idHex), tagged(0x04, value));
}

function nameOf(commonName: string): Buffer {
  return sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from(commonName)))));
}

function timeOf(timeMs: number): Buffer {
  const [date = ''] = new Date(timeMs).toISOString().replace(/[-:T]/g, '').split('.');
  return tagged(0x18, Buffer.from(`${date}Z`));
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

function objectId(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

/** A value in DER: its tag, its length, its bytes. */
function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
