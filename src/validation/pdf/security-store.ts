// The document security store, ISO 32000-2 §12.8.4.3: material that helps validation and is trusted by nobody.

import { isServiceError } from '../../errors.ts'
import type { PdfDocument } from '../../formats/pdf/document.ts'
import {
  isArray,
  isDict,
  isRef,
  isStream,
  type PdfObject,
  pdfLimitExceeded,
} from '../../formats/pdf/objects.ts'
import type { DocumentSecurityStore } from './pdf-signature.ts'

const mostEntries = 5000

/**
 * Reads /DSS of the newest revision, its /VRI included. An entry that cannot be read is left out: it can only help.
 *
 * @throws ServiceError `LIMIT_EXCEEDED`.
 */
export async function readSecurityStore(document: PdfDocument): Promise<DocumentSecurityStore> {
  const store = await document.get(await document.catalog(), 'DSS')
  const certificates = new Collection(document)
  const crls = new Collection(document)
  const ocsps = new Collection(document)
  if (isDict(store)) {
    await certificates.add(await document.get(store, 'Certs'))
    await crls.add(await document.get(store, 'CRLs'))
    await ocsps.add(await document.get(store, 'OCSPs'))
    const related = await document.get(store, 'VRI')
    for (const held of isDict(related) ? related.entries.values() : []) {
      const one = await document.resolve(held)
      if (!isDict(one)) continue
      await certificates.add(await document.get(one, 'Cert'))
      await crls.add(await document.get(one, 'CRL'))
      await ocsps.add(await document.get(one, 'OCSP'))
    }
  }
  return { certificates: certificates.values, crls: crls.values, ocsps: ocsps.values }
}

class Collection {
  readonly values: Uint8Array[] = []
  readonly #document: PdfDocument
  readonly #seen = new Set<number>()
  #visited = 0

  constructor(document: PdfDocument) {
    this.#document = document
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
      const stream = await this.#document.resolve(item)
      return isStream(stream) ? await this.#document.decodedStream(stream) : undefined
    } catch (error) {
      if (isServiceError(error) && error.code !== 'LIMIT_EXCEEDED') return undefined
      throw error
    }
  }
}
