// `enrolPasskey`: whoever was given a code makes a passkey with a device of their own. The code works once.

import { createHash } from 'node:crypto'
import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { toBase64Url } from '../bytes.ts'
import { theService } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { endEnrolments, findEnrolmentBySha256, useEnrolment } from '../registry/enrolments.ts'
import { grantsNotEnded } from '../registry/grants.ts'
import type { Enrolment, Passkey } from '../registry/passkey.ts'
import { insertPasskey, listPasskeys, standingPasskeys } from '../registry/passkeys.ts'
import { findPersonById, lockPerson } from '../registry/people.ts'
import type { Person } from '../registry/person.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService, type Tx } from './as-caller.ts'
import { secretDigest } from './authenticate.ts'
import { enrolmentPrefix } from './create-enrolment.ts'
import type { Deps } from './deps.ts'
import { parseTitle } from './names.ts'
import { personHandle } from './passkeys.ts'
import { letsApprove } from './proposed-grant.ts'
import { record } from './record.ts'
import { relyingParty } from './relying-party.ts'
import { passkeyAlgorithms, verifyRegistration } from './webauthn.ts'

/** What a browser is asked (PublicKeyCredentialCreationOptionsJSON), and whose passkey it will be. */
export interface EnrolmentOffer {
  readonly person: Person
  readonly expiresAt: Date
  readonly options: CreationOptions
}

interface CreationOptions {
  readonly rp: { readonly id: string; readonly name: string }
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string }
  readonly challenge: string
  readonly pubKeyCredParams: readonly { readonly type: 'public-key'; readonly alg: number }[]
  readonly timeout: number
  /** What this person has already: one device is not enrolled twice. */
  readonly excludeCredentials: readonly { readonly type: 'public-key'; readonly id: string }[]
  readonly authenticatorSelection: {
    readonly residentKey: 'required'
    readonly requireResidentKey: true
    readonly userVerification: 'required'
  }
  readonly attestation: 'none'
}

const secretForm = /^che_[A-Za-z0-9_-]{43}$/
const ceremonyMs = 300_000
/** More than anybody carries, and few enough to be looked through. */
const passkeysLimit = 20

/** @throws ServiceError `UNAUTHENTICATED` for a code that is unknown, used or over; `INVALID_ARGUMENT`. */
export async function enrolmentOffer(deps: Deps, code: string): Promise<EnrolmentOffer> {
  const { id } = relyingParty(deps.publicUrl)
  return asService(deps, async (tx) => {
    const { enrolment, person } = await requireEnrolment(deps, tx, code)
    const known = await listPasskeys(tx, serviceScope, person.id)
    const inUse = known.filter(({ revokedAt }) => revokedAt === null)
    return {
      person,
      expiresAt: enrolment.expiresAt,
      options: {
        rp: { id, name: 'Chancery' },
        user: { id: toBase64Url(personHandle(person.id)), name: person.name, displayName: person.title },
        challenge: toBase64Url(challengeOf(code)),
        pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ type: 'public-key', alg })),
        timeout: ceremonyMs,
        excludeCredentials: inUse.map(({ credentialId }) => ({
          type: 'public-key',
          id: toBase64Url(credentialId),
        })),
        // Browsers find it without a name, so nobody who asks learns who has one here.
        authenticatorSelection: {
          residentKey: 'required',
          requireResidentKey: true,
          userVerification: 'required',
        },
        attestation: 'none',
      },
    }
  })
}

/**
 * @param input `response` has the form of `parseRegistration`.
 * @throws ServiceError `UNAUTHENTICATED` for the code or the passkey; `ALREADY_EXISTS`, `LIMIT_EXCEEDED`,
 *   `INVALID_ARGUMENT`.
 */
export async function enrolPasskey(
  deps: Deps,
  requestId: string,
  input: { readonly code: string; readonly title: string; readonly response: RegistrationResponseJSON },
): Promise<{ readonly person: Person; readonly passkey: Passkey }> {
  const title = parseTitle(input.title)
  const { enrolment, person } = await asService(deps, (tx) => requireEnrolment(deps, tx, input.code))
  const credential = await verifyRegistration(
    relyingParty(deps.publicUrl),
    challengeOf(input.code),
    input.response,
  )
  const passkey = await asService(deps, async (tx) => {
    // Whoever is given the right to approve meanwhile is given it with the devices that were shown to those who approved.
    await lockPerson(tx, person.id)
    await requireEnrolment(deps, tx, input.code)
    // Of two who come at once with one code the first has it.
    if (!(await useEnrolment(tx, enrolment.id, deps.clock.now()))) throw notValid()
    const live = await standingPasskeys(tx, serviceScope, person.id)
    if (live.length >= passkeysLimit)
      throw new ServiceError('LIMIT_EXCEEDED', `a person has at most ${passkeysLimit} passkeys; revoke one`)
    const made = await insertPasskey(tx, {
      id: deps.newId(),
      personId: person.id,
      title,
      createdAt: deps.clock.now(),
      enrolmentId: enrolment.id,
      ...credential,
    })
    // Another link that lies in somebody's mail is of no use any more.
    await endEnrolments(tx, person.id, deps.clock.now())
    return made
  })
  await record(
    deps,
    { requestId, caller: theService },
    {
      operation: 'enrolPasskey',
      unitId: person.unitId,
      details: { person: person.id, passkey: passkey.id, enrolment: enrolment.id },
    },
  )
  return { person, passkey }
}

async function requireEnrolment(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  code: string,
): Promise<{ readonly enrolment: Enrolment; readonly person: Person }> {
  const enrolment = secretForm.test(code) ? await findEnrolmentBySha256(tx, secretDigest(code)) : undefined
  if (enrolment === undefined || enrolment.usedAt !== null || enrolment.expiresAt <= deps.clock.now())
    throw notValid()
  const person = await findPersonById(tx, serviceScope, enrolment.personId)
  if (person === undefined || person.disabledAt !== null) throw notValid()
  // One officer could make it alone before its person was given what others approve, and it must not outlive that.
  const held = await grantsNotEnded(tx, { personId: person.id }, deps.clock.now())
  if (held.some((grant) => grant.createdAt > enrolment.createdAt && letsApprove(grant))) throw notValid()
  return { enrolment, person }
}

/** Known to nobody who does not know the code, and never used again, since the code is not. */
function challengeOf(code: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(`${enrolmentPrefix}challenge\n${code}`).digest())
}

function notValid(): ServiceError {
  return new ServiceError('UNAUTHENTICATED', 'the enrolment code is unknown, was used, or its time is over')
}
