// Every reason a verdict can give, in plain English and Vietnamese. Codes are stable; sentences may be improved.

import type { Reason } from './report.ts'

export type Language = 'en' | 'vi'

interface Wording {
  readonly en: string
  readonly vi: string
}

const wordings = {
  // Paths.
  NO_TRUST_ANCHORS: {
    en: 'No trusted authority was given, so nobody vouches for the signer. Give the certificate of the authority you trust and check again',
    vi: 'Chưa có tổ chức chứng thực nào được tin cậy nên không ai bảo đảm cho người ký. Hãy cung cấp chứng thư của tổ chức mà bạn tin cậy rồi kiểm tra lại',
  },
  NO_CHAIN: {
    en: 'No chain leads from the certificate to a trusted authority. If you trust its issuer, add the issuer’s certificate to the trusted ones',
    vi: 'Không có chuỗi chứng thực nào dẫn từ chứng thư này đến một tổ chức được tin cậy. Nếu bạn tin cậy tổ chức phát hành, hãy thêm chứng thư của tổ chức đó vào danh sách tin cậy',
  },
  ISSUER_SIGNATURE_INVALID: {
    en: 'The certificate was not signed by the authority that it names',
    vi: 'Chứng thư không được ký bởi tổ chức mà nó nêu tên',
  },
  PATH_WORK_EXCEEDED: {
    en: 'The certificates form so many possible chains that the search was stopped',
    vi: 'Các chứng thư tạo thành quá nhiều chuỗi khả dĩ nên việc tìm kiếm đã dừng lại',
  },
  NOT_YET_VALID: {
    en: 'A certificate of the chain is not valid yet',
    vi: 'Một chứng thư trong chuỗi chưa có hiệu lực',
  },
  EXPIRED: { en: 'A certificate of the chain has expired', vi: 'Một chứng thư trong chuỗi đã hết hạn' },
  WEAK_CRYPTOGRAPHY: {
    en: 'The cryptography is too weak for the policy',
    vi: 'Thuật toán mật mã quá yếu so với chính sách',
  },
  NAME_CONSTRAINTS: {
    en: 'The authority may not certify this name',
    vi: 'Tổ chức chứng thực không được phép cấp cho tên này',
  },
  NO_VALID_POLICY: {
    en: 'The certificate policies of the chain exclude one another',
    vi: 'Các chính sách chứng thư trong chuỗi loại trừ lẫn nhau',
  },
  ANY_POLICY_MAPPED: { en: 'A policy mapping names anyPolicy', vi: 'Ánh xạ chính sách có chứa anyPolicy' },
  NOT_A_CA: {
    en: 'A certificate of the chain was issued by one that is no authority’s',
    vi: 'Một chứng thư trong chuỗi được phát hành bởi chứng thư không phải của tổ chức chứng thực',
  },
  PATH_TOO_LONG: {
    en: 'The chain is longer than an authority in it allows',
    vi: 'Chuỗi dài hơn mức mà một tổ chức trong chuỗi cho phép',
  },
  KEY_USAGE: {
    en: 'The certificate does not allow this use of its key',
    vi: 'Chứng thư không cho phép dùng khoá vào việc này',
  },
  UNKNOWN_CRITICAL_EXTENSION: {
    en: 'A certificate has a critical extension that is not known',
    vi: 'Chứng thư có phần mở rộng quan trọng không nhận biết được',
  },
  CERTIFICATE_PROFILE: {
    en: 'A certificate breaks the rules of RFC 5280',
    vi: 'Chứng thư vi phạm quy định của RFC 5280',
  },
} as const satisfies Record<string, Wording>

export type ReasonCode = keyof typeof wordings

/** @param detail what exactly, in the words of the standard: a name, a limit, an algorithm. */
export function reason(code: ReasonCode, detail?: string): Reason {
  return {
    code,
    text:
      detail === undefined || detail === '' ? `${wordings[code].en}.` : `${wordings[code].en}: ${detail}.`,
  }
}

/** @returns the general sentence for `code`; undefined for one that is not in the table. */
export function reasonText(code: string, language: Language): string | undefined {
  return isReasonCode(code) ? `${wordings[code][language]}.` : undefined
}

function isReasonCode(code: string): code is ReasonCode {
  return Object.hasOwn(wordings, code)
}
