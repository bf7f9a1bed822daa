// The Web Worker in which documents are judged: the service's own engine, in the reader's browser. Nothing is sent.

import { sha256 } from '#primitives'
import { fromBase64, toHex } from '../../bytes.ts'
import { isServiceError } from '../../errors.ts'
import { chunksOf } from '../../formats/byte-source.ts'
import { digestPieces } from '../../formats/digest-pieces.ts'
import { parseCertificate } from '../../formats/x509/certificate.ts'
import { formatDistinguishedName } from '../../formats/x509/name.ts'
import { validateDocument } from '../../validation/validate-document.ts'
import { blobSource } from './blob-source.ts'
import type { AnchorSummary, FromWorker, JudgeRequest, ToWorker } from './worker-messages.ts'

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => void answer(data))
tell({ kind: 'ready' })

async function answer(request: ToWorker): Promise<void> {
  try {
    tell(request.kind === 'judge' ? await judge(request) : await readAnchors(request.file))
  } catch (error) {
    tell({ kind: 'failure', message: error instanceof Error ? error.message : 'unknown error' })
  }
}

function tell(message: FromWorker): void {
  postMessage(message)
}

async function judge({ document, contents, trust, atMs }: JudgeRequest): Promise<FromWorker> {
  const blobs = [document, ...contents]
  const progress = progressOver(blobs)
  const sources = blobs.map((blob, index) => blobSource(blob, (end) => progress.reached(index, end)))
  const sha256Hex: string[] = []
  for (const source of sources) sha256Hex.push(toHex(await digestPieces('sha-256', chunksOf(source))))
  progress.nextPass()
  const [first, ...others] = sources
  if (first === undefined) throw new Error('there is no document')
  const report = await validateDocument({ document: first, contents: others, trust, at: new Date(atMs) })
  return { kind: 'report', report, sha256Hex }
}

const progressEveryMs = 80

/** Every file is read once for its digest and once, or more, for its signatures; the furthest point counts. */
function progressOver(blobs: readonly Blob[]) {
  const octets = blobs.reduce((sum, { size }) => sum + size, 0)
  const furthest = blobs.map(() => 0)
  let done = 0
  let toldMs = 0
  return {
    reached(index: number, end: number): void {
      furthest[index] = Math.max(furthest[index] ?? 0, end)
      const now = performance.now()
      if (now - toldMs < progressEveryMs) return
      toldMs = now
      const read = done + furthest.reduce((sum, one) => sum + one, 0)
      tell({ kind: 'progress', read, total: 2 * octets })
    },
    nextPass(): void {
      done = octets
      furthest.fill(0)
    },
  }
}

const anchorFileOctets = 4 << 20
const anchorsLimit = 500

/** Certificates in DER or PEM. A file with one that cannot be read is refused whole, naming which. */
async function readAnchors(file: Blob): Promise<FromWorker> {
  if (file.size > anchorFileOctets)
    return { kind: 'failure', message: `more than ${anchorFileOctets >> 20} MB` }
  const ders = certificatesIn(new Uint8Array(await file.arrayBuffer()))
  if (ders.length === 0) return { kind: 'failure', message: 'no certificate (PEM, DER)' }
  if (ders.length > anchorsLimit)
    return { kind: 'failure', message: `more than ${anchorsLimit} certificates` }
  const anchors: AnchorSummary[] = []
  for (const [index, der] of ders.entries()) {
    try {
      if (der === undefined) throw new Error('Base64')
      const { subject, notAfter } = parseCertificate(der)
      anchors.push({
        der,
        subject: formatDistinguishedName(subject),
        notAfter: notAfter.toISOString(),
        sha256Hex: toHex(sha256(der)),
      })
    } catch (error) {
      const why = isServiceError(error) || error instanceof Error ? error.message : ''
      return { kind: 'failure', message: `${index + 1}: ${why}` }
    }
  }
  return { kind: 'anchors', anchors }
}

function certificatesIn(bytes: Uint8Array): readonly (Uint8Array | undefined)[] {
  if (bytes[0] === 0x30) return [bytes]
  const text = new TextDecoder('latin1').decode(bytes)
  const blocks = text.matchAll(/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END /g)
  return [...blocks].map(([, body = '']) => fromBase64(body.replace(/\s/g, '')))
}
