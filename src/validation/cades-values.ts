// Validation data among the unsigned attributes of CAdES (EN 319 122-1 §A.1): helpers, nothing more.

import { isServiceError } from '../errors.ts'
import { oids } from '../formats/asn1/oids.ts'
import { parseCertificateValues, parseRevocationValues } from '../formats/cms/signed-attributes.ts'
import type { CmsAttribute } from '../formats/cms/signed-data.ts'
import type { ValidationData } from './formed-signature.ts'

/** What is malformed is left out: it can only help. */
export function storedValues(attributes: readonly CmsAttribute[]): ValidationData {
  const certificates: Uint8Array[] = []
  const crls: Uint8Array[] = []
  const basicOcsps: Uint8Array[] = []
  for (const { type, values } of attributes) {
    for (const value of values) {
      try {
        if (type === oids.certValues) certificates.push(...parseCertificateValues(value))
        if (type === oids.revocationValues) {
          const stored = parseRevocationValues(value)
          crls.push(...stored.crls)
          basicOcsps.push(...stored.basicOcsps)
        }
      } catch (error) {
        if (!isServiceError(error)) throw error
      }
    }
  }
  return { certificates, crls, ocsps: [], basicOcsps }
}
