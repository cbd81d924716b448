import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const service = z.looseObject({
  image: z.string().optional(),
  build: z.string().optional(),
  command: z.array(z.string()),
  environment: z.record(z.string(), z.string().nullable()).default({}),
  network_mode: z.string().optional(),
  profiles: z.array(z.string()).default([]),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  deploy: z.object({ replicas: z.coerce.number() }).optional(),
});

export type Service = z.infer<typeof service>;

/** What stands in the shell, or in `.env`, where compose is called. */
export type Variables = Readonly<Record<string, string>>;

/** The services of docker-compose.yml that have a command of ours, as compose reads them. */
export function readComposeFile(variables: Variables): Readonly<Record<string, Service>> {
  const text = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8');
  const { services } = parse(interpolate(text, variables), { merge: true }) as { services: object };
  const withCommand = Object.entries(services).filter(([, { command }]) => command !== undefined);
  return z.record(z.string(), service).parse(Object.fromEntries(withCommand));
}

/** A variable without a value is passed on where it is set, and is not there where it is not. */
export function environmentOf({ environment }: Service, variables: Variables): Record<string, string> {
  const entries = Object.entries(environment).flatMap(([name, value]) => {
    const given = value ?? variables[name];
    return given === undefined ? [] : [[name, given] as const];
  });
  return Object.fromEntries(entries);
}

/** `${NAME:-default}` and `${NAME:?why}`, outside comments. */
function interpolate(text: string, variables: Variables): string {
  return text.replace(/\$\{(\w+):([-?])([^}]*)\}/g, (_, name: string, kind: string, rest: string) => {
    const given = variables[name];
    if (given !== undefined && given !== '') return given;
    if (kind === '-') return rest;
    throw new Error(`Cannot read docker-compose.yml as ${name} must be set: ${rest}`);
  });
}
