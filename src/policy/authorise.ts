// Who may do what. Pure decisions; `authorise` alone makes a Permit, and without a Permit nothing is signed.

import { type Action, type Call, type HeldGrant, isKnown, type KnownCaller } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { CipherKey, MacKey, OpeningKey, Purpose, SigningKey, StateFor } from '../keys/handle.ts'
import { type ApprovedDocument, requireApprovedDocument } from './approvals.ts'
import { personalActions } from './roles.ts'

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
  /** The encryption certificate that a unit has from the beginning. */
  createUnit: { purpose: 'certify', caller: 'manage-units' },
  rotateKey: { purpose: 'certify', caller: 'manage-keys' },
  publishCrl: { purpose: 'certify', caller: 'service' },
  answerOcsp: { purpose: 'certify', caller: 'anyone' },
  publishCheckpoint: { purpose: 'log', caller: 'service' },
} as const satisfies Record<string, { purpose: Purpose; caller: Action | 'service' | 'anyone' }>

export type SigningOperation = keyof typeof signingOperations

/** What each journey that opens demands of the caller; the key is always one of purpose `open`. */
const openingOperations = {
  openEnvelope: { caller: 'open' },
  rewrapEnvelope: { caller: 'open' },
} as const satisfies Record<string, { caller: Action }>

export type OpeningOperation = keyof typeof openingOperations

/** What each journey on data demands of the caller. Its key is one of purpose `encrypt` or `mac`. */
const dataOperations = {
  encrypt: { caller: 'encrypt' },
  generateDataKey: { caller: 'encrypt' },
  decrypt: { caller: 'decrypt' },
  /** The plaintext stays in the signer, so whoever may encrypt may have it encrypted anew. */
  rewrap: { caller: 'encrypt' },
  mac: { caller: 'mac' },
  verifyMac: { caller: 'mac' },
} as const satisfies Record<string, { caller: Action }>

/** What each use of a key goes with. */
interface Uses {
  readonly sign: { readonly operation: SigningOperation; readonly key: SigningKey }
  readonly open: { readonly operation: OpeningOperation; readonly key: OpeningKey }
  readonly encrypt: {
    readonly operation: 'encrypt' | 'generateDataKey' | 'rewrap'
    readonly key: CipherKey<StateFor<'protect'>>
  }
  readonly decrypt: { readonly operation: 'decrypt' | 'rewrap'; readonly key: CipherKey }
  readonly mac: { readonly operation: 'mac'; readonly key: MacKey<StateFor<'protect'>> }
  readonly 'verify-mac': { readonly operation: 'verifyMac'; readonly key: MacKey }
}

export type DataUse = Exclude<keyof Uses, 'sign' | 'open'>

class PermitToUse<Use extends keyof Uses> {
  readonly use: Use
  readonly call: Call
  readonly operation: Uses[Use]['operation']
  readonly key: Uses[Use]['key']
  readonly unitId: string | null
  /** What allows it; null where nobody needs to be allowed. */
  readonly grant: HeldGrant | null
  readonly #madeByAuthorise = true

  constructor(
    use: Use,
    call: Call,
    { operation, key }: Uses[Use],
    unitId: string | null,
    grant: HeldGrant | null,
  ) {
    this.use = use
    this.call = call
    this.operation = operation
    this.key = key
    this.unitId = unitId
    this.grant = grant
  }

  static isGenuine(permit: PermitToUse<keyof Uses>): boolean {
    return #madeByAuthorise in permit && permit.#madeByAuthorise
  }
}

/** The right to use one version of one key for one operation of one call. */
export type Permit<Use extends keyof Uses> = PermitToUse<Use>

export interface SigningRequest {
  readonly operation: SigningOperation
  readonly key: SigningKey
  /** The unit for which it is done: the key's own for documents and messages, the subject's for certificates. */
  readonly unit: { readonly id: string; readonly path: string } | null
  /** Of the document that is signed. */
  readonly format?: string
  /** What is signed, where somebody has to have approved it. */
  readonly document?: ApprovedDocument | undefined
}

/**
 * @throws ServiceError `PURPOSE_MISMATCH` when the key has another purpose than the operation,
 *   otherwise as `requireAccess` and `requireApprovedDocument`.
 */
export function authorise(call: Call, request: SigningRequest): Permit<'sign'> {
  const rule = signingOperations[request.operation]
  const { identity } = request.key
  const signsForItself = identity.purpose === 'sign-document' || identity.purpose === 'sign-raw'
  let grant: HeldGrant | null = null
  if (rule.caller === 'service') {
    if (call.caller.kind !== 'service')
      throw new ServiceError('NOT_PERMITTED', `${request.operation} is done by the service alone`)
  } else if (rule.caller !== 'anyone') {
    const use = signsForItself ? { keyId: identity.keyId, format: request.format } : undefined
    grant = requireAccess(call, rule.caller, request.unit?.path, use)
  }
  if (identity.purpose !== rule.purpose) {
    throw new ServiceError(
      'PURPOSE_MISMATCH',
      `${request.operation} needs a key of purpose ${rule.purpose}; this one is ${identity.purpose}`,
      { about: { unitId: identity.unitId, keyId: identity.keyId, keyVersion: identity.version } },
    )
  }
  if (signsForItself && request.unit?.id !== identity.unitId) {
    throw new Error(`a ${identity.purpose} key was to sign for another unit than its own`)
  }
  requireApprovedDocument(call, identity, request.document)
  return new PermitToUse('sign', call, request, request.unit?.id ?? null, grant)
}

export interface OpeningRequest {
  readonly operation: OpeningOperation
  readonly key: OpeningKey
  /** The key's own unit. */
  readonly unit: { readonly id: string; readonly path: string }
}

/** @throws ServiceError as `requireAccess`. */
export function authoriseOpening(call: Call, request: OpeningRequest): Permit<'open'> {
  const { keyId } = request.key.identity
  const grant = requireAccess(call, openingOperations[request.operation].caller, request.unit.path, { keyId })
  if (request.unit.id !== request.key.identity.unitId)
    throw new Error('an opening key was to open for another unit than its own')
  return new PermitToUse('open', call, request, request.unit.id, grant)
}

/**
 * The right to use a key on data, `use` of what it can do.
 *
 * @throws ServiceError as `requireAccess`.
 */
export function authoriseData<U extends DataUse>(
  call: Call,
  use: U,
  request: Uses[U] & { readonly unit: { readonly id: string; readonly path: string } },
): Permit<U> {
  const { keyId } = request.key.identity
  const grant = requireAccess(call, dataOperations[request.operation].caller, request.unit.path, { keyId })
  if (request.unit.id !== request.key.identity.unitId)
    throw new Error('a key was to be used for another unit than its own')
  return new PermitToUse(use, call, request, request.unit.id, grant)
}

/** Guards against a look-alike made around the type system. */
export function isGenuinePermit(permit: Permit<keyof Uses>): boolean {
  return PermitToUse.isGenuine(permit)
}

/** What a key is used for: grants for one key, or for some formats, allow that alone. */
export interface KeyUse {
  readonly keyId: string
  readonly format?: string | undefined
}

/**
 * Demands that the caller may do `action` in the unit at `unitPath`.
 *
 * @param unitPath undefined for what concerns the whole office.
 * @param use absent before it is known with which key: a grant for one key then counts, and whoever makes the permit
 *   asks again.
 * @returns the grant that allows it; null for the service itself.
 * @throws ServiceError `UNAUTHENTICATED` without a credential; `NOT_FOUND` for a unit outside the caller's grants, since
 *   another unit's objects look exactly like absent ones; `NOT_PERMITTED` when no grant there holds the action.
 */
export function requireAccess(
  call: Call,
  action: Action,
  unitPath: string | undefined,
  use?: KeyUse,
): HeldGrant | null {
  if (call.caller.kind === 'service') return null
  const { grants } = requireKnown(call)
  const reaching = grants.filter((grant) => isWithin(unitPath ?? '', grant.unitPath))
  if (reaching.length === 0) {
    throw unitPath === undefined
      ? new ServiceError(
          'NOT_PERMITTED',
          'this concerns the whole office, and the caller is bound to units of it',
        )
      : new ServiceError('NOT_FOUND', `there is no unit ${unitPath}`)
  }
  const grant = reaching.find((one) => one.actions.includes(action) && covers(one, use))
  if (grant === undefined) {
    throw new ServiceError(
      'NOT_PERMITTED',
      `the caller may not ${action}${use === undefined ? '' : ' with this key'}`,
    )
  }
  return grant
}

/** Whether a person does `action` in the unit at `unitPath`, in this session. */
export function isPersonWhoMay({ caller }: Call, action: Action, unitPath: string): boolean {
  if (caller.kind !== 'person') return false
  return grantsFor(caller, action).some((grant) => isWithin(unitPath, grant.unitPath))
}

/**
 * Demands that the caller may do `action` somewhere, for what is then looked for within that scope.
 *
 * @throws ServiceError `UNAUTHENTICATED`, `NOT_PERMITTED`.
 */
export function requireAnywhere(call: Call, action: Action): void {
  if (call.caller.kind === 'service') return
  if (grantsFor(requireKnown(call), action).length === 0)
    throw new ServiceError('NOT_PERMITTED', `the caller may not ${action}`)
}

/**
 * Demands that the caller may give others `given` in the unit at `unitPath`: what it holds itself there. A person who
 * manages people there gives any, since officers hold no keys of their own to misuse.
 *
 * @throws ServiceError `INVALID_ARGUMENT` for what only people decide; as `requireAccess`.
 */
export function requireMayGive(call: Call, given: readonly Action[], unitPath: string): void {
  const personal = given.find((action) => personalActions.has(action))
  if (personal !== undefined)
    throw new ServiceError('INVALID_ARGUMENT', `an application may not ${personal}: that is for people`)
  requireAccess(call, 'manage-applications', unitPath)
  if (isPersonWhoMay(call, 'manage-people', unitPath)) return
  for (const action of given) requireWhole(call, action, unitPath)
}

/**
 * Demands `action` as it may be given to others: a grant for one key, for some formats or with a rate is less than that.
 *
 * @throws ServiceError as `requireAccess`.
 */
export function requireWhole(call: Call, action: Action, unitPath: string): void {
  if (requireAccess(call, action, unitPath) === null) return
  const isWhole = grantsFor(requireKnown(call), action).some(
    (grant) => grant.formats === null && grant.limit === null && isWithin(unitPath, grant.unitPath),
  )
  if (!isWhole)
    throw new ServiceError(
      'NOT_PERMITTED',
      `the caller may ${action} within limits, and gives no more than that`,
    )
}

/** The grants that hold `action`, for whatever key. Those for one key are not among them. */
export function grantsFor(caller: KnownCaller, action: Action): readonly HeldGrant[] {
  return caller.grants.filter(({ actions, keyId }) => keyId === null && actions.includes(action))
}

function covers({ keyId, formats }: HeldGrant, use: KeyUse | undefined): boolean {
  if (use === undefined) return true
  if (keyId !== null && keyId !== use.keyId) return false
  return formats === null || use.format === undefined || formats.includes(use.format)
}

/** @throws ServiceError `UNAUTHENTICATED`. */
export function requireKnown(call: Call): KnownCaller {
  if (!isKnown(call.caller)) {
    throw new ServiceError('UNAUTHENTICATED', 'this needs a token: Authorization: Bearer …')
  }
  return call.caller
}

/** Whether `path` is `root` or lies below it. Paths are slugs joined by `/`; the empty path is the whole office. */
export function isWithin(path: string, root: string): boolean {
  return root === '' || path === root || path.startsWith(`${root}/`)
}
