// The certificate that a client proved in the handshake of our own TLS. No header is one: whoever writes a header proves nothing.

import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

const proved = new WeakMap<TLSSocket, Uint8Array | null>()

/**
 * DER of the client's certificate, when it leads to one of the authorities of the settings, for its time, and its key was
 * proved; undefined otherwise. Found once for each connection.
 */
export function provedCertificate(socket: Socket): Uint8Array | undefined {
  if (!(socket instanceof TLSSocket)) return undefined
  let der = proved.get(socket)
  if (der === undefined) {
    const certificate = socket.authorized ? socket.getPeerX509Certificate() : undefined
    der = certificate === undefined ? null : new Uint8Array(certificate.raw)
    proved.set(socket, der)
  }
  return der ?? undefined
}
