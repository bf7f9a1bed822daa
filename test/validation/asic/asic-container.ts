// ASiC containers made for tests, from entries that each test may bend.

import { digest } from '#primitives'
import { toBase64, utf8 } from '../../../src/bytes.ts'
import { bytesSource } from '../../../src/formats/byte-source.ts'
import { readAsicContainer } from '../../../src/validation/asic/read-asic-container.ts'
import { certificatesOf } from '../../../src/validation/checks.ts'
import type { FormedSignature } from '../../../src/validation/formed-signature.ts'
import { cades } from '../../fixtures/office.ts'
import type { PracticePki } from '../../fixtures/pki.ts'
import { type ArchivePlan, buildZip, type EntryPlan } from '../../formats/zip/build-zip.ts'
import { dsig, file, judged, qualifyingProperties, sha256Uri, signedXml } from '../xml/signed-xml.ts'

export const asicNamespace = 'http://uri.etsi.org/02918/v1.2.1#'
export const mimetype = (kind: 's' | 'e'): EntryPlan => ({
  name: 'mimetype',
  data: `application/vnd.etsi.asic-${kind}+zip`,
})

export type Files = Readonly<Record<string, string>>

export const filesOf = (files: Files): readonly EntryPlan[] =>
  Object.entries(files).map(([name, data]) => ({ name, data, method: 'deflate' }))

/** A XAdES signature over `files`, as META-INF/signatures.xml holds it. */
export function xmlSignature({ signer }: PracticePki, files: Files, id = 'S'): string {
  return signedXml({
    signer,
    id,
    template: `<asic:XAdESSignatures xmlns:asic="${asicNamespace}"><!--SIGNATURE--></asic:XAdESSignatures>`,
    references: Object.entries(files).map(([name, data]) => file(encodeURI(name), utf8(data))),
    properties: qualifyingProperties({ signer, id }),
  })
}

export interface ManifestOptions {
  readonly extension?: string
  readonly rootfile?: string
}

/** An ASiCManifest over `files`, to be signed in `target`. */
export async function manifestOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  target: string,
  { extension = '', rootfile }: ManifestOptions = {},
): Promise<string> {
  let objects = ''
  for (const [name, data] of Object.entries(files)) {
    const value = toBase64(await digest('sha-256', typeof data === 'string' ? utf8(data) : data))
    const root = name === rootfile ? ' Rootfile="true"' : ''
    objects +=
      `<DataObjectReference URI="${encodeURI(name)}"${root}><ds:DigestMethod Algorithm="${sha256Uri}"/>` +
      `<ds:DigestValue>${value}</ds:DigestValue></DataObjectReference>`
  }
  return `<ASiCManifest xmlns="${asicNamespace}" xmlns:ds="${dsig}"><SigReference URI="${target}"/>${objects}${extension}</ASiCManifest>`
}

/** The two entries of a CAdES signature over `files`. */
export async function signedManifest(
  pki: PracticePki,
  files: Readonly<Record<string, string | Uint8Array>>,
  { number = '001', ...options }: ManifestOptions & { readonly number?: string } = {},
): Promise<readonly EntryPlan[]> {
  const target = `META-INF/signature${number}.p7s`
  const manifest = await manifestOf(files, target, options)
  return [
    { name: `META-INF/ASiCManifest${number}.xml`, data: manifest },
    { name: target, data: await cades(pki, utf8(manifest), { detached: true }) },
  ]
}

export function read(entries: readonly EntryPlan[], archive?: ArchivePlan) {
  return readAsicContainer(bytesSource(buildZip(entries, archive)))
}

/** What is told of the container, and a line for each signature as `judged` gives it. */
export async function told(entries: readonly EntryPlan[], archive?: ArchivePlan) {
  const { format, atLeast, reasons, signatures } = await read(entries, archive)
  const verdicts: string[] = []
  for (const signature of signatures) verdicts.push(await judgedWithOwn(signature))
  return { format, atLeast, codes: reasons.map(({ code }) => code), verdicts }
}

/** `judged`, given the certificates that the signature brings. */
export function judgedWithOwn(signature: FormedSignature): Promise<string> {
  const own = certificatesOf(signature.validationData.certificates)
  return judged({
    ...signature,
    verify: ({ budget }) => signature.verify({ certificates: own, budget }),
  })
}
