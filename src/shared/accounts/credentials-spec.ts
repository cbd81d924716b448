import { z } from 'zod';

/** Capitals alone, so that a secret that was put in its place by mistake is no name. */
const variableName = z.string().regex(/^[A-Z][A-Z0-9_]*$/, {
  error: 'the name of an environment variable, in capitals',
});
const path = z.string().min(1, { error: 'a path' });

const env = z.strictObject({
  secretId: variableName,
  secretKey: variableName,
  token: variableName.optional(),
});

const simpleSources = {
  env: env.optional(),
  file: path.optional(),
  profile: z.string().min(1).optional(),
  /** The role of this machine. */
  role: z.string().min(1).optional(),
};

/** The keys of which one says where credentials come from. */
const kinds = ['env', 'file', 'profile', 'role', 'assumeRole'] as const;

const isOneSource = (spec: { readonly [kind: string]: unknown }): boolean => {
  const given = kinds.filter((kind) => spec[kind] !== undefined);
  return given.length === 1 || (given.length === 2 && spec.file !== undefined && spec.profile !== undefined);
};

/** Where an account's credentials come from. No secret stands in it: it names the place that holds them. */
export const credentialsSpec = z
  .strictObject({
    ...simpleSources,
    assumeRole: z
      .strictObject({
        arn: z.string().min(1),
        sessionName: z.string().min(1).optional(),
        // The vendor's own bounds.
        durationSeconds: z.int().min(1).max(43_200).optional(),
        /** With whose credentials the role is taken; the default account's unless told. */
        credentials: z.strictObject(simpleSources).refine(isOneSource, { error: 'one source' }).optional(),
      })
      .optional(),
  })
  .refine(isOneSource, {
    error:
      'one of env {secretId, secretKey, token?}, file (with profile?), profile, role or assumeRole {arn, ...}',
  });

export type CredentialsSpec = z.infer<typeof credentialsSpec>;
