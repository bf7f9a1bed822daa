// Fills the /Contents of a prepared PDF with the signature, ISO 32000-2 §12.8.1.

import { ServiceError } from '../../errors.ts'
import type { PreparedPdfSignature } from './prepare-pdf-signature.ts'

/**
 * Puts `cms` (DER of ContentInfo) into /Contents.
 *
 * @returns what stands behind the original octets of the signed file.
 * @throws ServiceError `LIMIT_EXCEEDED` when `cms` is larger than was reserved.
 */
export function embedPdfSignature(
  prepared: Pick<PreparedPdfSignature, 'appended' | 'originalSize' | 'contentsOffset' | 'reservedBytes'>,
  cms: Uint8Array,
): Uint8Array {
  if (cms.length > prepared.reservedBytes) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `the signature has ${cms.length} octets; ${prepared.reservedBytes} were reserved in the PDF`,
    )
  }
  const filled = new Uint8Array(prepared.appended)
  let at = prepared.contentsOffset - prepared.originalSize
  if (filled[at] !== 0x3c || filled[at + 2 * prepared.reservedBytes + 1] !== 0x3e) {
    throw new Error('contentsOffset does not lead to /Contents')
  }
  for (const octet of cms) {
    filled[++at] = hexOctets[2 * octet] ?? 0
    filled[++at] = hexOctets[2 * octet + 1] ?? 0
  }
  return filled
}

const hexOctets = new Uint8Array(512)
for (let octet = 0; octet < 256; octet++) {
  const text = octet.toString(16).padStart(2, '0')
  hexOctets[2 * octet] = text.charCodeAt(0)
  hexOctets[2 * octet + 1] = text.charCodeAt(1)
}
