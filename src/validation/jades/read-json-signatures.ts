// JSON signatures as the engine judges them: JAdES (TS 119 182-1) and plain JWS (RFC 7515), told apart.

import { isServiceError, ServiceError } from '../../errors.ts'
import { type EtsiUComponent, readEtsiU, readValues } from '../../formats/jades/etsi-u.ts'
import { type JadesHeader, readJadesHeader, readX5c } from '../../formats/jades/header.ts'
import { type Jws, type JwsSignature, parseJws, parseJwsValue } from '../../formats/jades/jws.ts'
import type {
  FormedDocument,
  FormedSignature,
  FormedTimestamp,
  SignedContents,
  ValidationData,
} from '../formed-signature.ts'
import type { Reason, SignatureLevel } from '../report.ts'
import { unreadableSignature } from '../unreadable-signature.ts'
import { reason } from '../wording.ts'
import { jadesTimestamps } from './jades-timestamps.ts'
import { judgeJws } from './judge-jws.ts'
import { PayloadSource } from './signed-payload.ts'

/** Octets that all signatures of a document make us hash, so that a hundred of them over one large payload do not. */
const hashedOctetsLimit = 1 << 29

/** Counter-signatures of counter-signatures, and how many there are altogether. */
const counterSignatureLimits = { depth: 3, count: 100 } as const

/**
 * @param contents what detached signatures speak of; none when the JWS carries its payload.
 * @returns no signatures for JSON that is no JWS.
 * @throws ServiceError `MALFORMED_DOCUMENT`, `LIMIT_EXCEEDED`, `UNSUPPORTED_FORMAT` when the JWS as such cannot be read;
 *   what is wrong with one signature is in its verdict.
 */
export async function readJsonSignatures(
  bytes: Uint8Array,
  contents: SignedContents,
): Promise<FormedDocument> {
  const jws = parseJws(bytes)
  if (jws === undefined) return { signatures: [], reasons: [], atLeast: 'TOTAL_PASSED' }
  const contentOctets = contents.anonymous.reduce((sum, { size }) => sum + size, jws.payload?.length ?? 0)
  if (contentOctets * jws.signatures.length > hashedOctetsLimit) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `${jws.signatures.length} signatures over ${contentOctets} octets are more than is judged`,
    )
  }
  const signatures = formAll(jws, new PayloadSource(jws.payload, contents), {
    depth: 0,
    left: counterSignatureLimits.count,
  })
  return { format: 'JAdES', signatures, reasons: [], atLeast: 'TOTAL_PASSED' }
}

interface Nesting {
  readonly depth: number
  /** Counter-signatures that may still be looked at. */
  left: number
}

function formAll(jws: Jws, source: PayloadSource, nesting: Nesting): readonly FormedSignature[] {
  return jws.signatures.map((signature) => {
    try {
      return formJws(signature, source, nesting)
    } catch (error) {
      if (!isServiceError(error)) throw error
      return unreadableSignature('JAdES', 'JWS_MALFORMED', error)
    }
  })
}

function formJws(jws: JwsSignature, source: PayloadSource, nesting: Nesting): FormedSignature {
  const header = readJadesHeader(jws.protectedHeader)
  const components = readEtsiU(jws.unprotectedHeader)
  const offered = readX5c(jws.unprotectedHeader)
  const payload = () => source.of(jws.b64, header.sigD)
  const content = async () => {
    const found = await payload()
    if (found.kind === 'present') return found.stamped
    throw new ServiceError('NOT_FOUND', 'the content that was time-stamped cannot be had')
  }
  const timestamps = jadesTimestamps({ jws, header, components, content })
  const level = levelOf(jws, header, components, timestamps)
  return {
    format: 'JAdES',
    name: null,
    verify: (asked) => judgeJws({ ...asked, jws, header, payload, offered }),
    validationData: dataOf(header, offered, components),
    timestamps,
    counterSignatures: counterSignatures(jws, components, nesting),
    level,
    claimedSigningTime: undefined,
    coversWholeDocument: true,
    laterChanges: [],
    structureFaults: [],
    reasons: reasonsOf(header, level),
  }
}

function dataOf(
  { x5c }: JadesHeader,
  offered: readonly Uint8Array[],
  components: readonly EtsiUComponent[],
): ValidationData {
  const values = components.map(readValues)
  return {
    certificates: [...x5c, ...offered, ...values.flatMap(({ certificates }) => certificates)],
    crls: values.flatMap(({ crls }) => crls),
    ocsps: values.flatMap(({ ocsps }) => ocsps),
    basicOcsps: [],
  }
}

/** TS 119 182-1 §6.3: a reference to the certificate or the certificate itself, and exactly one time of signing. */
function levelOf(
  { protectedHeader }: JwsSignature,
  { namesCertificate, crit }: JadesHeader,
  components: readonly EtsiUComponent[],
  timestamps: readonly FormedTimestamp[],
): SignatureLevel | null {
  if (!namesCertificate || protectedHeader.has('sigT') === protectedHeader.has('iat') || crit === 'invalid')
    return null
  const has = (...names: readonly string[]) => components.some(({ name }) => names.includes(name))
  if (!timestamps.some(({ kind }) => kind === 'signature')) return 'B-B'
  if (!has('rVals', 'arVals', 'tstVD')) return 'B-T'
  return timestamps.some(({ kind }) => kind === 'archive') ? 'B-LTA' : 'B-LT'
}

function reasonsOf({ hasSignaturePolicy }: JadesHeader, level: SignatureLevel | null): readonly Reason[] {
  const reasons: Reason[] = []
  if (level === null) reasons.push(reason('PLAIN_JWS'))
  if (hasSignaturePolicy) reasons.push(reason('SIGNATURE_POLICY_NOT_APPLIED'))
  return reasons
}

/** §5.3.2: a JWS whose content is the signature value. */
function counterSignatures(
  { signatureText }: JwsSignature,
  components: readonly EtsiUComponent[],
  nesting: Nesting,
): readonly FormedSignature[] {
  return components
    .filter(({ name }) => name === 'cSig')
    .flatMap(({ value }) => {
      const jws = parseJwsValue(value)
      nesting.left -= jws.signatures.length
      if (nesting.depth >= counterSignatureLimits.depth || nesting.left < 0) {
        throw new ServiceError('LIMIT_EXCEEDED', 'the signature has more counter-signatures than are judged')
      }
      if (jws.payload !== undefined && jws.payload !== signatureText) {
        return [
          unreadableSignature('JAdES', 'JWS_MALFORMED', {
            code: 'MALFORMED_DOCUMENT',
            message: 'a counter-signature is over other octets',
          }),
        ]
      }
      if (jws.signatures.some(({ b64 }) => !b64)) {
        return [
          unreadableSignature('JAdES', 'JWS_MALFORMED', {
            code: 'UNSUPPORTED_FORMAT',
            message: 'a counter-signature has b64 false',
          }),
        ]
      }
      const inner = { depth: nesting.depth + 1, left: nesting.left }
      const formed = formAll(jws, new PayloadSource(signatureText, { anonymous: [] }), inner)
      nesting.left = inner.left
      return formed
    })
}
