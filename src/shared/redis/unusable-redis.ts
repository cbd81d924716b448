import { OperatorError } from '../errors.ts';
import { nameRedis, type RedisTarget } from './redis-url.ts';

/** Why a Redis cannot be used, as the operator may read it: hosts and ports, never a login. */
export function unusableRedis(target: RedisTarget, cause: unknown): OperatorError {
  const reason = messageOf(cause);
  if (isRefusal(cause)) {
    return new OperatorError('redis-refused', `Cannot use Redis at ${nameRedis(target)}: ${reason}`, {
      advice: 'Check the user, the password and the database in REDIS_URL.',
      cause,
    });
  }
  if (isDistrust(cause)) {
    return new OperatorError('redis-untrusted', `Cannot trust Redis at ${nameRedis(target)}: ${reason}`, {
      advice:
        'Give the certificate it is signed by with TCBATCH_REDIS_CA, and the host by the name that stands in its own.',
      cause,
    });
  }
  return new OperatorError('redis-unreachable', `Cannot reach Redis at ${nameRedis(target)}: ${reason}`, {
    advice:
      'Start it or correct REDIS_URL (rediss:// where it speaks TLS); without REDIS_URL a private Redis is started.',
    cause,
  });
}

/** Wrong passwords and certificates stay wrong, and names that do not exist seldom come to be: no use in waiting. */
export function isHopeless(error: unknown): boolean {
  return isRefusal(error) || isDistrust(error) || /ENOTFOUND/.test(messageOf(error));
}

function isRefusal(error: unknown): boolean {
  return /NOAUTH|WRONGPASS|NOPERM|invalid password|without any password|DB index is out of range|SELECT is not allowed/i.test(
    messageOf(error),
  );
}

/** As Node names what is wrong with a certificate, or with a server that does not speak TLS at all. */
function isDistrust(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(CERT_|ERR_TLS_CERT|ERR_SSL_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF|UNABLE_TO_(GET|VERIFY))/.test(code);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
