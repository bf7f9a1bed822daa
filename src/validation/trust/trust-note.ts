// What an officer writes beside a file of trust anchors: what they may be trusted for, from when, until when.

import { ServiceError } from '../../errors.ts'
import type { AnchorPurpose } from '../input.ts'
import type { TrustFileOptions } from './read-trust-file.ts'

/** Endings of files that may hold anchors. */
export const trustFileEnding = /\.(pem|cer|crt|der|p7b|p7c|xml)$/i

/** Of `bundle.pem` the note is `bundle.pem.json`. */
export const noteEnding = '.json'

const purposes: readonly AnchorPurpose[] = ['document-signing', 'timestamping']
const members: readonly string[] = ['purposes', 'from', 'until']

/**
 * Reads `{ "purposes": ["timestamping"], "from": "2020-01-01T00:00:00Z", "until": "2030-01-01T00:00:00Z" }`, each of
 * them optional.
 *
 * @throws ServiceError `INVALID_ARGUMENT` for anything else: a note that is half understood would trust too much.
 */
export function parseTrustNote(text: string): Pick<TrustFileOptions, 'purposes' | 'from' | 'until'> {
  let note: unknown
  try {
    note = JSON.parse(text)
  } catch (cause) {
    throw new ServiceError('INVALID_ARGUMENT', 'the note is not JSON', { cause })
  }
  if (typeof note !== 'object' || note === null || Array.isArray(note)) throw wrong('it is not an object')
  const unknown = Object.keys(note).find((name) => !members.includes(name))
  if (unknown !== undefined) throw wrong(`${JSON.stringify(unknown)} is not known`)
  const given = 'purposes' in note ? { purposes: purposesOf(note.purposes) } : {}
  const from = 'from' in note ? { from: momentOf('from', note.from) } : {}
  const until = 'until' in note ? { until: momentOf('until', note.until) } : {}
  return { ...given, ...from, ...until }
}

/** What `parseTrustNote` reads. Moments lose what is below a second. */
export function writeTrustNote({
  purposes,
  from,
  until,
}: Pick<TrustFileOptions, 'purposes' | 'from' | 'until'>): string {
  const moment = (date: Date | undefined) => date?.toISOString().replace(/\.\d+Z$/, 'Z')
  return `${JSON.stringify({ purposes, from: moment(from), until: moment(until) })}\n`
}

function purposesOf(value: unknown): readonly AnchorPurpose[] {
  if (!Array.isArray(value) || value.length === 0) throw wrong('purposes is no list with something in it')
  return value.map((one: unknown) => {
    const purpose = purposes.find((known) => known === one)
    if (purpose === undefined)
      throw wrong(`the purpose ${JSON.stringify(one)} is none of ${purposes.join(', ')}`)
    return purpose
  })
}

function momentOf(name: string, value: unknown): Date {
  const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/
  const time = typeof value === 'string' && form.test(value) ? new Date(value) : undefined
  if (time === undefined || Number.isNaN(time.getTime()))
    throw wrong(`${name} is no moment like 2026-11-22T07:00:00Z`)
  return time
}

function wrong(why: string): ServiceError {
  return new ServiceError('INVALID_ARGUMENT', `the note beside the trust anchors cannot be used: ${why}`)
}
