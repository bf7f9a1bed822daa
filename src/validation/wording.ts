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

  // Revocation.
  REVOCATION_UNKNOWN: {
    en: 'Whether the certificate was revoked cannot be told from the CRLs and OCSP answers at hand. Get a current one and check again',
    vi: 'Không thể xác định chứng thư có bị thu hồi hay không từ các CRL và phản hồi OCSP hiện có. Hãy lấy dữ liệu mới rồi kiểm tra lại',
  },
  REVOCATION_DATA_UNREADABLE: {
    en: 'A CRL or OCSP answer cannot be read and counts for nothing',
    vi: 'Một CRL hoặc phản hồi OCSP không đọc được nên không được tính đến',
  },
  REVOKED: { en: 'The certificate was revoked', vi: 'Chứng thư đã bị thu hồi' },
  CRL_NOT_FRESH: { en: 'A CRL is not of the time in question', vi: 'CRL không thuộc thời điểm cần xét' },
  CRL_NOT_USABLE: { en: 'A CRL cannot be used', vi: 'Không thể dùng CRL này' },
  CRL_SIGNATURE_INVALID: { en: 'The signature of a CRL is wrong', vi: 'Chữ ký của CRL không đúng' },
  CRL_SIGNER_UNKNOWN: {
    en: 'The certificate of the authority that signed a CRL is missing',
    vi: 'Thiếu chứng thư của tổ chức đã ký CRL',
  },
  CRL_SIGNER_NOT_AUTHORISED: {
    en: 'The signer of a CRL may not sign it',
    vi: 'Bên ký CRL không có quyền ký',
  },
  OCSP_NOT_FRESH: {
    en: 'An OCSP answer is not of the time in question',
    vi: 'Phản hồi OCSP không thuộc thời điểm cần xét',
  },
  OCSP_NOT_USABLE: { en: 'An OCSP answer cannot be used', vi: 'Không thể dùng phản hồi OCSP này' },
  OCSP_SIGNATURE_INVALID: {
    en: 'The signature of an OCSP answer is wrong',
    vi: 'Chữ ký của phản hồi OCSP không đúng',
  },
  OCSP_RESPONDER_NOT_AUTHORISED: {
    en: 'The signer of an OCSP answer may not speak for the authority',
    vi: 'Bên ký phản hồi OCSP không được tổ chức chứng thực uỷ quyền',
  },
  OCSP_SAYS_UNKNOWN: {
    en: 'The OCSP responder does not know the certificate',
    vi: 'Máy chủ OCSP không biết chứng thư này',
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
