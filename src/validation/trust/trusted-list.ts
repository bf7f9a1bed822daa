// ETSI TS 119 612 trusted lists as anchors: services that are granted or recognised, for what and since when.

import { fromBase64 } from '../../bytes.ts'
import { isServiceError, ServiceError } from '../../errors.ts'
import { parseXml } from '../../formats/xml/parse.ts'
import { childrenNamed, isNamed, onlyChildNamed, textOf, type XmlElement } from '../../formats/xml/tree.ts'
import { Budget, certificatesOf } from '../checks.ts'
import type { AnchorPurpose, DatedAnchor } from '../input.ts'
import { isoTime } from '../iso-time.ts'
import { defaultPolicy } from '../policy.ts'
import type { Reason } from '../report.ts'
import { reason } from '../wording.ts'
import { readXmlDocument } from '../xml/read-xml-document.ts'
import type { TrustFileOptions } from './read-trust-file.ts'

const tsl = 'http://uri.etsi.org/02231/v2#'

/** §5.5.1.1: services that certify signers, and those that time-stamp. */
const purposesByType: Readonly<Record<string, readonly AnchorPurpose[]>> = {
  'http://uri.etsi.org/TrstSvc/Svctype/CA/QC': ['document-signing'],
  'http://uri.etsi.org/TrstSvc/Svctype/CA/PKC': ['document-signing'],
  'http://uri.etsi.org/TrstSvc/Svctype/TSA': ['timestamping'],
  'http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST': ['timestamping'],
  'http://uri.etsi.org/TrstSvc/Svctype/TSA/TSS-QC': ['timestamping'],
  'http://uri.etsi.org/TrstSvc/Svctype/TSA/TSS-AdESQCandQES': ['timestamping'],
}

/** §5.5.4. */
const grantedStatuses: readonly string[] = [
  'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted',
  'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/recognisedatnationallevel',
]

export interface TrustedList {
  readonly anchors: readonly DatedAnchor[]
  readonly reasons: readonly Reason[]
}

/**
 * @throws ServiceError `INVALID_ARGUMENT` when it is no trusted list, names no service that can be used, holds a
 *   certificate that is none, or is not signed with one of `schemeCertificates` where these are given.
 */
export async function readTrustedList(bytes: Uint8Array, options: TrustFileOptions): Promise<TrustedList> {
  try {
    return await read(bytes, options)
  } catch (error) {
    if (isServiceError(error) && error.code === 'MALFORMED_DOCUMENT') throw refused(error.message, error)
    throw error
  }
}

async function read(
  bytes: Uint8Array,
  { lane, schemeCertificates, at }: TrustFileOptions,
): Promise<TrustedList> {
  const { root } = parseXml(bytes)
  if (!isNamed(root, tsl, 'TrustServiceStatusList')) throw refused('it is XML of another kind')
  const reasons: Reason[] = []
  if (schemeCertificates === undefined || schemeCertificates.length === 0) {
    reasons.push(reason('TRUSTED_LIST_NOT_CHECKED'))
  } else await assertSigned(bytes, schemeCertificates)
  const nextUpdate = nextUpdateOf(root)
  if (nextUpdate !== undefined && nextUpdate < at) {
    reasons.push(reason('TRUSTED_LIST_OUTDATED', isoTime(nextUpdate)))
  }
  const anchors: DatedAnchor[] = []
  for (const service of descend(root, [
    'TrustServiceProviderList',
    'TrustServiceProvider',
    'TSPServices',
    'TSPService',
  ])) {
    for (const period of periodsOf(service)) {
      for (const certificate of certificatesIn(service)) anchors.push({ certificate, lane, ...period })
    }
  }
  if (anchors.length === 0) throw refused('it names no service that is granted and certifies or time-stamps')
  return { anchors, reasons }
}

function refused(why: string, cause?: unknown): ServiceError {
  return new ServiceError('INVALID_ARGUMENT', `the trusted list is refused: ${why}`, { cause })
}

/** §5.7.1: one enveloped signature over all of it, by the scheme operator. Both readings are of the same octets. */
async function assertSigned(bytes: Uint8Array, schemeCertificates: readonly Uint8Array[]): Promise<void> {
  const scheme = certificatesOf(schemeCertificates)
  const { signatures, atLeast } = await readXmlDocument(bytes, { anonymous: [] })
  const [signature, ...others] = signatures
  if (signature === undefined || others.length > 0 || atLeast !== 'TOTAL_PASSED') {
    throw refused(`it has ${signatures.length} signatures; one over all of it is expected`)
  }
  const budget = new Budget(defaultPolicy.maxSignatureChecks)
  const { failure, integrity, signer } = await signature.verify({ certificates: scheme, budget })
  if (failure !== undefined || integrity !== 'intact') {
    throw refused(failure?.reasons[0]?.text ?? 'its signature does not hold')
  }
  if (!signature.coversWholeDocument || signature.structureFaults.length > 0) {
    throw refused('its signature does not cover all of it')
  }
  if (signer === undefined || !scheme.includes(signer)) {
    throw refused('it is signed by somebody else than the scheme operator')
  }
}

function nextUpdateOf(root: XmlElement): Date | undefined {
  const [text] = descend(root, ['SchemeInformation', 'NextUpdate', 'dateTime']).map(textOf)
  return text === undefined ? undefined : moment(text)
}

interface Period {
  readonly purposes: readonly AnchorPurpose[]
  readonly from: Date
  readonly until: Date | undefined
}

/** §5.5.4, §5.6: the present status, and each earlier one until the next began. */
function periodsOf(service: XmlElement): readonly Period[] {
  const entries = [
    ...descend(service, ['ServiceInformation']),
    ...descend(service, ['ServiceHistory', 'ServiceHistoryInstance']),
  ]
    .map((entry) => ({
      type: childText(entry, 'ServiceTypeIdentifier'),
      status: childText(entry, 'ServiceStatus'),
      from: moment(childText(entry, 'StatusStartingTime')),
    }))
    .sort((a, b) => a.from.getTime() - b.from.getTime())
  return entries.flatMap(({ type, status, from }, i) => {
    const purposes = Object.hasOwn(purposesByType, type) ? purposesByType[type] : undefined
    if (purposes === undefined || !grantedStatuses.includes(status)) return []
    return [{ purposes, from, until: entries[i + 1]?.from }]
  })
}

/** §5.5.3: several encodings of one identity; the certificates count. */
function certificatesIn(service: XmlElement): readonly Uint8Array[] {
  const texts = descend(service, [
    'ServiceInformation',
    'ServiceDigitalIdentity',
    'DigitalId',
    'X509Certificate',
  ]).map(textOf)
  return texts.map((text) => {
    const der = fromBase64(text.replaceAll(/\s/g, ''))
    if (der !== undefined) return der
    const [name = ''] = descend(service, ['ServiceInformation', 'ServiceName', 'Name']).map(textOf)
    throw refused(`the certificate of “${name.trim().slice(0, 100)}” is no Base64`)
  })
}

function descend(element: XmlElement, names: readonly string[]): readonly XmlElement[] {
  return names.reduce<readonly XmlElement[]>(
    (found, name) => found.flatMap((one) => childrenNamed(one, tsl, name)),
    [element],
  )
}

function childText(element: XmlElement, name: string): string {
  const child = onlyChildNamed(element, tsl, name)
  if (child === undefined) throw refused(`a service has not exactly one ${name}`)
  return textOf(child).trim()
}

function moment(text: string): Date {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text.trim())
    ? Date.parse(text.trim())
    : Number.NaN
  if (Number.isNaN(time)) throw refused(`“${text.trim().slice(0, 40)}” is no time`)
  return new Date(time)
}
