// Entries of the tree of checks: one for each building block of EN 319 102-1, with its clause and what came of it.

import type { Check, Indication, Reason } from './report.ts'

export function check(
  code: string,
  clause: string,
  outcome: Check['outcome'],
  reasons: readonly Reason[] = [],
  checks: readonly Check[] = [],
): Check {
  return { code, clause: `EN 319 102-1 §${clause}`, outcome, reasons, checks }
}

export function outcomeOf(indication: Indication): Check['outcome'] {
  switch (indication) {
    case 'TOTAL_PASSED':
      return 'passed'
    case 'INDETERMINATE':
      return 'indeterminate'
    case 'TOTAL_FAILED':
      return 'failed'
  }
}
