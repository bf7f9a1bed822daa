// What a suite of published vectors looks like to the runner, and how its files are read.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromBase64 } from '../../src/bytes.ts'

/**
 * `as-expected`, or what went otherwise. `refused`: something that should be accepted was not; `accepted`: something
 * that must be refused was accepted, which no list excuses.
 */
export type Outcome =
  | { readonly kind: 'as-expected' }
  | { readonly kind: 'refused' | 'accepted'; readonly why: string }

export interface VectorCase {
  readonly id: string
  /** What the suite demands; the suites of verdicts say it of each case. */
  readonly expected?: 'accept' | 'refuse'
  run(): Promise<Outcome>
}

export interface VectorSuite {
  /** The folder's when there is none. */
  readonly name?: string
  /** Folder below the folder of vectors. */
  readonly folder: string
  /** Where the public can get it. */
  readonly origin: string
  cases(folder: string): readonly VectorCase[]
  /** What else to say when all cases have run. */
  notes?(): readonly string[]
}

export const asExpected: Outcome = { kind: 'as-expected' }

/** The outcome of a case that knows only accept and refuse. */
export function outcome(expected: 'accept' | 'refuse', accepted: boolean, why: string): Outcome {
  if (accepted === (expected === 'accept')) return asExpected
  return { kind: accepted ? 'accepted' : 'refused', why }
}

export function readBytes(folder: string, file: string): Uint8Array {
  return new Uint8Array(readFileSync(join(folder, file)))
}

export function readText(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8')
}

/** DER of the first certificate in PEM. */
export function pemCertificate(text: string): Uint8Array {
  const [first] = pemCertificates(text)
  if (first === undefined) throw new Error('not a PEM certificate')
  return first
}

/** DER of every certificate in PEM. */
export function pemCertificates(text: string): Uint8Array[] {
  const blocks = text.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g)
  return [...blocks].map(([, body = '']) => {
    const der = fromBase64(body.replace(/\s/g, ''))
    if (der === undefined) throw new Error('PEM does not hold Base64')
    return der
  })
}
