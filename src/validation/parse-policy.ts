// A validation policy of an organisation's own, from JSON: checked whole, each fault named by its place.

import { hashAlgorithms, type ReliableHash } from '../crypto/algorithms.ts'
import { ServiceError } from '../errors.ts'
import { type Acceptance, defaultPolicy, type ValidationPolicy } from './policy.ts'

/**
 * Reads a policy. `name`, `version`, `hashes`, `rsa` and `curves` have to be there; a hash, curve or key type that is
 * not listed is refused. Bounds of work that are left out are those of the default policy, and cannot be raised above
 * ten times those.
 *
 * @param text JSON of an object with the fields of `ValidationPolicy`.
 * @throws ServiceError `INVALID_ARGUMENT` naming the field at fault.
 */
export function parsePolicy(text: string): ValidationPolicy {
  const fields = objectAt('policy', parseJson(text))
  for (const key of Object.keys(fields)) {
    if (!Object.hasOwn(defaultPolicy, key)) throw fault(key, 'is not a field of a policy')
  }
  const hashes = acceptances('hashes', fields['hashes'])
  for (const name of Object.keys(hashes)) {
    if (name === 'md5') throw fault('hashes.md5', 'can be accepted by no policy')
    if (!Object.hasOwn(hashAlgorithms, name)) throw fault(`hashes.${name}`, 'is no hash that is known')
  }
  return {
    name: word('name', fields['name']),
    version: word('version', fields['version']),
    hashes: { ...noHash, ...hashes },
    rsa: rsaRows(fields['rsa']),
    curves: acceptances('curves', fields['curves']),
    otherKeys: acceptances('otherKeys', fields['otherKeys'] ?? {}),
    maxIntermediates: bound('maxIntermediates', fields['maxIntermediates']),
    maxSignatureChecks: bound('maxSignatureChecks', fields['maxSignatureChecks']),
    clockToleranceMs: bound('clockToleranceMs', fields['clockToleranceMs']),
    maxAgeWithoutNextUpdateMs: bound('maxAgeWithoutNextUpdateMs', fields['maxAgeWithoutNextUpdateMs']),
  }
}

/** An end before any signature: what a policy does not list, it refuses. */
const never = '1970-01-01T00:00:00Z'

const noHash: Readonly<Record<ReliableHash, Acceptance>> = {
  'sha-1': never,
  'sha-224': never,
  'sha-256': never,
  'sha-384': never,
  'sha-512': never,
  'sha3-256': never,
  'sha3-384': never,
  'sha3-512': never,
  'shake256-512': never,
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ServiceError('INVALID_ARGUMENT', 'the policy is not JSON', { cause })
  }
}

function fault(place: string, what: string): ServiceError {
  return new ServiceError('INVALID_ARGUMENT', `policy: ${place} ${what}`)
}

function objectAt(place: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fault(place, 'is no object')
  return { ...value }
}

function word(place: string, value: unknown): string {
  if (typeof value !== 'string' || !/^\S.{0,99}$/.test(value)) {
    throw fault(place, 'is no text of 1 to 100 characters')
  }
  return value
}

function acceptances(place: string, value: unknown): Readonly<Record<string, Acceptance>> {
  return Object.fromEntries(
    Object.entries(objectAt(place, value)).map(([name, one]) => [name, acceptance(`${place}.${name}`, one)]),
  )
}

function acceptance(place: string, value: unknown): Acceptance {
  if (typeof value !== 'object' || value === null) return moment(place, value)
  const { from = null, until = null, ...rest } = objectAt(place, value)
  const [other] = Object.keys(rest)
  if (other !== undefined) throw fault(`${place}.${other}`, 'is neither from nor until')
  const period = { from: moment(`${place}.from`, from), until: moment(`${place}.until`, until) }
  if (period.from !== null && period.until !== null && Date.parse(period.from) >= Date.parse(period.until)) {
    throw fault(place, 'ends before it begins')
  }
  return period
}

function moment(place: string, value: unknown): string | null {
  if (value === null) return null
  const wanted = 'is neither null nor a time such as 2031-01-01T00:00:00Z'
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value))
    throw fault(place, wanted)
  const parsed = Date.parse(value)
  // A day that the calendar does not have would slide into the next month.
  if (Number.isNaN(parsed) || new Date(parsed).toISOString().slice(0, 19) !== value.slice(0, 19)) {
    throw fault(place, wanted)
  }
  return value
}

function rsaRows(value: unknown): ValidationPolicy['rsa'] {
  if (!Array.isArray(value)) throw fault('rsa', 'is no array')
  let before = Number.POSITIVE_INFINITY
  return value.map((row: unknown, index) => {
    const place = `rsa[${index}]`
    const { minBits, acceptedUntil, ...rest } = objectAt(place, row)
    const [other] = Object.keys(rest)
    if (other !== undefined) throw fault(`${place}.${other}`, 'is not a field of a row')
    if (typeof minBits !== 'number' || !Number.isInteger(minBits) || minBits < 1024) {
      throw fault(`${place}.minBits`, 'is no whole number of at least 1024')
    }
    // The first row that fits holds, so a larger one behind it would never be read.
    if (minBits >= before) throw fault(place, 'does not have fewer bits than the row before')
    before = minBits
    return { minBits, acceptedUntil: acceptance(`${place}.acceptedUntil`, acceptedUntil) }
  })
}

function bound(
  name: 'maxIntermediates' | 'maxSignatureChecks' | 'clockToleranceMs' | 'maxAgeWithoutNextUpdateMs',
  value: unknown,
): number {
  const usual = defaultPolicy[name]
  if (value === undefined) return usual
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 10 * usual) {
    throw fault(name, `is no whole number from 0 to ${10 * usual}`)
  }
  return value
}
