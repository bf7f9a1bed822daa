// The unsigned components of JAdES in `etsiU` (TS 119 182-1 §5.3): an array whose order tells what came after what.

import { fromBase64 } from '../../bytes.ts'
import { decodeBase64Url } from './base64url.ts'
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  malformedJson,
  parseJson,
} from './json.ts'

/** A component has one member, whose name says what it is. */
export interface EtsiUComponent {
  readonly name: string
  readonly value: JsonValue
  /** As it stands in the array, base64url; undefined when it is there in clear. */
  readonly encoded: string | undefined
}

export interface TstContainer {
  /** DER of RFC 3161 tokens. */
  readonly tokens: readonly Uint8Array[]
  readonly canonAlg: string | undefined
}

/** DER of certificates and revocation data. */
export interface JadesValues {
  readonly certificates: readonly Uint8Array[]
  readonly crls: readonly Uint8Array[]
  readonly ocsps: readonly Uint8Array[]
}

const componentsLimit = 1000
const valuesLimit = 1000

/** @throws ServiceError `MALFORMED_DOCUMENT`, also when some components are encoded and others are not. */
export function readEtsiU(header: JsonObject): readonly EtsiUComponent[] {
  const etsiU = header.get('etsiU')
  if (etsiU === undefined) return []
  if (!isJsonArray(etsiU) || etsiU.length > componentsLimit) {
    throw malformedJson(`etsiU is no array of at most ${componentsLimit}`)
  }
  const components = etsiU.map(readComponent)
  if (components.some(({ encoded }) => (encoded === undefined) !== (components[0]?.encoded === undefined))) {
    throw malformedJson('etsiU mixes components in clear and in base64url')
  }
  return components
}

function readComponent(one: JsonValue): EtsiUComponent {
  const encoded = typeof one === 'string' ? one : undefined
  const component =
    typeof one === 'string'
      ? parseJson('a component of etsiU', decodeBase64Url('a component of etsiU', one))
      : one
  if (!isJsonObject(component)) throw malformedJson('a component of etsiU is no object')
  const [member] = component
  if (member === undefined || component.size !== 1) {
    throw malformedJson('a component of etsiU has not exactly one member')
  }
  const [name, value] = member
  return { name, value, encoded }
}

/** @throws ServiceError `MALFORMED_DOCUMENT`. */
export function readTstContainer(name: string, value: JsonValue | undefined): TstContainer {
  if (!isJsonObject(value)) throw malformedJson(`${name} is no object`)
  const canonAlg = value.get('canonAlg')
  if (canonAlg !== undefined && typeof canonAlg !== 'string')
    throw malformedJson(`${name} has a strange canonAlg`)
  const tokens = readList(`tstTokens of ${name}`, value.get('tstTokens'))
  return { tokens: tokens.map((token) => readObject(`a token of ${name}`, token)), canonAlg }
}

/** Of xVals, axVals, rVals, arVals and tstVD; nothing of any other. @throws ServiceError `MALFORMED_DOCUMENT`. */
export function readValues({ name, value }: Pick<EtsiUComponent, 'name' | 'value'>): JadesValues {
  switch (name) {
    case 'xVals':
    case 'axVals':
      return { certificates: readCertificates(name, value), crls: [], ocsps: [] }
    case 'rVals':
    case 'arVals':
      return { certificates: [], ...readRevocationValues(name, value) }
    case 'tstVD': {
      if (!isJsonObject(value)) throw malformedJson('tstVD is no object')
      const xVals = value.get('xVals')
      const rVals = value.get('rVals')
      return {
        certificates: xVals === undefined ? [] : readCertificates('xVals', xVals),
        ...(rVals === undefined ? { crls: [], ocsps: [] } : readRevocationValues('rVals', rVals)),
      }
    }
    default:
      return { certificates: [], crls: [], ocsps: [] }
  }
}

function readCertificates(name: string, value: JsonValue): readonly Uint8Array[] {
  return readList(name, value).flatMap((one) => {
    const certificate = isJsonObject(one) ? one.get('x509Cert') : undefined
    // What other certificates there are is for others.
    return certificate === undefined ? [] : [readObject(name, certificate)]
  })
}

function readRevocationValues(name: string, value: JsonValue): Omit<JadesValues, 'certificates'> {
  if (!isJsonObject(value)) throw malformedJson(`${name} is no object`)
  const of = (member: string) => {
    const list = value.get(member)
    return list === undefined ? [] : readList(member, list).map((one) => readObject(member, one))
  }
  return { crls: of('crlVals'), ocsps: of('ocspVals') }
}

/** pkiOb and tstToken (§5.4.1, §5.4.3.3): DER in Base64, unless said otherwise. */
function readObject(name: string, value: JsonValue): Uint8Array {
  const text = isJsonObject(value) ? value.get('val') : undefined
  const der = typeof text === 'string' ? fromBase64(text) : undefined
  if (der === undefined) throw malformedJson(`${name} holds no Base64`)
  return der
}

function readList(name: string, value: JsonValue | undefined): readonly JsonValue[] {
  if (!isJsonArray(value) || value.length === 0 || value.length > valuesLimit) {
    throw malformedJson(`${name} is no array of one to ${valuesLimit}`)
  }
  return value
}
