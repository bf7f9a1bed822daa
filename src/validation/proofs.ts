// Proofs of existence: since when each piece of validation data is known to have existed (EN 319 102-1 §5.6.2.3).

import { certificateOf } from './checks.ts'
import type { ValidationData } from './formed-signature.ts'
import { basicOcspOf, certificateListOf } from './revocation-data.ts'

/** A certificate, a list or an answer. */
interface Piece {
  readonly der: Uint8Array
}

/** Larger ones are known by their objects, of which `revocation-data.ts` keeps one while somebody holds it. */
const keyOctetsLimit = 1 << 20

const latin1 = new TextDecoder('latin1')

/** What is proven is proven of octets: the same ones, wherever they stand. */
export class ProofsOfExistence {
  readonly #byOctets = new Map<string, Date>()
  readonly #byObject = new WeakMap<Piece, Date>()

  /** A time-stamp of `time` that may be relied on covers all of `data`. */
  prove({ certificates, crls, ocsps, basicOcsps }: ValidationData, time: Date): void {
    for (const der of certificates) this.#add(certificateOf(der), time)
    for (const der of crls) this.#add(certificateListOf(der), time)
    for (const der of ocsps) this.#add(basicOcspOf(der, 'OCSPResponse'), time)
    for (const der of basicOcsps) this.#add(basicOcspOf(der, 'BasicOCSPResponse'), time)
  }

  /** The earliest time at which it is proven to have existed; undefined without proof. */
  timeOf(piece: Piece): Date | undefined {
    if (piece.der.length > keyOctetsLimit) return this.#byObject.get(piece)
    return this.#byOctets.size === 0 ? undefined : this.#byOctets.get(latin1.decode(piece.der))
  }

  #add(piece: Piece | undefined, time: Date): void {
    if (piece === undefined) return
    const known = this.timeOf(piece)
    if (known !== undefined && known <= time) return
    if (piece.der.length > keyOctetsLimit) this.#byObject.set(piece, time)
    else this.#byOctets.set(latin1.decode(piece.der), time)
  }
}
