import type { Socket } from 'node:net';
import { errors } from 'undici';
import type { Carried } from './open-straight.ts';

/**
 * Has a connection reset when its call is given up. One that is merely closed leaves what it still holds to the
 * kernel, which goes on sending it for minutes: a call that was given up in a cut network, looked for in vain and made
 * again could then arrive after all, and buy twice. A reset throws those bytes away.
 */
export function resetGivenUp({ socket, carrier }: Carried): Carried['socket'] {
  const destroy: Socket['destroy'] = socket.destroy.bind(socket);
  socket.destroy = (error?: Error) => {
    if (!isAborted(error) || carrier.destroyed) return destroy(error);
    // Whatever the reset itself destroys is destroyed for the same reason.
    socket.destroy = (later?: Error) => destroy(later ?? error);
    carrier.resetAndDestroy();
    return destroy(error);
  };
  return socket;
}

/** What undici says to a connection whose call we gave up. Every other ending is of a call that arrived, or of none. */
function isAborted(error: Error | undefined): boolean {
  return error instanceof errors.InformationalError && error.message === 'aborted';
}
