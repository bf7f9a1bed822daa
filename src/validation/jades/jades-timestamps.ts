// Time-stamps of JAdES and what each of them is over (TS 119 182-1 §5.2.6, §5.3.4, §5.3.6, annex A.1.5).

import { digest } from '#primitives'
import { concatBytes, utf8 } from '../../bytes.ts'
import { ServiceError } from '../../errors.ts'
import {
  type EtsiUComponent,
  type JadesValues,
  readTstContainer,
  readValues,
} from '../../formats/jades/etsi-u.ts'
import type { JadesHeader } from '../../formats/jades/header.ts'
import type { JwsSignature } from '../../formats/jades/jws.ts'
import type { FormedTimestamp, TimestampKind, ValidationData } from '../formed-signature.ts'
import { noValidationData } from '../joined-data.ts'

export interface StampedSignature {
  readonly jws: JwsSignature
  readonly header: JadesHeader
  readonly components: readonly EtsiUComponent[]
  /** The content as time-stamps take it. @throws ServiceError when it cannot be had. */
  readonly content: () => Promise<Uint8Array>
}

const kinds: ReadonlyMap<string, TimestampKind> = new Map([
  ['sigTst', 'signature'],
  ['sigRTst', 'references'],
  ['rfsTst', 'references'],
  ['arcTst', 'archive'],
])

/** One for each year of an archive; each is over all that came before. */
const timestampsLimit = 100

/** Those of the protected header first, then those of etsiU in their order. @throws ServiceError `MALFORMED_DOCUMENT`. */
export function jadesTimestamps(signature: StampedSignature): readonly FormedTimestamp[] {
  const { header, components } = signature
  const timestamps: FormedTimestamp[] = header.contentTimestamps.map((token) => ({
    kind: 'content',
    token,
    digest: async (hash) => digest(hash, await signature.content()),
    covers: { validationData: noValidationData, timestamps: [] },
  }))
  const values = components.map(readValues)
  for (const [index, component] of components.entries()) {
    const kind = kinds.get(component.name)
    if (kind === undefined) continue
    const earlier = components.slice(0, index)
    // Tokens of one container do not cover one another.
    const covered = timestamps.map((_, i) => i)
    for (const token of readTstContainer(component.name, component.value).tokens) {
      if (timestamps.length >= timestampsLimit) {
        throw new ServiceError('LIMIT_EXCEEDED', `the signature has more than ${timestampsLimit} time-stamps`)
      }
      timestamps.push({
        kind,
        token,
        digest: async (hash) => digest(hash, await stamped(signature, component.name, earlier)),
        covers:
          kind === 'archive'
            ? { validationData: coveredData(header, values.slice(0, index)), timestamps: covered }
            : { validationData: noValidationData, timestamps: [] },
      })
    }
  }
  return timestamps
}

/** The protected header and the components before the time-stamp are within its digest, and so is what they hold. */
function coveredData({ x5c }: JadesHeader, values: readonly JadesValues[]): ValidationData {
  return {
    certificates: [...x5c, ...values.flatMap(({ certificates }) => certificates)],
    crls: values.flatMap(({ crls }) => crls),
    ocsps: values.flatMap(({ ocsps }) => ocsps),
    basicOcsps: [],
  }
}

const referenceNames = ['xRefs', 'rRefs', 'axRefs', 'arRefs']

async function stamped(
  { jws, content }: StampedSignature,
  name: string,
  earlier: readonly EtsiUComponent[],
): Promise<Uint8Array> {
  const { protectedText, signatureText } = jws
  switch (name) {
    case 'sigTst':
      return utf8(signatureText)
    case 'sigRTst':
      return utf8(`${signatureText}.${encodedOf(earlier, ['sigTst', ...referenceNames])}`)
    case 'rfsTst':
      return utf8(encodedOf(earlier, referenceNames))
    default:
      return concatBytes(
        await content(),
        utf8(`.${protectedText}.${signatureText}.${encodedOf(earlier, undefined)}`),
      )
  }
}

/** @param names undefined for all. */
function encodedOf(components: readonly EtsiUComponent[], names: readonly string[] | undefined): string {
  return components
    .filter(({ name }) => names === undefined || names.includes(name))
    .map(({ encoded }) => {
      if (encoded !== undefined) return encoded
      throw new ServiceError(
        'UNSUPPORTED_FORMAT',
        'time-stamps over components in clear need a canonicalisation that no standard fixes',
      )
    })
    .join('')
}
