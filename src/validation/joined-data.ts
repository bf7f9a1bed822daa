// Validation data of two places as one.

import type { ValidationData } from './formed-signature.ts'

export function joined(a: ValidationData, b: ValidationData): ValidationData {
  return {
    certificates: [...a.certificates, ...b.certificates],
    crls: [...a.crls, ...b.crls],
    ocsps: [...a.ocsps, ...b.ocsps],
    basicOcsps: [...a.basicOcsps, ...b.basicOcsps],
  }
}
