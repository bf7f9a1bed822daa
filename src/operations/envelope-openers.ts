// Which key of the office opens an envelope: by the certificate that its recipients name, within the caller's subtree.

import { fromHex } from '../bytes.ts'
import type { Call } from '../caller.ts'
import type { WrappedContentKey } from '../crypto/wrapped-content-key.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import {
  parseRecipientInfos,
  type RecipientIdentifier,
  type RecipientInfo,
  recipientName,
  sameRecipient,
} from '../formats/cms/recipient-info.ts'
import { identifiersOf, refused } from '../formats/envelope/open.ts'
import { serialHex } from '../formats/x509/certificate.ts'
import type { OpeningKey } from '../keys/handle.ts'
import { requireAccess } from '../policy/authorise.ts'
import type { IssuedCertificate } from '../registry/certificate.ts'
import { listCertificates, listCertificatesBySerial } from '../registry/certificates.ts'
import { openingKey } from '../registry/key-handles.ts'
import { findKey } from '../registry/keys.ts'
import type { Scope } from '../registry/scope.ts'
import { findUnitById } from '../registry/units.ts'
import { asCaller, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { parseKeyName } from './names.ts'

/** A key of the office that is among the recipients, and what it is asked for. */
export interface EnvelopeOpener {
  readonly key: OpeningKey
  readonly unit: { readonly id: string; readonly path: string }
  readonly wrapped: WrappedContentKey
  /** All of the envelope, the key among them. */
  readonly recipients: readonly RecipientInfo[]
}

/**
 * Finds them for many envelopes at once; keys and certificates that recur are read once.
 *
 * @param envelopes DER of each SET OF RecipientInfo.
 * @param keyName `UNIT/NAME`; needed where recipients are named by their key identifier alone.
 * @returns for each its opener, or: `NOT_PERMITTED` when none of the recipients is a key that the caller may open with;
 *   `ALGORITHM_NOT_ALLOWED` when one is, in a way that is refused; `KEY_NOT_ACTIVE`; `MALFORMED_DER`, `LIMIT_EXCEEDED`.
 * @throws ServiceError `NOT_FOUND`, `PURPOSE_MISMATCH` for the key that was named; `UNAUTHENTICATED`.
 */
export async function envelopeOpeners(
  deps: Deps,
  call: Call,
  envelopes: readonly Uint8Array[],
  keyName: string | undefined,
): Promise<readonly (EnvelopeOpener | ServiceError)[]> {
  return asCaller(deps, call, async (tx, scope) => {
    const find = await keyFinder(tx, scope, call, keyName)
    const openers: (EnvelopeOpener | ServiceError)[] = []
    for (const recipientInfos of envelopes) openers.push(await openerOf(recipientInfos, find))
    return openers
  })
}

type Finder = (
  identifier: RecipientIdentifier,
) => Promise<Pick<EnvelopeOpener, 'key' | 'unit'> | ServiceError | undefined>

/** More recipients than this are not gone through for one who may be none of them. */
const maxRecipientInfosOctets = 1 << 20

async function openerOf(recipientInfos: Uint8Array, find: Finder): Promise<EnvelopeOpener | ServiceError> {
  if (recipientInfos.length > maxRecipientInfosOctets)
    return new ServiceError(
      'LIMIT_EXCEEDED',
      `the recipients have ${recipientInfos.length} octets; ${maxRecipientInfosOctets} are allowed`,
    )
  let refusal: ServiceError | undefined
  try {
    const recipients = parseRecipientInfos(recipientInfos)
    for (const recipient of recipients) {
      if (recipient.kind === 'password' || recipient.identifier === undefined) continue
      const found = await find(recipient.identifier)
      if (found === undefined) continue
      if (found instanceof ServiceError) refusal ??= found
      else if (recipient.kind === 'unsupported') refusal ??= refused(recipient)
      else return { ...found, wrapped: recipient.wrapped, recipients }
    }
  } catch (error) {
    if (!isServiceError(error) || error.retryable) throw error
    return error
  }
  return (
    refusal ??
    new ServiceError('NOT_PERMITTED', 'the envelope is not sealed to a unit for which the caller may open')
  )
}

/** Answers by the certificate that an identifier names; what it answered once it knows. */
async function keyFinder(tx: Tx, scope: Scope, call: Call, keyName: string | undefined): Promise<Finder> {
  const certificates = keyName === undefined ? undefined : await certificatesOfKey(tx, scope, keyName)
  const known = new Map<string, ReturnType<Finder>>()
  return (identifier) => {
    const name = recipientName(identifier)
    const answer = known.get(name) ?? find(identifier)
    known.set(name, answer)
    return answer
  }

  async function find(identifier: RecipientIdentifier): ReturnType<Finder> {
    const certificate = await certificateNamed(tx, scope, identifier, certificates)
    if (certificate?.key == null) return undefined
    const unit = await findUnitById(tx, scope, certificate.unitId)
    if (unit === undefined) return undefined
    try {
      requireAccess(call, 'open', unit.path)
      const key = await openingKey(tx, scope, certificate.key.keyId, certificate.key.version)
      return { key, unit: { id: unit.id, path: unit.path } }
    } catch (error) {
      if (!isServiceError(error) || error.retryable) throw error
      return error
    }
  }
}

/** A few recipients are looked up by serial number; their issuers have to be the same to the octet. */
async function certificateNamed(
  tx: Tx,
  scope: Scope,
  identifier: RecipientIdentifier,
  certificates: readonly IssuedCertificate[] | undefined,
): Promise<IssuedCertificate | undefined> {
  const candidates =
    certificates ??
    (identifier.kind === 'subjectKeyIdentifier'
      ? []
      : await certificatesBySerial(tx, scope, identifier.serialNumber))
  return candidates.find(({ der }) => identifiersOf(der).some((name) => sameRecipient(name, identifier)))
}

async function certificatesBySerial(
  tx: Tx,
  scope: Scope,
  content: Uint8Array,
): Promise<readonly IssuedCertificate[]> {
  const serial = fromHex(serialHex(content))
  const found = serial === undefined ? [] : await listCertificatesBySerial(tx, scope, serial)
  return found.flatMap((one) => (one.state === 'issued' ? [one] : []))
}

async function certificatesOfKey(
  tx: Tx,
  scope: Scope,
  keyName: string,
): Promise<readonly IssuedCertificate[]> {
  const { unitPath, name } = parseKeyName(keyName)
  const key = await findKey(tx, scope, unitPath, name)
  if (key === undefined) throw new ServiceError('NOT_FOUND', `there is no key ${keyName}`)
  if (key.purpose !== 'open')
    throw new ServiceError('PURPOSE_MISMATCH', `the key ${keyName} is for ${key.purpose}, not for open`)
  return (await listCertificates(tx, scope, { keyId: key.id, limit: 500 })).items
}
