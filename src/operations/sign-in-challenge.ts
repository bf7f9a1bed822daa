// Challenges of sign-in. No row is kept of one, so that nobody fills the database by asking: it proves by a MAC that an
// host of this office made it lately. The session that it opens remembers it, so it opens no second one.

import { timingSafeEqual } from 'node:crypto'
import { concatBytes, utf8 } from '../bytes.ts'
import type { Deps } from './deps.ts'
import { vaultOf } from './providers.ts'

/** As long as a person may take to find the key and touch it. */
const challengeLifetimeMs = 120_000

const nonceOctets = 16
const momentOctets = 8
const macOctets = 32
/** No row of the registry begins so (`encodeRow`), and its MAC is never this. */
const purpose = utf8('chancery sign-in challenge v1\n')

type Needs = Pick<Deps, 'providers' | 'clock' | 'random'>

/** @returns nonce, moment of its end in milliseconds, MAC. @throws ServiceError `SEALED`, `PROVIDER_UNAVAILABLE`. */
export async function makeChallenge(deps: Needs): Promise<Uint8Array> {
  const moment = new Uint8Array(momentOctets)
  new DataView(moment.buffer).setBigUint64(0, BigInt(deps.clock.now().getTime() + challengeLifetimeMs))
  const told = concatBytes(deps.random(nonceOctets), moment)
  return concatBytes(told, await macOf(deps, told))
}

/** Whether this office made it, and its time is not over. */
export async function isOurChallenge(deps: Needs, challenge: Uint8Array): Promise<boolean> {
  if (challenge.length !== nonceOctets + momentOctets + macOctets) return false
  const told = challenge.subarray(0, nonceOctets + momentOctets)
  if (!timingSafeEqual(challenge.subarray(told.length), await macOf(deps, told))) return false
  const view = new DataView(told.buffer, told.byteOffset + nonceOctets, momentOctets)
  const leftMs = Number(view.getBigUint64(0)) - deps.clock.now().getTime()
  return leftMs > 0 && leftMs <= challengeLifetimeMs
}

async function macOf(deps: Needs, told: Uint8Array): Promise<Uint8Array> {
  const [mac] = await vaultOf(deps).rowMac([concatBytes(purpose, told)])
  if (mac === undefined) throw new Error('the signer made no MAC')
  return mac
}
