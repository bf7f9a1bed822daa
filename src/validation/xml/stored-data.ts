// Certificates, CRLs and OCSP answers that an XML signature brings along (EN 319 132-1 §5.4, §5.5.1).

import { isServiceError } from '../../errors.ts'
import { readStoredData, type StoredValidationData } from '../../formats/xades/properties.ts'
import { readKeyInfo } from '../../formats/xml/key-info.ts'
import type { XmlElement } from '../../formats/xml/tree.ts'
import type { ValidationData } from '../formed-signature.ts'
import { noValidationData } from '../joined-data.ts'

export function ofKeyInfo(keyInfo: XmlElement | undefined): ValidationData {
  const { certificates, crls } = readKeyInfo(keyInfo)
  return { certificates, crls, ocsps: [], basicOcsps: [] }
}

function ofStored({ certificates, crls, ocsps }: StoredValidationData): ValidationData {
  return {
    certificates,
    crls,
    ocsps: ocsps.filter((der) => !isBasic(der)),
    basicOcsps: ocsps.filter(isBasic),
  }
}

/** Helpers, nothing more, so what is malformed is left out. */
export function ofProperty(property: XmlElement): ValidationData {
  try {
    return ofStored(readStoredData(property))
  } catch (error) {
    if (isServiceError(error)) return noValidationData
    throw error
  }
}

/** Some write the BasicOCSPResponse alone: it begins with a SEQUENCE where OCSPResponse has an ENUMERATED. */
function isBasic(der: Uint8Array): boolean {
  const length = der[1] ?? 0
  return der[length < 0x80 ? 2 : 2 + (length & 0x7f)] === 0x30
}
