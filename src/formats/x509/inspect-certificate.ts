// What can be told of a certificate that breaks the rules: for naming it to people, never for relying on it.

import { parseDer } from '../asn1/reader.ts'
import { contextConstructed, contextPrimitive, tags } from '../asn1/tags.ts'
import { serialHex } from './certificate.ts'

export interface InspectedCertificate {
  readonly serialHex: string
  /** Undefined where the text is no time. */
  readonly notBefore: Date | undefined
  readonly notAfter: Date | undefined
  readonly signatureAlgorithmOid: string
  readonly publicKeyAlgorithmOid: string
  /** DER. */
  readonly subjectPublicKeyInfo: Uint8Array
  /** In their order. */
  readonly extensionOids: readonly string[]
}

/**
 * Reads the outline that RFC 5280 §4.1 gives, whatever stands in the names, extensions and times.
 *
 * @throws ServiceError `MALFORMED_DER`, `LIMIT_EXCEEDED` when not even the outline is there.
 */
export function inspectCertificate(der: Uint8Array): InspectedCertificate {
  return parseDer('Certificate', der, (reader) => {
    const outer = reader.enter()
    const tbs = outer.enter()
    if (tbs.isNext(contextConstructed(0))) tbs.element()
    const serialNumber = tbs.content(tags.integer)
    tbs.element()
    tbs.element()
    const validity = tbs.enter()
    const [notBefore, notAfter] = [validity.element(), validity.element()]
    tbs.element()
    const subjectPublicKeyInfo = tbs.raw(tags.sequence)
    const publicKeyAlgorithmOid = tbs.reopen(subjectPublicKeyInfo).enter().enter().oid()
    while (tbs.isNext(contextPrimitive(1)) || tbs.isNext(contextPrimitive(2))) tbs.element()
    const extensionOids = tbs.atEnd
      ? []
      : tbs.enter(contextConstructed(3)).each(tags.sequence, (list) => list.enter().oid())
    return {
      serialHex: serialHex(serialNumber),
      notBefore: timeOf(notBefore.tag, notBefore.content),
      notAfter: timeOf(notAfter.tag, notAfter.content),
      signatureAlgorithmOid: outer.enter().oid(),
      publicKeyAlgorithmOid,
      subjectPublicKeyInfo,
      extensionOids,
    }
  })
}

/** X.680 §46, §47: seconds may be missing and a zone be there, which RFC 5280 §4.1.2.5 forbids. */
function timeOf(tag: number, content: Uint8Array): Date | undefined {
  const text = new TextDecoder('latin1').decode(content.subarray(0, 32))
  const digits = tag === tags.utcTime ? 2 : 4
  const match = new RegExp(
    `^(\\d{${digits}})(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)?(?:\\.\\d+)?(?:Z|([+-])(\\d\\d)(\\d\\d))$`,
  ).exec(text)
  if (match === null) return undefined
  const [, year = '', month, day, hour, minute, second = '00', sign, zoneHours = '0', zoneMinutes = '0'] =
    match
  const full = Number(year) + (digits === 4 ? 0 : Number(year) < 50 ? 2000 : 1900)
  const date = new Date(0)
  date.setUTCFullYear(full, Number(month) - 1, Number(day))
  date.setUTCHours(Number(hour), Number(minute), Number(second), 0)
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1)
  return new Date(date.getTime() - offset * 60_000)
}
