// Verdict on a document: which format it has, what its signatures say, and the worst of them (EN 319 102-1).

import { ServiceError } from '../errors.ts'
import type { ValidationInput } from './input.ts'
import type { ValidationReport } from './report.ts'

export async function validateDocument(input: ValidationInput): Promise<ValidationReport> {
  throw new ServiceError('UNSUPPORTED_FORMAT', `validation at ${input.at.toISOString()} is not built yet`)
}
