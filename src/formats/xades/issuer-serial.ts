// IssuerSerial of version 2 of XAdES: DER of RFC 5035's structure (EN 319 132-1 §5.2.2).

import { equalBytes } from '../../bytes.ts'
import { parseDer } from '../asn1/reader.ts'
import { tags } from '../asn1/tags.ts'
import type { Certificate } from '../x509/certificate.ts'
import { equalNames } from '../x509/name.ts'
import { readGeneralName } from '../x509/parse-general-name.ts'

/** Whether `der` names the issuer and the serial number of `certificate`. @throws ServiceError `MALFORMED_DER`. */
export function namesIssuerSerial(der: Uint8Array, certificate: Certificate): boolean {
  return parseDer('IssuerSerialV2', der, (reader) =>
    reader.sequence((fields) => {
      const issuer = fields.each(tags.sequence, readGeneralName)
      const serialNumber = fields.integerContent()
      if (!fields.atEnd) fields.elements()
      return (
        equalBytes(serialNumber, certificate.serialNumber) &&
        issuer.some((name) => name.kind === 'directoryName' && equalNames(name.name, certificate.issuer))
      )
    }),
  )
}
