// The document security store, ISO 32000-2 §12.8.4.3: material that helps validation and is trusted by nobody.

import { isServiceError } from '../../errors.ts'
import type { PdfDocument } from '../../formats/pdf/document.ts'
import {
  isArray,
  isDict,
  isRef,
  isStream,
  type PdfDict,
  type PdfObject,
  pdfLimitExceeded,
} from '../../formats/pdf/objects.ts'
import type { DocumentSecurityStore } from './pdf-signature.ts'

const mostEntries = 5000

/**
 * Reads /DSS as it stood in `revision`, its /VRI included. An entry that cannot be read is left out: it can only help.
 *
 * @throws ServiceError `LIMIT_EXCEEDED`.
 */
export async function readSecurityStore(
  document: PdfDocument,
  revision = document.revisions.length,
): Promise<DocumentSecurityStore> {
  const get = (dict: PdfDict, key: string) => document.get(dict, key, revision)
  const store = await get(await document.catalog(revision), 'DSS')
  const certificates = new Collection(document, revision)
  const crls = new Collection(document, revision)
  const ocsps = new Collection(document, revision)
  if (isDict(store)) {
    await certificates.add(await get(store, 'Certs'))
    await crls.add(await get(store, 'CRLs'))
    await ocsps.add(await get(store, 'OCSPs'))
    const related = await get(store, 'VRI')
    for (const held of isDict(related) ? related.entries.values() : []) {
      const one = await document.resolve(held, revision)
      if (!isDict(one)) continue
      await certificates.add(await get(one, 'Cert'))
      await crls.add(await get(one, 'CRL'))
      await ocsps.add(await get(one, 'OCSP'))
    }
  }
  return { certificates: certificates.values, crls: crls.values, ocsps: ocsps.values }
}

class Collection {
  readonly values: Uint8Array[] = []
  readonly #document: PdfDocument
  readonly #revision: number
  readonly #seen = new Set<number>()
  #visited = 0

  constructor(document: PdfDocument, revision: number) {
    this.#document = document
    this.#revision = revision
  }

  async add(list: PdfObject): Promise<void> {
    for (const item of isArray(list) ? list.items : []) {
      this.#visited++
      if (this.#visited > mostEntries)
        throw pdfLimitExceeded(`the security store has more than ${mostEntries} entries of a kind`)
      if (!isRef(item) || this.#seen.has(item.number)) continue
      this.#seen.add(item.number)
      const value = await this.#read(item)
      if (value !== undefined) this.values.push(value)
    }
  }

  async #read(item: PdfObject): Promise<Uint8Array | undefined> {
    try {
      const stream = await this.#document.resolve(item, this.#revision)
      return isStream(stream) ? await this.#document.decodedStream(stream, this.#revision) : undefined
    } catch (error) {
      if (isServiceError(error) && error.code !== 'LIMIT_EXCEEDED') return undefined
      throw error
    }
  }
}
