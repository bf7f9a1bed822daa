// What an offline verification trusts: certificates that the caller names, or the trust folder of the data directory.

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromBase64 } from '../bytes.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { type DatedAnchor, noTrust, type TrustMaterial } from '../validation/input.ts'
import type { Reason } from '../validation/report.ts'
import type { TrustFile } from '../validation/trust/read-trust-file.ts'
import { noteEnding, parseTrustNote, trustFileEnding } from '../validation/trust/trust-note.ts'
import { CommandError, exitStatus } from './exit-status.ts'
import { readInput } from './input-file.ts'
import { dataDirectory, type Shell } from './shell.ts'

export interface TrustOptions {
  /** Files of certificates (PEM, DER, PKCS#7) or ETSI trusted lists. */
  readonly trust?: readonly string[]
  /** False with `--no-trust`; commander's way of naming it. */
  readonly crl?: readonly string[]
  readonly ocsp?: readonly string[]
  readonly noTrust: boolean
}

export interface FoundTrust {
  readonly material: TrustMaterial
  /** Why nobody is trusted, with the next step; empty when somebody is, or when nobody was wanted. */
  readonly nobody: readonly Reason[]
  /** What has to be known about the anchors: a list whose signature nobody checked, or that is out of date. */
  readonly notes: readonly Reason[]
}

/** A national trust list's certificates fit many times; a device that never ends does not. */
const mostOctets = 64 * 1024 * 1024
const pemLabels = {
  certificate: ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'],
  crl: ['X509 CRL'],
}

/** @throws CommandError naming the file that cannot be used. */
export async function findTrust(shell: Shell, options: TrustOptions): Promise<FoundTrust> {
  const datedAnchors: DatedAnchor[] = []
  const notes: Reason[] = []
  const crls: Uint8Array[] = []
  const ocsps: Uint8Array[] = []
  for (const path of options.trust ?? []) {
    const file = await trustFileAt(shell, path)
    datedAnchors.push(...file.anchors)
    notes.push(...file.reasons)
  }
  for (const path of options.crl ?? [])
    crls.push(...derOrPem(path, await readInput(shell, path, mostOctets), pemLabels.crl))
  for (const path of options.ocsp ?? [])
    ocsps.push(...derOrPem(path, await readInput(shell, path, mostOctets), []))
  if (options.noTrust || options.trust !== undefined)
    return { material: { ...noTrust, datedAnchors, crls, ocsps }, nobody: [], notes }

  const folder = join(dataDirectory(shell), 'trust')
  const published = await readTrustFolder(shell, folder)
  const imported: DatedAnchor[] = []
  // Outside authorities that officers approved, or the operator put there, each file with its note. One that is wrong is
  // refused whole.
  for (const place of ['approved', 'imported'] as const) {
    for (const path of await filesIn(join(folder, place), trustFileEnding)) {
      const file = await trustFileAt(shell, path, place === 'approved' ? requiredNote : noNote)
      imported.push(...file.anchors)
      notes.push(...file.reasons)
    }
  }
  const material: TrustMaterial = {
    anchors: published.anchors,
    datedAnchors: imported,
    intermediates: published.intermediates,
    crls: [...crls, ...published.crls],
    ocsps: [...ocsps, ...published.ocsps],
  }
  const trustsNobody = published.anchors.length + imported.length === 0
  return { material, nobody: trustsNobody ? [nobodyTrusted(folder)] : [], notes }
}

/** What the service published for verification without it; empty when there is no such folder. */
async function readTrustFolder(shell: Shell, folder: string): Promise<TrustMaterial> {
  const read = async (name: string, ending: RegExp, labels: readonly string[]) => {
    const found: Uint8Array[] = []
    for (const path of await filesIn(join(folder, name), ending)) {
      try {
        found.push(...derOrPem(path, await readFile(path), labels))
      } catch (error) {
        // One broken file must not hide the others; without it the verdict can only become less certain.
        shell.stderr.write(
          `warning: ${error instanceof Error ? error.message : String(error)}; it is left out\n`,
        )
      }
    }
    return found
  }
  return {
    anchors: await read('anchors', /\.(pem|cer|crt|der)$/, pemLabels.certificate),
    intermediates: await read('intermediates', /\.(pem|cer|crt|der)$/, pemLabels.certificate),
    crls: await read('crls', /\.(crl|der|pem)$/, pemLabels.crl),
    ocsps: [
      ...(await read('ocsps', /\.(ocsp|der|ors)$/, [])),
      ...(await read('ocsp', /\.(ocsp|der|ors)$/, [])),
    ],
  }
}

/** What the service publishes has its note: without one it is being removed just now, and must not be trusted for everything. */
function requiredNote(error: unknown): string {
  if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT')
    throw new ServiceError('INVALID_ARGUMENT', 'the note on what it is trusted for is missing')
  throw error
}

function noNote(error: unknown): string {
  if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return '{}'
  throw error
}

/** @throws CommandError naming the file, and the anchor in it that cannot be used. */
async function trustFileAt(
  shell: Shell,
  path: string,
  withoutNote: (error: unknown) => string = noNote,
): Promise<TrustFile> {
  const bytes = await readInput(shell, path, mostOctets)
  const { readTrustFile } = await import('../validation/trust/read-trust-file.ts')
  try {
    const note = await readFile(`${path}${noteEnding}`, 'utf8').catch(withoutNote)
    return await readTrustFile(bytes, { lane: 'imported', at: shell.clock.now(), ...parseTrustNote(note) })
  } catch (error) {
    if (!isServiceError(error)) throw error
    throw new CommandError(exitStatus.data, `${path}: ${error.message}`, { cause: error })
  }
}

/** @param labels PEM blocks that are taken; others, such as private keys, are passed over. */
function derOrPem(path: string, bytes: Uint8Array, labels: readonly string[]): readonly Uint8Array[] {
  // A SEQUENCE opens every structure that is expected here (X.690 §8.9).
  if (bytes[0] === 0x30) return [bytes]
  const text = new TextDecoder('latin1').decode(bytes)
  const found: Uint8Array[] = []
  for (const [, label, body] of text.matchAll(
    /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g,
  )) {
    if (label === undefined || !labels.includes(label)) continue
    const der = fromBase64((body ?? '').replaceAll(/\s/g, ''))
    if (der === undefined || der[0] !== 0x30)
      throw new CommandError(
        exitStatus.data,
        `${path}: block ${found.length + 1} holds no valid Base64 of DER`,
      )
    found.push(der)
  }
  if (found.length > 0) return found
  const wanted = labels.length === 0 ? 'DER' : `DER or PEM (${labels[0]})`
  throw new CommandError(exitStatus.data, `${path} holds nothing that can be used: ${wanted} is expected`)
}

async function filesIn(folder: string, ending: RegExp): Promise<readonly string[]> {
  try {
    return (await readdir(folder))
      .filter((name) => ending.test(name))
      .sort()
      .map((name) => join(folder, name))
  } catch {
    return []
  }
}

function nobodyTrusted(folder: string): Reason {
  return {
    code: 'NO_TRUST_FOLDER',
    text: `No certificate is trusted: ${folder} holds none. Name the authority with --trust FILE.pem, set CHANCERY_DATA_DIR to the data directory of a service, or ask only for integrity with --no-trust.`,
  }
}
