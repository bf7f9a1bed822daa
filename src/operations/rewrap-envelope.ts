// `rewrapEnvelope`: other recipients for envelopes whose content stays where it is; only their RecipientInfos pass.

import type { Call } from '../caller.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { setOf } from '../formats/asn1/writer.ts'
import { type SealingRecipient, sealingRecipient } from '../formats/cms/build-recipient-info.ts'
import { type RecipientInfo, recipientName } from '../formats/cms/recipient-info.ts'
import { identifiersOf } from '../formats/envelope/open.ts'
import { certificatesInPem } from '../formats/x509/pem.ts'
import type { SecretBytes } from '../keys/secret-bytes.ts'
import { authoriseOpening, requireKnown } from '../policy/authorise.ts'
import { requireItems } from './batch.ts'
import type { Deps } from './deps.ts'
import { recipientCertificate, sealingCertificates } from './envelope-keys.ts'
import { type EnvelopeOpener, envelopeOpeners } from './envelope-openers.ts'
import { openWith } from './open-with.ts'
import type { Used } from './use-key-with.ts'

export interface RewrapEnvelopeInput {
  readonly items: readonly {
    readonly reference?: string | null | undefined
    /** DER of the SET OF RecipientInfo. */
    readonly recipientInfos: Uint8Array
  }[]
  /** `UNIT/NAME` of the key; found by the recipients when absent. */
  readonly key?: string | null | undefined
  readonly addUnits: readonly string[]
  readonly addCertificatesPem: readonly string[]
  readonly removeUnits: readonly string[]
  readonly removeCertificatesPem: readonly string[]
}

export type RewrapOutcome =
  | {
      readonly kind: 'rewrapped'
      readonly reference: string | null
      /** DER of the SET OF RecipientInfo. */
      readonly recipientInfos: Uint8Array
      readonly auditEntryId: string
    }
  | { readonly kind: 'error'; readonly reference: string | null; readonly error: ServiceError }

/**
 * The unit that opens an envelope is always sealed to anew, by the certificate that it has today, unless it is removed.
 * Everybody else who is neither removed nor added stays as he is, octet for octet: passwords too.
 *
 * @returns outcomes in the order of the items; what is wrong with one says nothing about the next.
 * @throws ServiceError what concerns the whole request: `INVALID_ARGUMENT` for the number of items, `NOT_FOUND`,
 *   `CERTIFICATE_NOT_VALID`, `ALGORITHM_NOT_ALLOWED` for a recipient to be added; as `openWith`.
 */
export async function rewrapEnvelope(
  deps: Deps,
  call: Call,
  input: RewrapEnvelopeInput,
): Promise<readonly RewrapOutcome[]> {
  requireKnown(call)
  const { items } = input
  requireItems(items)
  const plan = await planOf(deps, input)
  const openers = await envelopeOpeners(
    deps,
    call,
    items.map(({ recipientInfos }) => recipientInfos),
    input.key ?? undefined,
  )
  const opened = await openTogether(deps, call, openers)
  const outcomes: RewrapOutcome[] = []
  for (const [i, { reference = null }] of items.entries()) {
    const answer = opened[i]
    if (answer === undefined) throw new Error('an item without an answer')
    outcomes.push(
      await outcomeOf(async () => {
        if (answer instanceof ServiceError) throw answer
        const { value, auditEntryId } = answer.opened
        if (value instanceof ServiceError) throw value
        using secret = value
        const recipientInfos = await rewrapped(deps, plan, answer.opener, secret.dangerouslyRevealBytes())
        return { kind: 'rewrapped', reference, recipientInfos, auditEntryId }
      }, reference),
    )
  }
  return outcomes
}

/** What is the same for all items is read once: certificates above all. */
interface Plan {
  readonly add: readonly SealingRecipient[]
  /** Names of those who are removed, or sealed to anew. */
  readonly leaving: ReadonlySet<string>
  readonly removedUnits: ReadonlySet<string>
  /** By the path of the unit that opens. */
  readonly units: Map<string, Promise<OwnUnit>>
}

interface OwnUnit {
  /** By its certificate of today; undefined when the unit is removed. */
  readonly today: SealingRecipient | undefined
  /** Names of all certificates that it ever had. */
  readonly ever: ReadonlySet<string>
}

async function planOf(deps: Deps, input: RewrapEnvelopeInput): Promise<Plan> {
  const add: Uint8Array[] = []
  for (const unit of input.addUnits) add.push((await recipientCertificate(deps, unit)).der)
  add.push(...input.addCertificatesPem.flatMap((pem) => certificatesInPem(pem)))
  const remove = input.removeCertificatesPem.flatMap((pem) => certificatesInPem(pem))
  for (const unit of input.removeUnits) remove.push(...(await sealingCertificates(deps, unit)))
  const at = deps.clock.now()
  return {
    add: add.map((certificate) => sealingRecipient(certificate, at)),
    leaving: namesOf([...remove, ...add]),
    removedUnits: new Set(input.removeUnits),
    units: new Map(),
  }
}

type Answer = ServiceError | { readonly opener: EnvelopeOpener; readonly opened: Used<SecretBytes> }

/** One request to the provider, and one group of entries, for all items of one key version. */
async function openTogether(
  deps: Deps,
  call: Call,
  openers: readonly (EnvelopeOpener | ServiceError)[],
): Promise<readonly Answer[]> {
  const answers: Answer[] = openers.map((opener) =>
    opener instanceof ServiceError ? opener : new ServiceError('INTERNAL', 'not opened'),
  )
  const groups = new Map<
    string,
    { opener: EnvelopeOpener; places: { place: number; opener: EnvelopeOpener }[] }
  >()
  for (const [place, opener] of openers.entries()) {
    if (opener instanceof ServiceError) continue
    const { keyId, version } = opener.key.identity
    const group = groups.get(`${keyId} ${version}`) ?? { opener, places: [] }
    group.places.push({ place, opener })
    groups.set(`${keyId} ${version}`, group)
  }
  for (const { opener, places } of groups.values()) {
    const { key, unit } = opener
    const permit = authoriseOpening(call, { operation: 'rewrapEnvelope', key, unit })
    const opened = await openWith(
      deps,
      permit,
      places.map(({ opener: { wrapped } }) => wrapped),
    )
    for (const [i, { place, opener: own }] of places.entries()) {
      const one = opened[i]
      if (one !== undefined) answers[place] = { opener: own, opened: one }
    }
  }
  return answers
}

async function rewrapped(
  deps: Deps,
  plan: Plan,
  { unit, recipients }: EnvelopeOpener,
  contentKey: Uint8Array,
): Promise<Uint8Array> {
  const { today, ever } = await ownUnit(deps, plan, unit.path)
  const isLeaving = (name: string | undefined) =>
    name !== undefined && (plan.leaving.has(name) || ever.has(name))
  // Recipients of one key agreement share its RecipientInfo, and go together.
  const leaving = new Set(
    recipients.filter((recipient) => isLeaving(nameOf(recipient))).map(({ der }) => der),
  )
  const staying = recipients.flatMap(({ der }) => (leaving.has(der) ? [] : [der]))
  const anew = new Map(
    [...plan.add, ...(today === undefined ? [] : [today])].map((one) => [one.certificate.toHex(), one]),
  )
  const made: Uint8Array[] = []
  for (const recipient of anew.values()) made.push(await recipient.seal(contentKey))
  const all = new Map([...staying, ...made].map((der) => [der.toHex(), der]))
  if (all.size === 0)
    throw new ServiceError('INVALID_ARGUMENT', 'nobody would be left who could open the envelope')
  return setOf([...all.values()])
}

function nameOf(recipient: RecipientInfo): string | undefined {
  if (recipient.kind === 'password' || recipient.identifier === undefined) return undefined
  return recipientName(recipient.identifier)
}

function namesOf(certificates: readonly Uint8Array[]): ReadonlySet<string> {
  return new Set(certificates.flatMap((certificate) => identifiersOf(certificate).map(recipientName)))
}

function ownUnit(deps: Deps, plan: Plan, path: string): Promise<OwnUnit> {
  const known = plan.units.get(path)
  if (known !== undefined) return known
  const made = (async () => {
    const today = plan.removedUnits.has(path) ? undefined : (await recipientCertificate(deps, path)).der
    return {
      today: today && sealingRecipient(today, deps.clock.now()),
      ever: namesOf(await sealingCertificates(deps, path)),
    }
  })()
  plan.units.set(path, made)
  return made
}

async function outcomeOf(
  work: () => Promise<RewrapOutcome>,
  reference: string | null,
): Promise<RewrapOutcome> {
  try {
    return await work()
  } catch (error) {
    if (!isServiceError(error)) throw error
    return { kind: 'error', reference, error }
  }
}
