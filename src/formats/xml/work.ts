// Work that one XML document may cause: counted over all its signatures, so that none buys minutes of our time.

import { ServiceError } from '../../errors.ts'

export interface XmlLimits {
  readonly octets: number
  readonly depth: number
  /** Elements, texts, comments and instructions. */
  readonly nodes: number
  /** Attributes and namespace declarations, in the document. */
  readonly attributes: number
  readonly attributesOfElement: number
  readonly instructions: number
}

export const xmlLimits: XmlLimits = {
  octets: 32 << 20,
  depth: 200,
  nodes: 200_000,
  attributes: 200_000,
  attributesOfElement: 500,
  instructions: 200,
}

/** Nodes looked at by canonicalisations, filters and searches. */
const visitsLimit = 2_000_000
/** Octets canonicalised, decoded and digested. */
const octetsLimit = 256 << 20

export class XmlWork {
  #visits = visitsLimit
  #octets = octetsLimit

  /** @throws ServiceError `LIMIT_EXCEEDED`. */
  visit(nodes = 1): void {
    this.#visits -= nodes
    if (this.#visits < 0) throw exceeded(`more than ${visitsLimit} nodes to canonicalise`)
  }

  /** @throws ServiceError `LIMIT_EXCEEDED`. */
  produce(octets: number): void {
    this.#octets -= octets
    if (this.#octets < 0) throw exceeded(`more than ${octetsLimit} octets to digest`)
  }
}

export function exceeded(message: string): ServiceError {
  return new ServiceError('LIMIT_EXCEEDED', `the signatures of this XML document need ${message}`)
}
