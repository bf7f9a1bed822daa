// The building blocks of EN 319 102-1 in words, for the tree of checks.

import { type Language, reasonText } from '../validation/wording.ts'

const blocks: Readonly<Record<string, { readonly en: string; readonly vi: string }>> = {
  FORMAT_CHECKING: { en: 'Form of the signature', vi: 'Dạng của chữ ký' },
  IDENTIFICATION_OF_THE_SIGNING_CERTIFICATE: {
    en: 'Which certificate signed',
    vi: 'Chứng thư nào đã ký',
  },
  VALIDATION_CONTEXT_INITIALIZATION: { en: 'Rules of this check', vi: 'Quy tắc kiểm tra' },
  CRYPTOGRAPHIC_VERIFICATION: { en: 'Digests and signature value', vi: 'Giá trị băm và giá trị chữ ký' },
  SIGNATURE_ACCEPTANCE_VALIDATION: { en: 'Strength of the algorithms', vi: 'Độ mạnh của thuật toán' },
  X509_CERTIFICATE_VALIDATION: {
    en: 'Certificate and chain to a trusted authority',
    vi: 'Chứng thư và chuỗi tới tổ chức được tin cậy',
  },
  REVOCATION_FRESHNESS: {
    en: 'Whether the certificate was withdrawn, from fresh data',
    vi: 'Chứng thư có bị thu hồi không, theo dữ liệu còn mới',
  },
  TIME_STAMP_VALIDATION: { en: 'Time-stamp', vi: 'Dấu thời gian' },
  TIME_STAMP_ORDER: { en: 'Order of the time-stamps', vi: 'Thứ tự các dấu thời gian' },
  PAST_CERTIFICATE_VALIDATION: {
    en: 'Certificate at a time in the past',
    vi: 'Chứng thư tại thời điểm trong quá khứ',
  },
  PAST_SIGNATURE_VALIDATION: {
    en: 'Signature at the time that is proven',
    vi: 'Chữ ký tại thời điểm đã được chứng minh',
  },
  SIGNED_AFTER_END: {
    en: 'Whether it was signed after the certificate had ended',
    vi: 'Có phải ký sau khi chứng thư hết giá trị không',
  },
}

/** A code without words is told by the standard's own word, readable. */
export function checkText(code: string, language: Language): string {
  const block = Object.hasOwn(blocks, code) ? blocks[code] : undefined
  if (block !== undefined) return block[language]
  const text = reasonText(code, language)
  if (text !== undefined) return text.replace(/\.$/, '')
  const plain = code.toLowerCase().replaceAll('_', ' ')
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}
