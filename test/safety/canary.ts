import { randomBytes } from 'node:crypto';

/** A secret that exists for one test alone, so that wherever it turns up, it was leaked. */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

/** Something that was written or shown, and where. */
export interface Trace {
  readonly place: string;
  readonly bytes: Uint8Array;
}

/** Its middle looks otherwise in a URL and in either alphabet of Base64. */
export function makeCanary(name: string): Canary {
  return { name, value: `${randomBytes(12).toString('hex')}>?+/=&${randomBytes(12).toString('hex')}` };
}

/** One that an Authorization header can hold as an id. */
export function makeIdCanary(name: string): Canary {
  return { name, value: `AKID${randomBytes(16).toString('hex')}` };
}

/** How a secret may be written. */
export interface Form {
  readonly form: string;
  readonly text: string;
}

/** A part of it is as bad: whoever shows the first half will show the other half elsewhere. */
const partLength = 16;

/** Every form in which a secret is looked for; all in small letters, as case is not looked at. */
export function formsOf({ value }: Canary): Form[] {
  const bytes = Buffer.from(value);
  const forms = [
    { form: 'plain', text: value },
    { form: 'its beginning', text: value.slice(0, partLength) },
    { form: 'its end', text: value.slice(-partLength) },
    { form: 'JSON', text: JSON.stringify(value).slice(1, -1) },
    { form: 'hex', text: bytes.toString('hex') },
    { form: 'URL', text: encodeURIComponent(value) },
    ...[0, 1, 2].flatMap((shift) => base64Forms(bytes, shift)),
  ];
  return forms.map(({ form, text }) => ({ form, text: text.toLowerCase() }));
}

/** Where canaries turned up: `<name>, <form>: <place>`. */
export function findCanaries(canaries: readonly Canary[], traces: readonly Trace[]): string[] {
  const sought = canaries.map((canary) => ({ canary, forms: formsOf(canary) }));
  return traces.flatMap(({ place, bytes }) => {
    const text = Buffer.from(bytes).toString('latin1').toLowerCase();
    return sought.flatMap(({ canary, forms }) =>
      forms
        .filter((form) => text.includes(form.text) || place.toLowerCase().includes(form.text))
        .map(({ form }) => `${canary.name}, ${form}: ${place}`),
    );
  });
}

/** Inside a longer text Base64 may begin at any of three places; what its neighbours decide is left away. */
function base64Forms(bytes: Buffer, shift: number): Form[] {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const isCut = ((shift + bytes.length) * 8) % 6 !== 0;
  const text = whole.slice([0, 2, 3][shift], isCut ? -1 : undefined);
  return [
    { form: `Base64 at ${shift}`, text },
    { form: `Base64 for URLs at ${shift}`, text: text.replaceAll('+', '-').replaceAll('/', '_') },
  ];
}
