// DER that exists already, among the objects of pkijs: embedded octet for octet, neither parsed nor built again.

import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'

/** A SEQUENCE whose encoding is given. */
export class EncodedBlock extends asn1js.Sequence {
  readonly #der: Uint8Array

  constructor(der: Uint8Array) {
    super()
    this.#der = der
  }

  override toBER(_sizeOnly?: boolean, writer?: { write(buffer: ArrayBuffer): void }): ArrayBuffer {
    const { buffer } = new Uint8Array(this.#der)
    writer?.write(buffer)
    return buffer
  }
}

/** A Name: the issuer of what we sign must be the authority's subject to the octet (RFC 5280 §4.1.2.4). */
export class EncodedName extends pkijs.RelativeDistinguishedNames {
  readonly #der: Uint8Array

  constructor(der: Uint8Array) {
    super()
    this.#der = der
  }

  override toSchema(): EncodedBlock {
    return new EncodedBlock(this.#der)
  }
}

export class EncodedAlgorithmIdentifier extends pkijs.AlgorithmIdentifier {
  readonly #der: Uint8Array

  constructor(der: Uint8Array) {
    super()
    this.#der = der
  }

  override toSchema(): EncodedBlock {
    return new EncodedBlock(this.#der)
  }
}

export class EncodedPublicKeyInfo extends pkijs.PublicKeyInfo {
  readonly #der: Uint8Array

  constructor(der: Uint8Array) {
    super()
    this.#der = der
  }

  override toSchema(): EncodedBlock {
    return new EncodedBlock(this.#der)
  }
}
