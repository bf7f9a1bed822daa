// Textual encodings of certificates and requests (RFC 7468).

import { fromBase64, toBase64 } from '../../bytes.ts'
import { ServiceError } from '../../errors.ts'

export type PemLabel =
  | 'CERTIFICATE'
  | 'CERTIFICATE REQUEST'
  | 'X509 CRL'
  | 'PUBLIC KEY'
  | 'CMS'
  | 'PKCS7'
  | 'PRIVATE KEY'
  | 'ENCRYPTED PRIVATE KEY'

/** With a line break at the end. */
export function encodePem(label: PemLabel, der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

/**
 * All blocks labelled `label`; text between blocks is explanatory and ignored (RFC 7468 §2).
 *
 * @throws ServiceError `INVALID_ARGUMENT` when a block is not Base64.
 */
export function decodePem(label: PemLabel, text: string): readonly Uint8Array[] {
  const blocks: Uint8Array[] = []
  const begin = `-----BEGIN ${label}-----`
  const end = `-----END ${label}-----`
  for (let at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at + 1)) {
    const stop = text.indexOf(end, at)
    const der = stop < 0 ? undefined : fromBase64(text.slice(at + begin.length, stop).replace(/\s+/g, ''))
    if (der === undefined) {
      throw new ServiceError(
        'INVALID_ARGUMENT',
        `PEM block ${blocks.length + 1} (${label}) is not Base64 between its lines`,
      )
    }
    blocks.push(der)
  }
  return blocks
}

/** @throws ServiceError `INVALID_ARGUMENT` when there is no certificate in it. */
export function certificatesInPem(text: string): readonly Uint8Array[] {
  const certificates = decodePem('CERTIFICATE', text)
  if (certificates.length === 0)
    throw new ServiceError('INVALID_ARGUMENT', 'there is no PEM certificate in the text')
  return certificates
}
