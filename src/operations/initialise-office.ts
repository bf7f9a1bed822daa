// The ceremony in which a real office is founded: what was planned is made, written down, and the paper's hash goes to the log.

import { createHash } from 'node:crypto'
import { toHex } from '../bytes.ts'
import { type Call, theService } from '../caller.ts'
import { isSignatureAlgorithm, type SignatureAlgorithm } from '../crypto/algorithms.ts'
import { ServiceError } from '../errors.ts'
import { parseCertificate } from '../formats/x509/certificate.ts'
import { parseDistinguishedName } from '../formats/x509/distinguished-name.ts'
import { findAuthorityBySlug } from '../registry/authorities.ts'
import { findCertificateById } from '../registry/certificates.ts'
import { activeSigningKey } from '../registry/key-handles.ts'
import { findKey } from '../registry/keys.ts'
import { findOffice, markFounded } from '../registry/office.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { ensureFirstOfficer, type FirstOfficer } from './first-officers.ts'
import {
  ensureApplication,
  foundOrganisation,
  type OrganisationPlan,
  validCertificate,
} from './found-organisation.ts'
import { issueToken } from './issue-token.ts'
import { logKeyName } from './log-key.ts'
import { parseTitle } from './names.ts'
import { record } from './record.ts'
import { timestampKeyName } from './signers.ts'
import { organisationSubject } from './subjects.ts'

export interface CeremonyPlan {
  readonly organisation: OrganisationPlan & { readonly mode: 'real' }
  /** Names of the first officers: each gets a token for everything, and a link for a first device. */
  readonly officers: readonly string[]
  /** How the root key is kept, in words of the script. */
  readonly custody: string
  /** What the launcher knows of the custody that was made: lines of the record. */
  readonly custodyFacts: readonly string[]
}

export interface CeremonyReport {
  readonly transcript: string
  readonly transcriptSha256: string
  /** In the order of the officers. */
  readonly tokens: readonly string[]
  /** In the order of the officers: as people, with a link for the first device. */
  readonly people: readonly FirstOfficer[]
}

/** What may be said of the organisation; the rest is chosen. */
export interface OrganisationWish {
  readonly title: string
  readonly rootSubject?: string | undefined
  readonly rootAlgorithm: string
  readonly issuingSubject?: string | undefined
  readonly issuingAlgorithm: string
  /** No time-stamping authority. */
  readonly withoutTimestamping: boolean
  readonly timestampingSubject?: string | undefined
  readonly timestampingAlgorithm: string
}

/** @throws ServiceError `INVALID_ARGUMENT` for a title or a subject, `ALGORITHM_NOT_ALLOWED` for an algorithm. */
export function organisationPlan(wish: OrganisationWish): CeremonyPlan['organisation'] {
  const title = parseTitle(wish.title)
  const subject = (given: string | undefined, what: string): string => {
    if (given !== undefined) parseDistinguishedName(given)
    return given ?? organisationSubject(title, what)
  }
  const authority = (what: string, given: string | undefined, algorithm: string) => ({
    title: parseTitle(`${title} ${what}`.slice(-200)),
    subject: subject(given, what),
    algorithm: authorityAlgorithm(algorithm),
  })
  const { withoutTimestamping, timestampingAlgorithm } = wish
  return {
    mode: 'real',
    title,
    root: { slug: 'root', ...authority('Root Authority', wish.rootSubject, wish.rootAlgorithm) },
    issuing: {
      slug: 'issuing',
      ...authority('Issuing Authority', wish.issuingSubject, wish.issuingAlgorithm),
    },
    timestamping: withoutTimestamping
      ? null
      : {
          subject: subject(wish.timestampingSubject, 'Time-Stamping Authority'),
          algorithm: authorityAlgorithm(timestampingAlgorithm),
        },
  }
}

function authorityAlgorithm(name: string): SignatureAlgorithm {
  if (isSignatureAlgorithm(name)) return name
  throw new ServiceError(
    'ALGORITHM_NOT_ALLOWED',
    `there is no algorithm ${JSON.stringify(name.slice(0, 40))}`,
  )
}

const officerTokenDays = 366

/**
 * Founds a real office, or goes on with its founding after a crash. The office serves only once `deliver` has returned:
 * whoever holds the ceremony has the officers' tokens and the transcript by then.
 *
 * @throws ServiceError `ALREADY_EXISTS` when the database holds an office; `CONFLICT` for another root key.
 */
export async function initialiseOffice(
  deps: Deps,
  plan: CeremonyPlan,
  deliver: (report: CeremonyReport) => Promise<void>,
): Promise<void> {
  const call: Call = { requestId: deps.newId(), caller: theService }
  await refuseFounded(deps)
  await foundOrganisation(deps, call, plan.organisation)
  const tokens: string[] = []
  const people: FirstOfficer[] = []
  for (const [i, name] of plan.officers.entries()) {
    const application = await ensureApplication(deps, call, name)
    // One that was issued before a crash has reached nobody, and goes on meaning nothing to anybody.
    const issued = await issueToken(deps, call, {
      applicationId: application.id,
      expiresInDays: officerTokenDays,
    })
    tokens.push(issued.secret)
    people.push(await ensureFirstOfficer(deps, call, name, i + 1))
  }
  const transcript = `${ceremonyScript(plan)}\n${await ceremonyRecord(deps, plan)}`
  const transcriptSha256 = sha256Hex(transcript)
  await deliver({ transcript, transcriptSha256, tokens, people })
  await record(deps, call, {
    operation: 'initialiseOffice',
    unitId: null,
    details: { scriptSha256: sha256Hex(ceremonyScript(plan)), transcriptSha256 },
  })
  await asService(deps, (tx) => markFounded(tx, deps.clock.now()))
}

/**
 * What will be done, in its order. The same plan gives the same octets, whatever keys come of it: a rehearsal is
 * compared with the ceremony by its hash.
 */
export function ceremonyScript(plan: Omit<CeremonyPlan, 'custodyFacts'>): string {
  const { title, root, issuing, timestamping } = plan.organisation
  const authority = ({ slug, subject, algorithm }: typeof root): string =>
    `${slug}, ${subject ?? 'named after its title'}, ${algorithm}`
  const steps = [
    `Organisation: ${title}`,
    `Root key: ${plan.custody}`,
    'Key of the audit log: ed25519',
    `Root authority: ${authority(root)}`,
    `Issuing authority: ${authority(issuing)}`,
    `Time-stamping: ${timestamping === null ? 'none' : `${timestamping.subject}, ${timestamping.algorithm}`}`,
    ...plan.officers.map((name) => `Officer, who may do everything: ${name}`),
    'Transcript: its SHA-256 goes to the audit log, under a signed checkpoint',
  ]
  return `Chancery: founding of an office\n\nScript\n${steps.map((step, i) => `  ${i + 1}. ${step}\n`).join('')}`
}

/** What came of it: everything that depends on keys and on the time. */
async function ceremonyRecord(deps: Deps, plan: CeremonyPlan): Promise<string> {
  const { root, issuing, timestamping } = plan.organisation
  const lines = [
    `at ${deps.clock.now().toISOString()}`,
    `script SHA-256 ${sha256Hex(ceremonyScript(plan))}`,
    ...plan.custodyFacts,
    `log key SHA-256 ${sha256Hex((await signingKey(deps, logKeyName)).publicKey)}`,
    ...(await authorityFacts(deps, root.slug)),
    ...(await authorityFacts(deps, issuing.slug)),
    ...(timestamping === null ? [] : [await timestampingFacts(deps)]),
  ]
  return `Record\n${lines.map((line) => `  ${line}\n`).join('')}`
}

async function authorityFacts(deps: Deps, slug: string): Promise<readonly string[]> {
  const certificate = await asService(deps, async (tx) => {
    const authority = await findAuthorityBySlug(tx, serviceScope, slug)
    if (authority?.certificateId == null) return undefined
    return findCertificateById(tx, serviceScope, authority.certificateId)
  })
  if (certificate?.state !== 'issued') throw new Error(`the authority ${slug} has no certificate`)
  return [certificateFacts(`authority ${slug}`, certificate.der)]
}

async function timestampingFacts(deps: Deps): Promise<string> {
  const { identity } = await signingKey(deps, timestampKeyName)
  const certificate = await validCertificate(deps, identity.keyId, identity.version)
  if (certificate === undefined) throw new Error('the time-stamping key has no certificate')
  return certificateFacts('time-stamping', certificate.der)
}

function certificateFacts(what: string, der: Uint8Array): string {
  const { serialNumber, notAfter } = parseCertificate(der)
  return `${what}: certificate ${toHex(serialNumber)}, until ${notAfter.toISOString()}, SHA-256 ${sha256Hex(der)}`
}

async function signingKey(deps: Deps, name: string) {
  return asService(deps, async (tx) => {
    const key = await findKey(tx, serviceScope, '', name)
    if (key === undefined) throw new Error(`the office has no key ${name}`)
    return activeSigningKey(tx, serviceScope, key.id)
  })
}

async function refuseFounded(deps: Deps): Promise<void> {
  const office = await asService(deps, findOffice)
  if (office === undefined) return
  if (office.mode === 'practice') {
    const text =
      'this database holds a practice office, which never becomes a real one: choose another database'
    throw new ServiceError('ALREADY_EXISTS', text)
  }
  if (office.foundedAt !== null)
    throw new ServiceError('ALREADY_EXISTS', 'this database holds an office already')
}

function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
