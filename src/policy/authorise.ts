// Who may do what. Pure decisions; `authorise` alone makes a Permit, and without a Permit nothing is signed.

import type { Action, ApplicationCaller, Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Purpose, SigningKey } from '../keys/handle.ts'

/** What each journey that signs demands: the purpose of the key, and the action the caller must be allowed. */
export const signingOperations = {
  signDocument: { purpose: 'sign-document', caller: 'sign' },
  completeSignature: { purpose: 'sign-document', caller: 'sign' },
  sign: { purpose: 'sign-raw', caller: 'sign-raw' },
  /** The token of a signature time-stamp (B-T); whoever may sign may have it stamped. */
  timestampSignature: { purpose: 'timestamp', caller: 'sign' },
  timestamp: { purpose: 'timestamp', caller: 'timestamp' },
  issueCertificate: { purpose: 'certify', caller: 'issue-certificates' },
  createAuthority: { purpose: 'certify', caller: 'manage-authorities' },
  rotateKey: { purpose: 'certify', caller: 'manage-keys' },
  publishCrl: { purpose: 'certify', caller: 'service' },
  answerOcsp: { purpose: 'certify', caller: 'anyone' },
  publishCheckpoint: { purpose: 'log', caller: 'service' },
} as const satisfies Record<string, { purpose: Purpose; caller: Action | 'service' | 'anyone' }>

export type SigningOperation = keyof typeof signingOperations

class PermitToUse<Use extends 'sign'> {
  readonly use: Use
  readonly call: Call
  readonly operation: SigningOperation
  readonly key: SigningKey
  readonly unitId: string | null
  readonly #madeByAuthorise = true

  constructor(use: Use, call: Call, operation: SigningOperation, key: SigningKey, unitId: string | null) {
    this.use = use
    this.call = call
    this.operation = operation
    this.key = key
    this.unitId = unitId
  }

  static isGenuine(permit: PermitToUse<'sign'>): boolean {
    return #madeByAuthorise in permit && permit.#madeByAuthorise
  }
}

/** The right to use one version of one key for one operation of one call. */
export type Permit<Use extends 'sign'> = PermitToUse<Use>

export interface SigningRequest {
  readonly operation: SigningOperation
  readonly key: SigningKey
  /** The unit for which it is done: the key's own for documents and messages, the subject's for certificates. */
  readonly unit: { readonly id: string; readonly path: string } | null
}

/**
 * @throws ServiceError `PURPOSE_MISMATCH` when the key has another purpose than the operation,
 *   otherwise as `requireAccess`.
 */
export function authorise(call: Call, request: SigningRequest): Permit<'sign'> {
  const rule = signingOperations[request.operation]
  const { identity } = request.key
  if (rule.caller === 'service') {
    if (call.caller.kind !== 'service')
      throw new ServiceError('NOT_PERMITTED', `${request.operation} is done by the service alone`)
  } else if (rule.caller !== 'anyone') {
    requireAccess(call, rule.caller, request.unit?.path)
  }
  if (identity.purpose !== rule.purpose) {
    throw new ServiceError(
      'PURPOSE_MISMATCH',
      `${request.operation} needs a key of purpose ${rule.purpose}; this one is ${identity.purpose}`,
      { about: { unitId: identity.unitId, keyId: identity.keyId, keyVersion: identity.version } },
    )
  }
  const signsForItself = identity.purpose === 'sign-document' || identity.purpose === 'sign-raw'
  if (signsForItself && request.unit?.id !== identity.unitId) {
    throw new Error(`a ${identity.purpose} key was to sign for another unit than its own`)
  }
  return new PermitToUse('sign', call, request.operation, request.key, request.unit?.id ?? null)
}

/** Guards against a look-alike made around the type system. */
export function isGenuinePermit(permit: Permit<'sign'>): boolean {
  return PermitToUse.isGenuine(permit)
}

/**
 * Demands that the caller may do `action` in the unit at `unitPath`.
 *
 * @param unitPath undefined for what concerns the whole office.
 * @throws ServiceError `UNAUTHENTICATED` without a token; `NOT_FOUND` for a unit outside the caller's subtree, since
 *   another unit's objects look exactly like absent ones; `NOT_PERMITTED` when the action is not among the caller's.
 */
export function requireAccess(call: Call, action: Action, unitPath: string | undefined): void {
  const { caller } = call
  if (caller.kind === 'service') return
  const application = requireApplication(call)
  if (unitPath === undefined ? application.unitPath !== '' : !isWithin(unitPath, application.unitPath)) {
    throw unitPath === undefined
      ? new ServiceError(
          'NOT_PERMITTED',
          'this concerns the whole office, and the application is bound to a unit of it',
        )
      : new ServiceError('NOT_FOUND', `there is no unit ${unitPath}`)
  }
  if (!application.actions.includes(action)) {
    throw new ServiceError('NOT_PERMITTED', `the application may not ${action}`)
  }
}

/** @throws ServiceError `UNAUTHENTICATED`. */
export function requireApplication(call: Call): ApplicationCaller {
  if (call.caller.kind !== 'application') {
    throw new ServiceError('UNAUTHENTICATED', 'this needs a token: Authorization: Bearer …')
  }
  return call.caller
}

/** Whether `path` is `root` or lies below it. Paths are slugs joined by `/`; the empty path is the whole office. */
export function isWithin(path: string, root: string): boolean {
  return root === '' || path === root || path.startsWith(`${root}/`)
}
