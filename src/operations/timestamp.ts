// `timestamp` and RFC 3161 over HTTP: a digest in, a token of the office's own authority out.

import { digest } from '#primitives'
import { toHex } from '../bytes.ts'
import { type Call, isKnown } from '../caller.ts'
import { type HashAlgorithm, hashAlgorithms } from '../crypto/algorithms.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import {
  prepareTimestampToken,
  type TimestampFailure,
  timestampFailure,
  timestampResponse,
} from '../formats/tsp/build-token.ts'
import {
  encodeMessageImprint,
  type MessageImprint,
  parseTimestampRequest,
} from '../formats/tsp/timestamp-request.ts'
import { authorise } from '../policy/authorise.ts'
import { accuracyMs } from './clock-guard.ts'
import type { Deps } from './deps.ts'
import { entryOf, signWith } from './sign-with.ts'
import { timestampSigner } from './signers.ts'

export interface TimestampInput {
  readonly digest: Uint8Array
  readonly hashAlgorithm: HashAlgorithm
}

export interface IssuedTimestamp {
  /** DER of TimeStampToken. */
  readonly token: Uint8Array
  readonly time: Date
  readonly auditEntryId: string
}

/**
 * @throws ServiceError `INVALID_ARGUMENT` when the digest has not the length of its hash; `ALGORITHM_NOT_ALLOWED`
 *   for a hash that the office does not stamp; `CLOCK_NOT_TRUSTED`; as `authorise` and `signWith`.
 */
export async function timestamp(deps: Deps, call: Call, input: TimestampInput): Promise<IssuedTimestamp> {
  const expected = hashAlgorithms[input.hashAlgorithm].octets
  if (input.digest.length !== expected) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `digest has ${input.digest.length} octets; ${input.hashAlgorithm} has ${expected}`,
    )
  }
  return issueToken(deps, call, 'timestamp', imprintOf(input), { nonce: null, certReq: true })
}

/** What a token of the office's own authority takes at most, with its certificates. */
export const timestampTokenOctets = 8192

/** @returns DER of the token of a signature time-stamp: over the signature value, for level B-T. */
export async function timestampSignature(deps: Deps, call: Call, signature: Uint8Array): Promise<Uint8Array> {
  const imprint = imprintOf({ hashAlgorithm: 'sha-256', digest: await digest('sha-256', signature) })
  const wanted = { nonce: null, certReq: true }
  return (await issueToken(deps, call, 'timestampSignature', imprint, wanted)).token
}

/**
 * Answers a TimeStampReq; what is refused is refused in the words of RFC 3161 §2.4.2.
 *
 * @returns DER of TimeStampResp.
 * @throws ServiceError `UNAUTHENTICATED`, `NOT_PERMITTED`: these are the HTTP door's to tell.
 */
export async function answerTimestampRequest(
  deps: Deps,
  call: Call,
  requestDer: Uint8Array,
): Promise<Uint8Array> {
  try {
    const request = parseTimestampRequest(requestDer)
    if (request.policy !== null && request.policy !== timestampPolicy) {
      return timestampFailure('unacceptedPolicy', `the only policy here is ${timestampPolicy}`)
    }
    const { token } = await issueToken(deps, call, 'timestamp', request.messageImprint, request)
    return timestampResponse(token)
  } catch (error) {
    const failure = failureOf(error)
    if (failure === undefined || !isServiceError(error)) throw error
    return timestampFailure(failure, error.message)
  }
}

/** A UUID-based arc (Rec. ITU-T X.667), since the project holds no enterprise number. */
const timestampPolicy = '2.25.61930438562134178462093417520881'

const acceptedHashes: ReadonlySet<HashAlgorithm> = new Set([
  'sha-256',
  'sha-384',
  'sha-512',
  'sha3-256',
  'sha3-384',
  'sha3-512',
])

async function issueToken(
  deps: Deps,
  call: Call,
  operation: 'timestamp' | 'timestampSignature',
  messageImprint: MessageImprint,
  wanted: { readonly nonce: Uint8Array | null; readonly certReq: boolean },
): Promise<IssuedTimestamp> {
  const { hashAlgorithm, hashedMessage } = messageImprint
  if (!acceptedHashes.has(hashAlgorithm)) {
    throw new ServiceError('ALGORITHM_NOT_ALLOWED', `${hashAlgorithm} is too weak to be stamped`)
  }
  deps.clockGuard.requireTrusted()
  const signer = await timestampSigner(deps)
  const permit = authorise(call, { operation, key: signer.key, unit: callersUnit(call) })
  const genTime = deps.clock.now()
  const unsigned = await prepareTimestampToken({
    algorithm: signer.key.identity.algorithm,
    signerCertificate: signer.certificate,
    certificates: wanted.certReq ? signer.chain : [],
    policy: timestampPolicy,
    messageImprint: messageImprint.der,
    serialNumber: positive(deps.random(16)),
    genTime,
    accuracyMs,
    nonce: wanted.nonce,
  })
  const signed = await signWith(deps, permit, unsigned, { imprint: toHex(hashedMessage) })
  return { token: signed.value, time: genTime, auditEntryId: entryOf(signed) }
}

function imprintOf({ hashAlgorithm, digest }: TimestampInput): MessageImprint {
  return { hashAlgorithm, hashedMessage: digest, der: encodeMessageImprint(hashAlgorithm, digest) }
}

/** The authority stamps for whoever asks: the unit of the entry is the caller's. */
function callersUnit(call: Call): { readonly id: string; readonly path: string } | null {
  const { caller } = call
  return isKnown(caller) ? { id: caller.unitId, path: caller.unitPath } : null
}

/** First bit cleared and first octet not zero: a positive INTEGER of this length. */
export function positive(octets: Uint8Array): Uint8Array {
  const number = new Uint8Array(octets)
  number[0] = ((number[0] ?? 0) & 0x7f) | 0x40
  return number
}

function failureOf(error: unknown): TimestampFailure | undefined {
  if (!isServiceError(error)) return undefined
  switch (error.code) {
    case 'MALFORMED_DER':
    case 'LIMIT_EXCEEDED':
      return 'badDataFormat'
    case 'ALGORITHM_NOT_ALLOWED':
      return 'badAlg'
    case 'INVALID_ARGUMENT':
      return 'badRequest'
    case 'UNSUPPORTED_FORMAT':
      return 'unacceptedExtension'
    case 'CLOCK_NOT_TRUSTED':
      return 'timeNotAvailable'
    case 'BUSY':
    case 'PROVIDER_UNAVAILABLE':
    case 'AUDIT_UNAVAILABLE':
    case 'DATABASE_UNAVAILABLE':
    case 'LOG_ROLLED_BACK':
      return 'systemFailure'
    default:
      return undefined
  }
}
