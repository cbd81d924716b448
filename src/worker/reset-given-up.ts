import { connect as connectTcp, type Socket } from 'node:net';
import { type buildConnector, errors } from 'undici';

type Connect = ReturnType<typeof buildConnector>;

/**
 * Connections that are reset when their call is given up. One that is merely closed leaves what it still holds to the
 * kernel, which goes on sending it for minutes: a call that was given up in a cut network, looked for in vain and made
 * again could then arrive after all, and buy twice. A reset throws those bytes away.
 */
export function resetGivenUp(connect: Connect): Connect {
  return (place, callback) => {
    if (place.protocol !== 'https:') {
      connect(place, (...[error, socket]) => {
        if (error) return callback(error, null);
        callback(null, resetWhenAborted(socket, socket));
      });
      return;
    }
    const { hostname: host, port } = place;
    const carrier = connectTcp({ host, port: Number(port || 443) });
    carrier.setNoDelay(true);
    connect({ ...place, httpSocket: carrier }, (...[error, socket]) => {
      if (error) return callback(error, null);
      callback(null, resetWhenAborted(socket, carrier));
    });
  };
}

/** `carrier` is what holds the bytes of `socket`: itself, or what is below its encryption. */
function resetWhenAborted<Kept extends Socket>(socket: Kept, carrier: Socket): Kept {
  const destroy = socket.destroy.bind(socket);
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
