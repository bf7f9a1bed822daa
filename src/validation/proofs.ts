// Proofs of existence: since when each piece of validation data is known to have existed (EN 319 102-1 §5.6.2.3).

import { certificateOf } from './checks.ts'
import type { ValidationData } from './formed-signature.ts'
import { basicOcspOf, certificateListOf } from './revocation-data.ts'

/**
 * Certificates, lists and answers are known by their objects, of which `checks.ts` and `revocation-data.ts` keep one for
 * the same octets within a validation.
 */
export class ProofsOfExistence {
  readonly #times = new WeakMap<object, Date>()

  /** A time-stamp of `time` that may be relied on covers all of `data`. */
  prove({ certificates, crls, ocsps, basicOcsps }: ValidationData, time: Date): void {
    for (const der of certificates) this.#add(certificateOf(der), time)
    for (const der of crls) this.#add(certificateListOf(der), time)
    for (const der of ocsps) this.#add(basicOcspOf(der, 'OCSPResponse'), time)
    for (const der of basicOcsps) this.#add(basicOcspOf(der, 'BasicOCSPResponse'), time)
  }

  /** The earliest time at which it is proven to have existed; undefined without proof. */
  timeOf(piece: object): Date | undefined {
    return this.#times.get(piece)
  }

  #add(piece: object | undefined, time: Date): void {
    if (piece === undefined) return
    const known = this.#times.get(piece)
    if (known === undefined || time < known) this.#times.set(piece, time)
  }
}
