// One next step for each problem of a report, in plain words. Codes are those of src/validation/wording.ts.

import type { Reason, SubIndication } from '../validation/report.ts'
import { type Language, reasonText } from '../validation/wording.ts'

const steps = {
  doNotRely: {
    en: 'Do not rely on this document. Ask the sender for it as it was signed, by another way than this one came.',
    vi: 'Không sử dụng văn bản này. Hãy xin người gửi bản đúng như khi ký, qua một kênh khác với kênh đã nhận.',
  },
  askAgain: {
    en: 'Ask the sender for the file again, unchanged, and check that one.',
    vi: 'Hãy xin người gửi lại tệp gốc, không chỉnh sửa, rồi kiểm tra lại.',
  },
  giveContent: {
    en: 'Choose the file that was signed together with this signature.',
    vi: 'Hãy chọn cả tệp nội dung đã được ký cùng với chữ ký này.',
  },
  addAuthority: {
    en: 'If you know the organisation that issued the certificate, get its root certificate from it, compare the fingerprint, and add it to the trusted authorities.',
    vi: 'Nếu bạn biết tổ chức đã cấp chứng thư, hãy lấy chứng thư gốc từ chính tổ chức đó, đối chiếu dấu vân tay, rồi thêm vào danh sách tin cậy.',
  },
  currentRevocation: {
    en: 'Check again when the network is there, or add a current revocation list (CRL) or OCSP answer of the issuer.',
    vi: 'Hãy kiểm tra lại khi có mạng, hoặc thêm danh sách thu hồi (CRL) hay phản hồi OCSP mới của nơi cấp.',
  },
  signAgain: {
    en: 'Ask the signer to sign again with a certificate that is valid today.',
    vi: 'Hãy đề nghị người ký ký lại bằng chứng thư còn hiệu lực.',
  },
  clearUpRevocation: {
    en: 'Ask the signer when and why the certificate was withdrawn; have the document signed again if it is still meant.',
    vi: 'Hãy hỏi người ký chứng thư bị thu hồi khi nào, vì sao; nếu văn bản vẫn có ý nghĩa thì đề nghị ký lại.',
  },
  signByStandard: {
    en: 'Ask the signer to sign again with software that follows the AdES standards (PAdES, CAdES, XAdES, JAdES).',
    vi: 'Hãy đề nghị người ký ký lại bằng phần mềm theo chuẩn AdES (PAdES, CAdES, XAdES, JAdES).',
  },
  trustTimestamp: {
    en: 'If the time of signing matters, add the certificate of the time-stamping authority to the trusted ones, or ask for a time-stamp by one that you trust.',
    vi: 'Nếu thời điểm ký là quan trọng, hãy thêm chứng thư của tổ chức cấp dấu thời gian vào danh sách tin cậy, hoặc xin dấu thời gian của tổ chức bạn tin cậy.',
  },
  otherSoftware: {
    en: 'Ask the sender for a signature of a common kind, or check it with the software that made it.',
    vi: 'Hãy xin người gửi chữ ký thuộc loại phổ biến, hoặc kiểm tra bằng chính phần mềm đã tạo ra nó.',
  },
  askIssuer: {
    en: 'Ask the organisation that issued the certificate about it: its certificates do not keep to the rules.',
    vi: 'Hãy hỏi tổ chức đã cấp chứng thư: chứng thư của họ không theo đúng quy định.',
  },
  findSigned: {
    en: 'If you expected a signature, ask the sender for the signed file itself: a print or a scan carries none.',
    vi: 'Nếu văn bản lẽ ra phải có chữ ký, hãy xin người gửi chính tệp đã ký: bản in hay bản chụp không mang chữ ký.',
  },
  withoutPassword: {
    en: 'Ask the sender for the document without a password.',
    vi: 'Hãy xin người gửi văn bản không đặt mật khẩu.',
  },
  simplerFile: {
    en: 'Ask the sender for a smaller or simpler file. One beyond these limits may have been made to do harm.',
    vi: 'Hãy xin người gửi tệp nhỏ hơn hoặc đơn giản hơn. Tệp vượt giới hạn này có thể được tạo ra để gây hại.',
  },
  lookAtChanges: {
    en: 'Read what was changed after signing, and ask the sender for the document as it was signed.',
    vi: 'Hãy xem những gì đã thay đổi sau khi ký và xin người gửi bản đúng như khi ký.',
  },
  checkClock: {
    en: 'Check that the date and time of this device are right, then check again.',
    vi: 'Hãy xem ngày giờ trên thiết bị này có đúng không rồi kiểm tra lại.',
  },
  lookAtCounterSignature: {
    en: 'Ask whoever counter-signed to do so again, if their confirmation matters to you.',
    vi: 'Nếu cần chữ ký xác nhận ấy, hãy đề nghị người đã xác nhận ký lại.',
  },
  trustedList: {
    en: 'Get the current trusted list from its scheme operator, with the certificate that signs it.',
    vi: 'Hãy lấy danh sách tin cậy hiện hành từ đơn vị công bố, kèm chứng thư ký danh sách đó.',
  },
  readPolicy: {
    en: 'Read the signature policy that it names, and ask the signer whether its rules are kept.',
    vi: 'Hãy đọc chính sách ký mà chữ ký nêu ra và hỏi người ký xem các quy định ấy có được tuân thủ không.',
  },
  doNotRelyOnRest: {
    en: 'Rely only on what the signature covers; ask the sender to have the rest signed too.',
    vi: 'Chỉ tin phần mà chữ ký bao trùm; hãy đề nghị người gửi ký cả phần còn lại.',
  },
  realCertificate: {
    en: 'Before you act on it, ask for the document signed with a certificate that has legal effect.',
    vi: 'Trước khi sử dụng, hãy yêu cầu văn bản được ký bằng chứng thư có giá trị pháp lý.',
  },
  askSender: {
    en: 'Send this report to whoever sent you the document and ask them to clear it up.',
    vi: 'Hãy gửi báo cáo này cho nơi đã gửi văn bản và đề nghị họ làm rõ.',
  },
} as const

type Step = keyof typeof steps

const byCode: Readonly<Record<string, Step>> = {
  NO_TRUST_ANCHORS: 'addAuthority',
  NO_TRUST_FOLDER: 'addAuthority',
  NO_CHAIN: 'addAuthority',
  ISSUER_SIGNATURE_INVALID: 'doNotRely',
  PATH_WORK_EXCEEDED: 'simplerFile',
  NOT_YET_VALID: 'checkClock',
  EXPIRED: 'signAgain',
  SIGNED_BEFORE_VALIDITY: 'signAgain',
  WEAK_CRYPTOGRAPHY: 'signAgain',
  NAME_CONSTRAINTS: 'askIssuer',
  NO_VALID_POLICY: 'askIssuer',
  ANY_POLICY_MAPPED: 'askIssuer',
  NOT_A_CA: 'doNotRely',
  PATH_TOO_LONG: 'askIssuer',
  KEY_USAGE: 'signAgain',
  UNKNOWN_CRITICAL_EXTENSION: 'askIssuer',
  CERTIFICATE_PROFILE: 'askIssuer',
  CMS_MALFORMED: 'askAgain',
  CONTENT_MISSING: 'giveContent',
  CONTENT_EMBEDDED: 'signByStandard',
  CONTENT_NOT_SIGNED: 'giveContent',
  CONTENTS_NOT_USED: 'doNotRelyOnRest',
  CONTENT_TYPE_MISMATCH: 'doNotRely',
  CONTENT_CHANGED: 'doNotRely',
  SIGNATURE_INVALID: 'doNotRely',
  SIGNED_ATTRIBUTES_MISSING: 'signByStandard',
  SIGNED_ATTRIBUTES_WRONG: 'signByStandard',
  SIGNING_CERTIFICATE_MISSING: 'signByStandard',
  SIGNING_CERTIFICATE_NOT_NAMED: 'signByStandard',
  SIGNING_CERTIFICATE_NOT_THE_NAMED: 'doNotRely',
  ALGORITHM_NOT_SUPPORTED: 'otherSoftware',
  ALGORITHMS_DISAGREE: 'signByStandard',
  TIMESTAMP_MALFORMED: 'trustTimestamp',
  TIMESTAMP_OF_OTHER_BYTES: 'trustTimestamp',
  TIMESTAMP_FROM_THE_FUTURE: 'checkClock',
  TIMESTAMP_OUTSIDE_CERTIFICATE: 'trustTimestamp',
  TIMESTAMP_NOT_TRUSTED: 'trustTimestamp',
  TIMESTAMPS_TOO_MANY: 'simplerFile',
  DOCUMENT_TIMESTAMP_WRONG: 'askAgain',
  FORBIDDEN_CHANGE: 'doNotRely',
  CHANGE_NOT_JUDGED: 'lookAtChanges',
  SUBFILTER_NOT_SUPPORTED: 'otherSoftware',
  SIGNER_INFOS: 'signByStandard',
  PRACTICE: 'realCertificate',
  NOT_SIGNED: 'findSigned',
  UNSUPPORTED_FORMAT: 'otherSoftware',
  FORMAT_FAILURE: 'askAgain',
  ENCRYPTED_PDF: 'withoutPassword',
  LIMIT_EXCEEDED: 'simplerFile',
  TOO_MANY_CONTENTS: 'giveContent',
  TEXT_NOT_SIGNED: 'askAgain',
  TOO_MANY_SIGNATURES: 'simplerFile',
  REVOCATION_UNKNOWN: 'currentRevocation',
  REVOCATION_DATA_UNREADABLE: 'currentRevocation',
  REVOKED: 'clearUpRevocation',
  CRL_NOT_FRESH: 'currentRevocation',
  CRL_NOT_USABLE: 'currentRevocation',
  CRL_SIGNATURE_INVALID: 'currentRevocation',
  CRL_SIGNER_UNKNOWN: 'currentRevocation',
  CRL_SIGNER_NOT_AUTHORISED: 'currentRevocation',
  OCSP_NOT_FRESH: 'currentRevocation',
  OCSP_NOT_USABLE: 'currentRevocation',
  OCSP_SIGNATURE_INVALID: 'currentRevocation',
  OCSP_RESPONDER_NOT_AUTHORISED: 'currentRevocation',
  OCSP_SAYS_UNKNOWN: 'currentRevocation',
  POE_MISSING: 'signAgain',
  PROVEN_TOO_LATE: 'signAgain',
  SIGNED_AFTER_REVOCATION: 'doNotRely',
  SIGNED_AFTER_EXPIRY: 'signAgain',
  TIMESTAMP_ORDER: 'doNotRely',
  COUNTER_SIGNATURE_NOT_PASSED: 'lookAtCounterSignature',
  XML_NOT_SUPPORTED: 'otherSoftware',
  XML_PLAIN_SIGNATURE: 'signByStandard',
  XML_PROPERTIES_NOT_SIGNED: 'doNotRely',
  XML_MAC: 'findSigned',
  XML_REFERENCE_NOT_FOUND: 'giveContent',
  XML_COVERS_PART: 'doNotRelyOnRest',
  XML_UNSIGNED_CONTENT: 'doNotRelyOnRest',
  XML_NOTHING_SIGNED: 'findSigned',
  XML_KEY_WITHOUT_CERTIFICATE: 'signByStandard',
  TRUSTED_LIST_NOT_CHECKED: 'trustedList',
  TRUSTED_LIST_OUTDATED: 'trustedList',
  ARCHIVE_TIMESTAMP_INDEX: 'trustTimestamp',
  ARCHIVE_TIMESTAMP_NOT_SUPPORTED: 'trustTimestamp',
  COUNTER_SIGNATURES_TOO_MANY: 'simplerFile',
  JWS_MALFORMED: 'askAgain',
  JWS_ALGORITHM_REFUSED: 'findSigned',
  JWS_CONTENTS_UNBOUNDED: 'signByStandard',
  JWS_CRITICAL_HEADER: 'otherSoftware',
  JWS_CONTENT_OUT_OF_REACH: 'giveContent',
  PLAIN_JWS: 'signByStandard',
  SIGNATURE_POLICY_NOT_APPLIED: 'readPolicy',
  XML_PROPERTIES_TYPE: 'signByStandard',
  XML_COUNTERSIGNS_OTHER: 'lookAtCounterSignature',
  XML_FORMAT_OF_NOTHING: 'signByStandard',
  ASIC_MALFORMED: 'askAgain',
  ASIC_EMPTY: 'askAgain',
  ASIC_PART_UNREADABLE: 'askAgain',
  ASIC_FILE_NOT_SIGNED: 'doNotRelyOnRest',
  ASIC_COVERS_SOME: 'doNotRelyOnRest',
  ASIC_FILE_MISSING: 'askAgain',
  ASIC_FILE_NOT_USED: 'doNotRelyOnRest',
  ASIC_MANIFESTS_DISAGREE: 'doNotRely',
  ASIC_CRITICAL_EXTENSION: 'otherSoftware',
  ASIC_MIMETYPE: 'signByStandard',
  ASIC_S_ONE_FILE: 'askAgain',
  ASIC_EVIDENCE_RECORD: 'otherSoftware',
  ASIC_TIMESTAMP_ONLY: 'findSigned',
}

/** For codes that have no step of their own. */
const bySubIndication: Readonly<Record<SubIndication, Step>> = {
  FORMAT_FAILURE: 'askAgain',
  HASH_FAILURE: 'doNotRely',
  SIG_CRYPTO_FAILURE: 'doNotRely',
  REVOKED: 'clearUpRevocation',
  EXPIRED: 'signAgain',
  NOT_YET_VALID: 'checkClock',
  SIG_CONSTRAINTS_FAILURE: 'signByStandard',
  CHAIN_CONSTRAINTS_FAILURE: 'askIssuer',
  CERTIFICATE_CHAIN_GENERAL_FAILURE: 'askIssuer',
  CRYPTO_CONSTRAINTS_FAILURE: 'signAgain',
  POLICY_PROCESSING_ERROR: 'otherSoftware',
  SIGNATURE_POLICY_NOT_AVAILABLE: 'otherSoftware',
  TIMESTAMP_ORDER_FAILURE: 'doNotRely',
  NO_SIGNING_CERTIFICATE_FOUND: 'signByStandard',
  NO_CERTIFICATE_CHAIN_FOUND: 'addAuthority',
  REVOKED_NO_POE: 'clearUpRevocation',
  REVOKED_CA_NO_POE: 'clearUpRevocation',
  OUT_OF_BOUNDS_NO_POE: 'signAgain',
  OUT_OF_BOUNDS_NOT_REVOKED: 'signAgain',
  CRYPTO_CONSTRAINTS_FAILURE_NO_POE: 'signAgain',
  NO_POE: 'signAgain',
  TRY_LATER: 'currentRevocation',
  SIGNED_DATA_NOT_FOUND: 'giveContent',
  CUSTOM: 'askSender',
}

/** Codes that tell something and ask for nothing. */
const told: ReadonlySet<string> = new Set([
  'ASIC_LISTING_WRONG',
  'BER_NORMALISED',
  'EARLIER_REVISION',
  'XML_COVERS',
  'XML_ISSUER_NOT_COMPARED',
  'SIGNATURE_COMMITMENT',
])

export interface Problem {
  readonly code: string
  /** What is wrong, with what exactly behind it. */
  readonly text: string
  /** Null where nothing has to be done. */
  readonly step: string | null
}

/** Of what a reason is part: a signature, or with both null the document. */
export interface ReasonContext {
  readonly passed: boolean
  readonly subIndication: SubIndication | null
}

/**
 * What a reason says and what to do about it: the step of its code; or what its wording says after the first
 * sentence; or, where something is wrong, the step of the sub-indication.
 */
export function problemOf(
  reason: Reason,
  { passed, subIndication }: ReasonContext,
  language: Language,
): Problem {
  const { code } = reason
  const [what, own] = sentences(code, language)
  const detail = detailOf(reason)
  const text =
    what === undefined ? reason.text : detail === '' ? `${what}.` : `${what}: ${detail.replace(/\.$/, '')}.`
  const known = Object.hasOwn(byCode, code) ? byCode[code] : undefined
  if (known !== undefined) return { code, text, step: steps[known][language] }
  if (told.has(code) || (passed && own === undefined)) return { code, text, step: null }
  return { code, text, step: own ?? generalStep(subIndication, language) }
}

/** For a verdict that came without a reason. */
export function generalStep(subIndication: SubIndication | null, language: Language): string {
  return steps[subIndication === null ? 'askSender' : bySubIndication[subIndication]][language]
}

/** The first sentence without its full stop, and the rest. */
function sentences(code: string, language: Language): readonly [string | undefined, string | undefined] {
  const whole = reasonText(code, language)
  if (whole === undefined) return [undefined, undefined]
  const end = whole.indexOf('. ')
  return end === -1 ? [whole.slice(0, -1), undefined] : [whole.slice(0, end), whole.slice(end + 2)]
}

/** Reports hold English; what stands behind the sentence (names, limits) is the same in every language. */
function detailOf({ code, text }: Reason): string {
  const english = reasonText(code, 'en')?.slice(0, -1)
  if (english === undefined || !text.startsWith(`${english}: `)) return ''
  return text.slice(english.length + 2)
}
