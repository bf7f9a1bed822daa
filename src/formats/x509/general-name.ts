// GeneralName values for extensions that we write (RFC 5280 §4.2.1.6).

import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { ServiceError } from '../../errors.ts'
import { isAscii } from '../asn1/writer.ts'
import { encodeDistinguishedName, parseDistinguishedName } from './distinguished-name.ts'

/** `value` is text: an address, a host name, a URI, a dotted IPv4 or full IPv6 address, an RFC 4514 name. */
export interface GeneralNameRequest {
  readonly kind: 'email' | 'dns' | 'uri' | 'ip' | 'directoryName'
  readonly value: string
}

const maxCharacters = 2000

/** @throws ServiceError `INVALID_ARGUMENT` when `value` is not what `kind` says. */
export function generalName({ kind, value }: GeneralNameRequest): pkijs.GeneralName {
  if (value.length === 0 || value.length > maxCharacters) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `${kind} name has ${value.length} characters; 1–${maxCharacters} are allowed`,
    )
  }
  switch (kind) {
    case 'email':
      return new pkijs.GeneralName({ type: 1, value: matched(kind, value, /^[^\s@]+@[^\s@]+$/) })
    case 'dns':
      return new pkijs.GeneralName({
        type: 2,
        value: matched(kind, value, /^(\*\.)?[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*$/),
      })
    case 'uri':
      return new pkijs.GeneralName({ type: 6, value: matched(kind, value, /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/) })
    case 'ip':
      return new pkijs.GeneralName({
        type: 7,
        value: new asn1js.OctetString({ valueHex: addressOctets(value) }),
      })
    case 'directoryName': {
      const name = encodeDistinguishedName(parseDistinguishedName(value))
      const { result } = asn1js.fromBER(new Uint8Array(name))
      return new pkijs.GeneralName({
        type: 4,
        value: new pkijs.RelativeDistinguishedNames({ schema: result }),
      })
    }
  }
}

/** IA5String in the certificate, so other scripts must come in their ASCII form (RFC 5280 §7). */
function matched(kind: string, value: string, form: RegExp): string {
  if (!isAscii(value)) throw new ServiceError('INVALID_ARGUMENT', `${kind} name is not ASCII (RFC 5280 §7)`)
  if (!form.test(value))
    throw new ServiceError('INVALID_ARGUMENT', `${value.slice(0, 60)} is no ${kind} name`)
  return value
}

function addressOctets(value: string): Uint8Array<ArrayBuffer> {
  const wrong = new ServiceError('INVALID_ARGUMENT', `${value.slice(0, 60)} is no IP address`)
  if (value.includes(':')) {
    let host: string
    try {
      host = new URL(`http://[${value}]/`).hostname.slice(1, -1)
    } catch {
      throw wrong
    }
    const [head = '', tail] = host.split('::')
    const groups = (text: string) =>
      (text === '' ? [] : text.split(':')).map((group) => Number.parseInt(group, 16))
    const before = groups(head)
    const after = groups(tail ?? '')
    const all = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
    return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]))
  }
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(value)?.slice(1).map(Number)
  if (parts === undefined || parts.some((part) => part > 255)) throw wrong
  return Uint8Array.from(parts)
}
