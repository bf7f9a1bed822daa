// Validation data of several places as one.

import type { ValidationData } from './formed-signature.ts'

export const noValidationData: ValidationData = { certificates: [], crls: [], ocsps: [], basicOcsps: [] }

export function joined(parts: readonly ValidationData[]): ValidationData {
  return {
    certificates: parts.flatMap(({ certificates }) => certificates),
    crls: parts.flatMap(({ crls }) => crls),
    ocsps: parts.flatMap(({ ocsps }) => ocsps),
    basicOcsps: parts.flatMap(({ basicOcsps }) => basicOcsps),
  }
}
