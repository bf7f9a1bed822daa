// Why an item of a batch has no result.

import type { ServiceError } from '../../../errors.ts'
import type { OperationError } from '../schema.generated.ts'

export function operationError({
  reference,
  error,
}: {
  readonly reference: string | null
  readonly error: ServiceError
}) {
  const { code, message, retryable } = error
  return {
    __typename: 'OperationError' as const,
    reference,
    code,
    message,
    retryable,
  } satisfies OperationError
}
