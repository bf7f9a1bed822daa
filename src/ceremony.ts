// The ceremony of `chancery init`: custody made or opened again, then launcher and gateway found the office and end.

import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { utf8 } from './bytes.ts'
import { type Config, readConfig } from './config.ts'
import { type DataDirectory, hasDatabase } from './data-directory.ts'
import { ServiceError } from './errors.ts'
import {
  type CustodyHsm,
  type NewCustody,
  newCustody,
  noHsm,
  type WantedCustody,
} from './keys/custody/custody.ts'
import { readCustodyFile, writeCustodyFile } from './keys/custody/custody-file.ts'
import { encodeCustodyRecord, type GivenKind, opensByItself } from './keys/custody/custody-record.ts'
import { shareFingerprint } from './keys/custody/share.ts'
import { type Unsealing, unsealing } from './keys/custody/unsealing.ts'
import { writeDurably } from './keys/durable-file.ts'
import { readPinFile } from './keys/pkcs11/pin-file.ts'
import { tokenCustody } from './keys/pkcs11/token-custody.ts'
import { readRootKeyFile, writeRootKeyFile } from './keys/root-key-file.ts'
import type { SecretBytes } from './keys/secret-bytes.ts'
import {
  type CeremonyPlan,
  type CeremonyReport,
  ceremonyScript,
  type OrganisationWish,
  organisationPlan,
} from './operations/initialise-office.ts'
import { launch, type PreparedCeremony } from './processes/launcher.ts'
import { startPkcs11Host } from './processes/start-pkcs11-host.ts'
import { StartRefusal } from './processes/start-refusal.ts'

export interface CeremonyRequest {
  readonly organisation: CeremonyPlan['organisation']
  readonly officers: readonly string[]
  readonly custody: WantedCustody
  /** Brings the shares to their custodians. Nothing has been made before it returns, and nothing is when it throws. */
  readonly handOut: (shares: readonly Uint8Array[]) => Promise<void>
  /** Gathers shares or the passphrase again, for a ceremony that was interrupted. */
  readonly reopen: (custody: Unsealing, kind: GivenKind) => Promise<SecretBytes>
  readonly receive: (report: CeremonyReport) => Promise<void>
}

/**
 * Founds the office in the configured database, or goes on where an interrupted ceremony ended.
 *
 * @throws ServiceError `ALREADY_EXISTS` when something is there that would be overwritten, `CONFLICT` when the ceremony
 *   that was begun had another script, `INTERNAL` when the founding failed, for the reason that stands on standard error.
 */
export async function holdCeremony(env: NodeJS.ProcessEnv, request: CeremonyRequest): Promise<void> {
  const config = readConfig(env)
  const prepare = (directory: DataDirectory) => prepareCustody(directory, config, env, request)
  try {
    const status = await launch({
      config,
      env,
      gatewayArguments: ['--init'],
      ceremony: { prepare, receive: request.receive },
    })
    if (status !== 0) {
      throw new ServiceError(
        'CONFLICT',
        'the office was not founded; what was begun goes on with the same command',
      )
    }
  } catch (error) {
    if (error instanceof StartRefusal) throw new ServiceError('CONFLICT', error.message, { cause: error })
    throw error
  }
}

/** @throws ServiceError as `organisationPlan`. */
export function organisationOf(wish: OrganisationWish): CeremonyRequest['organisation'] {
  return organisationPlan(wish)
}

/** The script of what `request` asks for, word for word as the transcript will have it. */
export function scriptOf(request: Pick<CeremonyRequest, 'organisation' | 'officers' | 'custody'>): string {
  return ceremonyScript(planOf(request))
}

function planOf({
  organisation,
  officers,
  custody,
}: Pick<CeremonyRequest, 'organisation' | 'officers' | 'custody'>) {
  return { organisation, officers, custody: custodyWords(custody) }
}

function custodyWords(custody: WantedCustody): string {
  if (custody.kind === 'file') return 'a file of this machine'
  if (custody.kind === 'hsm') return 'a key of the HSM, which never leaves it'
  if (custody.kind === 'passphrase') return 'a passphrase'
  const { threshold, custodians } = custody
  return `shares, ${threshold} of ${custodians.length} custodians: ${custodians.join('; ')}`
}

async function prepareCustody(
  directory: DataDirectory,
  config: Config,
  env: NodeJS.ProcessEnv,
  request: CeremonyRequest,
): Promise<PreparedCeremony> {
  const plan = planOf(request)
  const scriptSha256 = createHash('sha256').update(ceremonyScript(plan)).digest('hex')
  const file = readCustodyFile(directory.custodyFile)
  if (file.kind === 'unusable') throw new ServiceError('CONFLICT', file.reason)
  if (file.kind === 'found') {
    const begun = readBegun(directory)
    if (begun.scriptSha256 !== scriptSha256) {
      const text =
        'a ceremony with another script was begun in this data directory, or an office is there already'
      throw new ServiceError('CONFLICT', text)
    }
    const { source } = file.record
    const custodyKey = opensByItself(source.kind)
      ? undefined
      : await request.reopen(unsealing(file.record), source.kind)
    return { plan: { ...plan, custodyFacts: begun.custodyFacts }, custodyKey }
  }
  refuseLeftovers(directory, config.databaseUrl)
  const made = await newCustody(request.custody, (octets) => randomBytes(octets), hsmOf(config, env))
  const custodyFacts = factsOf(made)
  await request.handOut(made.shares)
  for (const share of made.shares) share.fill(0)
  writeDurably(begunFile(directory), utf8(JSON.stringify({ scriptSha256, custodyFacts })), 0o600)
  const { kind } = made.record.source
  if (kind === 'file') writeRootKeyFile(directory.rootKeyFile, made.custodyKey)
  // From here on there is a custody; before, there was nothing.
  writeCustodyFile(directory.custodyFile, encodeCustodyRecord(made.record))
  // An HSM has to open it once before anything rests on it.
  return { plan: { ...plan, custodyFacts }, custodyKey: opensByItself(kind) ? undefined : made.custodyKey }
}

/** A host for the one secret that is wrapped here. */
function hsmOf({ pkcs11 }: Config, env: NodeJS.ProcessEnv): CustodyHsm {
  if (pkcs11 === undefined) return noHsm
  return {
    wrap: async (secret) => {
      using pin = readPinFile(pkcs11.pinFile)
      const token = tokenCustody(async () => startPkcs11Host(pkcs11, pin, env))
      try {
        return await token.wrap(secret)
      } finally {
        await token.close()
      }
    },
  }
}

function refuseLeftovers(directory: DataDirectory, databaseUrl: string | undefined): void {
  if (readRootKeyFile(directory.rootKeyFile).kind !== 'absent') {
    const text = `${directory.rootKeyFile} is there already: a real office gets a root key of its own, so choose an empty data directory`
    throw new ServiceError('ALREADY_EXISTS', text)
  }
  if (databaseUrl === undefined && hasDatabase(directory)) {
    throw new ServiceError('ALREADY_EXISTS', `${directory.database} holds a database already`)
  }
}

function factsOf({ record, shares }: NewCustody): readonly string[] {
  const { source, rootKeys } = record
  return [
    `office ${record.officeId}`,
    `root key generation ${rootKeys[0].generation}, check value ${rootKeys[0].checkValueHex}`,
    ...(source.kind === 'shares'
      ? source.custodians.map(
          (name, i) => `share ${i + 1} of ${name}: ${shareFingerprint(shares[i] ?? new Uint8Array(0))}`,
        )
      : []),
  ]
}

/** Beside the secrets, though it is none: what an interrupted ceremony needs to go on as it was begun. */
function begunFile(directory: DataDirectory): string {
  return join(directory.secrets, 'ceremony.json')
}

interface Begun {
  readonly scriptSha256: string
  readonly custodyFacts: readonly string[]
}

function readBegun(directory: DataDirectory): Begun {
  const nothing: Begun = { scriptSha256: '', custodyFacts: [] }
  try {
    const value: unknown = JSON.parse(readFileSync(begunFile(directory), 'utf8'))
    return isBegun(value) ? value : nothing
  } catch {
    return nothing
  }
}

function isBegun(value: unknown): value is Begun {
  if (typeof value !== 'object' || value === null) return false
  const facts: unknown = Reflect.get(value, 'custodyFacts')
  return typeof Reflect.get(value, 'scriptSha256') === 'string' && Array.isArray(facts)
}
