// The one error class and the one list of its codes. Each door maps codes to its own protocol, exhaustively.

interface CodeFacts {
  readonly retryable: boolean
  /** Somebody was told no: the audit log keeps it. */
  readonly refusal?: true
  readonly meaning: string
}

/** Codes say what is true, not what to answer. The README prints this list. */
export const errorCodes = {
  INVALID_ARGUMENT: {
    retryable: false,
    meaning: 'An argument has a wrong form or exceeds a limit that the message names.',
  },
  UNAUTHENTICATED: {
    retryable: false,
    refusal: true,
    meaning: 'No token, or one that is unknown, expired or revoked.',
  },
  NOT_PERMITTED: { retryable: false, refusal: true, meaning: 'The caller may not do this here.' },
  // What another unit has looks absent, so whoever looks for it is told this.
  NOT_FOUND: { retryable: false, refusal: true, meaning: 'No such object, or none that the caller may see.' },
  ALREADY_EXISTS: {
    retryable: false,
    meaning: 'The name is taken, or what was asked for has been made before.',
  },
  PURPOSE_MISMATCH: { retryable: false, refusal: true, meaning: 'The key has another purpose.' },
  KEY_NOT_ACTIVE: {
    retryable: false,
    refusal: true,
    meaning: 'The state of the key version does not allow this operation (SP 800-57 §7).',
  },
  UNIT_NOT_ACTIVE: {
    retryable: false,
    refusal: true,
    meaning: 'The unit is sealed, abolished or shredded, and its keys do not do this.',
  },
  ALGORITHM_NOT_ALLOWED: {
    retryable: false,
    refusal: true,
    meaning: 'The algorithm is unknown, unfit for the key, or refused by today’s policy.',
  },
  DECRYPTION_FAILED: {
    retryable: false,
    meaning:
      'The ciphertext was changed, or key, version or associated data are not those it was made with. Nothing was released.',
  },
  PROFILE_VIOLATION: {
    retryable: false,
    refusal: true,
    meaning: 'The certificate request exceeds its profile, or the built certificate failed a lint.',
  },
  APPROVAL_REQUIRED: {
    retryable: false,
    refusal: true,
    meaning: 'Too few people have approved this: propose it, let others approve, then execute the proposal.',
  },
  APPROVAL_INVALID: {
    retryable: false,
    refusal: true,
    meaning: 'What was approved is not this, or the passkey did not sign for it.',
  },
  PROPOSAL_NOT_OPEN: {
    retryable: false,
    refusal: true,
    meaning: 'The proposal was rejected or executed, or its time is over.',
  },
  CERTIFICATE_NOT_VALID: {
    retryable: false,
    refusal: true,
    meaning: 'The certificate is missing, expired, revoked or belongs to another key.',
  },
  MALFORMED_DER: { retryable: false, meaning: 'Bytes that should be DER are not.' },
  MALFORMED_PDF: { retryable: false, meaning: 'The file is no PDF, or a damaged one.' },
  MALFORMED_DOCUMENT: {
    retryable: false,
    meaning:
      'A container, a JSON signature or XML is damaged, or breaks the rules that keep its meaning single.',
  },
  ENCRYPTED_PDF: { retryable: false, meaning: 'The PDF is encrypted and cannot be signed.' },
  DOCUMENT_LOCKED: {
    retryable: false,
    meaning: 'An earlier signature of the document permits no further one, or would not hold after it.',
  },
  UNSUPPORTED_FORMAT: { retryable: false, meaning: 'The format is not supported.' },
  LIMIT_EXCEEDED: {
    retryable: false,
    meaning: 'The request exceeds a limit of size, time, depth or number.',
  },
  DOCUMENT_ELSEWHERE: { retryable: true, meaning: 'Another host of the office keeps the document.' },
  QUOTA_EXCEEDED: { retryable: true, refusal: true, meaning: 'The unit’s quota is used up for now.' },
  RATE_EXCEEDED: {
    retryable: true,
    meaning: 'Too many requests without a token from one address; come back in a second.',
  },
  IDEMPOTENCY_CONFLICT: {
    retryable: false,
    meaning: 'The idempotency key was used before with another input.',
  },
  CONFLICT: { retryable: true, meaning: 'Somebody else changed the same thing at the same time.' },
  BUSY: { retryable: true, meaning: 'A bounded queue is full.' },
  SEALED: {
    retryable: true,
    meaning: 'The office is sealed: its keys open when enough custodians have given their shares.',
  },
  PROVIDER_UNAVAILABLE: { retryable: true, meaning: 'The signer or the HSM does not answer.' },
  DATABASE_UNAVAILABLE: { retryable: true, meaning: 'The database does not answer.' },
  AUDIT_UNAVAILABLE: {
    retryable: true,
    meaning: 'The audit entry could not be made durable, so nothing was released.',
  },
  CLOCK_NOT_TRUSTED: {
    retryable: true,
    meaning: 'The clock of the machine jumped or is wrong, so nothing is time-stamped.',
  },
  OUTSIDE_UNAVAILABLE: {
    retryable: true,
    meaning: 'Another service, such as a witness or a time-stamping authority, does not answer as it should.',
  },
  LOG_ROLLED_BACK: {
    retryable: true,
    meaning:
      'The database is older than the audit log that this host knows; no key is used until an officer has looked.',
  },
  SHUTTING_DOWN: { retryable: true, meaning: 'The service is ending.' },
  INTEGRITY_VIOLATION: {
    retryable: false,
    meaning: 'A row of the registry is not what the service wrote, so it was not used.',
  },
  QUERY_REJECTED: {
    retryable: false,
    meaning: 'The GraphQL document does not parse, does not validate or exceeds a limit.',
  },
  BAD_REQUEST: { retryable: false, meaning: 'The HTTP request has a wrong method, content type or body.' },
  INTERNAL: { retryable: false, meaning: 'Our own fault. The request id finds it in the log.' },
} as const satisfies Record<string, CodeFacts>

export type ErrorCode = keyof typeof errorCodes

/** Whether the code tells somebody no, and not that something is amiss. */
export function isRefusal(code: ErrorCode): boolean {
  const { refusal }: CodeFacts = errorCodes[code]
  return refusal === true
}

/** What an error concerns: for the audit log, never for the sender. */
export interface ErrorSubject {
  readonly unitId?: string | null
  readonly keyId?: string
  readonly keyVersion?: number
}

export class ServiceError extends Error {
  readonly code: ErrorCode
  readonly about: ErrorSubject | undefined

  /** @param message names the thing and the limit, never a secret. */
  constructor(
    code: ErrorCode,
    message: string,
    options?: { readonly cause?: unknown; readonly about?: ErrorSubject },
  ) {
    super(message, options)
    this.name = 'ServiceError'
    this.code = code
    this.about = options?.about
  }

  get retryable(): boolean {
    return errorCodes[this.code].retryable
  }
}

export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof ServiceError
}
