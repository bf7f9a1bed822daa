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

  // CMS.
  CMS_MALFORMED: {
    en: 'The signature is damaged or not in the form of CMS',
    vi: 'Chữ ký bị hỏng hoặc không đúng dạng CMS',
  },
  CONTENT_MISSING: {
    en: 'The signed content is missing. Give the file that was signed together with the signature',
    vi: 'Thiếu nội dung được ký. Hãy cung cấp tệp đã ký cùng với chữ ký',
  },
  CONTENT_EMBEDDED: {
    en: 'The signature carries content of its own where it should speak of other bytes',
    vi: 'Chữ ký mang nội dung riêng trong khi phải ký cho nội dung bên ngoài',
  },
  CONTENT_TYPE_MISMATCH: {
    en: 'The signed type of the content is not the one that is there',
    vi: 'Kiểu nội dung đã ký không khớp với kiểu hiện có',
  },
  CONTENT_CHANGED: {
    en: 'The content is not what was signed: it was changed, or another file was given',
    vi: 'Nội dung không phải là nội dung đã ký: đã bị sửa đổi hoặc là một tệp khác',
  },
  SIGNATURE_INVALID: {
    en: 'The signature value does not fit the signer’s key',
    vi: 'Giá trị chữ ký không khớp với khoá của người ký',
  },
  SIGNED_ATTRIBUTES_MISSING: {
    en: 'The signature has no signed attributes, so it does not say which certificate and content it is for',
    vi: 'Chữ ký không có thuộc tính được ký nên không nêu chứng thư và nội dung tương ứng',
  },
  SIGNED_ATTRIBUTES_WRONG: {
    en: 'The signed attributes are wrong',
    vi: 'Các thuộc tính được ký không hợp lệ',
  },
  SIGNING_CERTIFICATE_MISSING: {
    en: 'The signer’s certificate is not in the signature',
    vi: 'Chữ ký không kèm chứng thư của người ký',
  },
  SIGNING_CERTIFICATE_NOT_NAMED: {
    en: 'The signer did not sign which certificate is meant',
    vi: 'Người ký không ký kèm thông tin về chứng thư được dùng',
  },
  SIGNING_CERTIFICATE_NOT_THE_NAMED: {
    en: 'The certificate is not the one that the signer named',
    vi: 'Chứng thư không phải là chứng thư mà người ký đã nêu',
  },
  ALGORITHM_NOT_SUPPORTED: { en: 'An algorithm is not supported', vi: 'Thuật toán không được hỗ trợ' },
  ALGORITHMS_DISAGREE: {
    en: 'The algorithms that the signature names do not fit together',
    vi: 'Các thuật toán nêu trong chữ ký không khớp nhau',
  },
  BER_NORMALISED: {
    en: 'The signature is written in BER; it was brought into the form of DER before it was checked',
    vi: 'Chữ ký được mã hoá theo BER và đã được chuyển sang dạng DER trước khi kiểm tra',
  },

  // Time-stamps.
  TIMESTAMP_MALFORMED: {
    en: 'A time-stamp is damaged or not in its form',
    vi: 'Dấu thời gian bị hỏng hoặc không đúng dạng',
  },
  TIMESTAMP_OF_OTHER_BYTES: {
    en: 'A time-stamp was made for other bytes',
    vi: 'Dấu thời gian được cấp cho dữ liệu khác',
  },
  TIMESTAMP_FROM_THE_FUTURE: { en: 'A time-stamp lies in the future', vi: 'Dấu thời gian ở tương lai' },
  TIMESTAMP_OUTSIDE_CERTIFICATE: {
    en: 'A time-stamp lies outside the validity of its certificate',
    vi: 'Dấu thời gian nằm ngoài thời hạn của chứng thư cấp dấu',
  },
  TIMESTAMP_NOT_TRUSTED: {
    en: 'A time-stamp is intact but proves nothing, because its authority could not be trusted',
    vi: 'Dấu thời gian còn nguyên vẹn nhưng không có giá trị chứng minh vì chưa tin cậy được tổ chức cấp',
  },
  TIMESTAMPS_TOO_MANY: {
    en: 'The signature has more time-stamps than are looked at',
    vi: 'Chữ ký có nhiều dấu thời gian hơn mức được xem xét',
  },

  // Trusted lists.
  TRUSTED_LIST_NOT_CHECKED: {
    en: 'The signature of the trusted list was not checked. Give the certificate of its scheme operator with it',
    vi: 'Chưa kiểm tra chữ ký của danh sách tin cậy. Hãy cung cấp kèm chứng thư của cơ quan quản lý danh sách',
  },
  TRUSTED_LIST_OUTDATED: {
    en: 'The trusted list is out of date. Get the current one',
    vi: 'Danh sách tin cậy đã quá hạn. Hãy lấy bản hiện hành',
  },

  // Archive time-stamps of CAdES.
  ARCHIVE_TIMESTAMP_INDEX: {
    en: 'An archive time-stamp does not say rightly what it covers, so it proves nothing',
    vi: 'Dấu thời gian lưu trữ không nêu đúng những gì nó bao trùm nên không có giá trị chứng minh',
  },
  ARCHIVE_TIMESTAMP_NOT_SUPPORTED: {
    en: 'An archive time-stamp has the form of before 2013, which is not supported, so it proves nothing here',
    vi: 'Dấu thời gian lưu trữ có dạng trước năm 2013, không được hỗ trợ nên ở đây không có giá trị chứng minh',
  },

  // Proofs of existence.
  POE_MISSING: {
    en: 'Nothing proves that this is older than the end of what vouched for it. An archive time-stamp made in time would have proven it',
    vi: 'Không có gì chứng minh dữ liệu này có trước khi căn cứ bảo đảm cho nó hết hiệu lực. Dấu thời gian lưu trữ được cấp kịp thời mới chứng minh được điều đó',
  },
  PROVEN_TOO_LATE: {
    en: 'The signature is proven to have existed only after its certificates could no longer be relied on',
    vi: 'Chữ ký chỉ được chứng minh là đã tồn tại sau thời điểm các chứng thư không còn tin cậy được',
  },
  SIGNED_AFTER_REVOCATION: {
    en: 'A time-stamp inside the signature proves that it was made after its certificate had been revoked',
    vi: 'Dấu thời gian nằm trong chữ ký chứng minh chữ ký được tạo sau khi chứng thư bị thu hồi',
  },
  SIGNED_AFTER_EXPIRY: {
    en: 'A time-stamp inside the signature proves that it was made after its certificate had expired',
    vi: 'Dấu thời gian nằm trong chữ ký chứng minh chữ ký được tạo sau khi chứng thư hết hạn',
  },
  CERTIFICATE_ON_HOLD: {
    en: 'The certificate is suspended for now. Check again when its authority has decided',
    vi: 'Chứng thư đang bị tạm dừng. Hãy kiểm tra lại khi tổ chức chứng thực đã quyết định',
  },
  TIMESTAMP_ORDER: {
    en: 'The time-stamps contradict one another: one is later than another that covers it',
    vi: 'Các dấu thời gian mâu thuẫn nhau: có dấu muộn hơn dấu bao trùm nó',
  },

  // Counter-signatures.
  COUNTER_SIGNATURE_NOT_PASSED: {
    en: 'A counter-signature upon this signature does not hold; the signature itself is not touched by it',
    vi: 'Có chữ ký xác nhận trên chữ ký này không hợp lệ; bản thân chữ ký không bị ảnh hưởng',
  },
  COUNTER_SIGNATURES_TOO_MANY: {
    en: 'There are more counter-signatures than are looked at',
    vi: 'Số chữ ký xác nhận nhiều hơn mức được xem xét',
  },

  // Documents.
  FORBIDDEN_CHANGE: {
    en: 'After the signature something was changed that the signature does not permit',
    vi: 'Sau khi ký đã có thay đổi mà chữ ký không cho phép',
  },
  CHANGE_NOT_JUDGED: {
    en: 'After the signature something was changed that cannot be judged',
    vi: 'Sau khi ký đã có thay đổi chưa thể đánh giá',
  },
  EARLIER_REVISION: {
    en: 'The signature covers an earlier revision of the document; later changes are listed and permitted',
    vi: 'Chữ ký bao trùm một phiên bản trước của tài liệu; các thay đổi sau đó được liệt kê và được phép',
  },
  SUBFILTER_NOT_SUPPORTED: {
    en: 'This kind of PDF signature is not supported',
    vi: 'Loại chữ ký PDF này không được hỗ trợ',
  },
  SIGNER_INFOS: {
    en: 'A PDF signature has one signer; this one has another number',
    vi: 'Chữ ký PDF chỉ có một người ký; chữ ký này có số lượng khác',
  },
  SIGNED_BEFORE_VALIDITY: {
    en: 'The signature was made before the certificate was valid',
    vi: 'Chữ ký được tạo trước khi chứng thư có hiệu lực',
  },
  PRACTICE: {
    en: 'The signer was certified by a practice authority: of no legal effect',
    vi: 'Người ký được chứng thực bởi tổ chức thực hành: không có giá trị pháp lý',
  },
  NOT_SIGNED: { en: 'The document holds no signature', vi: 'Tài liệu không có chữ ký' },
  UNSUPPORTED_FORMAT: {
    en: 'Signatures of this format cannot be judged yet',
    vi: 'Chưa thể đánh giá chữ ký thuộc định dạng này',
  },
  FORMAT_FAILURE: { en: 'The document is damaged', vi: 'Tài liệu bị hỏng' },
  ENCRYPTED_PDF: {
    en: 'The PDF is encrypted, so its signatures cannot be judged',
    vi: 'PDF được mã hoá nên không thể đánh giá chữ ký',
  },
  LIMIT_EXCEEDED: { en: 'The document exceeds a limit', vi: 'Tài liệu vượt quá giới hạn' },
  CONTENTS_NOT_USED: {
    en: 'A document of this kind carries what it signs; the files given beside it were not looked at',
    vi: 'Tài liệu loại này đã chứa nội dung được ký; các tệp kèm theo không được xét đến',
  },
  TOO_MANY_CONTENTS: {
    en: 'A signature speaks of one content; give exactly one file with it',
    vi: 'Một chữ ký chỉ ứng với một nội dung; hãy cung cấp đúng một tệp',
  },
  TEXT_NOT_SIGNED: {
    en: 'The file holds text or further blocks beside the signature, which nobody looked at and nobody signed',
    vi: 'Ngoài chữ ký, tệp còn có văn bản hoặc khối khác không được xem xét và không ai ký',
  },
  TOO_MANY_SIGNATURES: {
    en: 'The document holds more signatures than are judged',
    vi: 'Tài liệu có nhiều chữ ký hơn mức được đánh giá',
  },
  DOCUMENT_TIMESTAMP_WRONG: {
    en: 'A time-stamp over the document does not hold',
    vi: 'Dấu thời gian của tài liệu không hợp lệ',
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

  // JAdES and JWS.
  JWS_MALFORMED: {
    en: 'The JSON signature is damaged or could be read in more than one way',
    vi: 'Chữ ký JSON bị hỏng hoặc có thể được hiểu theo nhiều cách',
  },
  JWS_ALGORITHM_REFUSED: {
    en: 'What is called a signature is none: its algorithm proves nothing about who made it',
    vi: 'Phần được gọi là chữ ký không phải là chữ ký: thuật toán của nó không chứng minh được ai đã tạo ra',
  },
  JWS_CRITICAL_HEADER: {
    en: 'The signature demands that something be understood which is not known here',
    vi: 'Chữ ký yêu cầu phải hiểu một nội dung chưa được hỗ trợ',
  },
  JWS_CONTENT_OUT_OF_REACH: {
    en: 'The signed content is described in a way that files cannot answer',
    vi: 'Nội dung được ký được mô tả theo cách không thể đối chiếu bằng tệp',
  },
  JWS_CONTENTS_UNBOUNDED: {
    en: 'The signature covers its files joined together and does not say where each ends. Ask for one that names the digest of each file',
    vi: 'Chữ ký bao trùm các tệp nối liền nhau mà không cho biết mỗi tệp kết thúc ở đâu. Hãy yêu cầu chữ ký nêu giá trị băm của từng tệp',
  },
  PLAIN_JWS: {
    en: 'This is a plain JSON signature (JWS); it does not keep to JAdES, so it has no level',
    vi: 'Đây là chữ ký JSON thông thường (JWS), không theo JAdES nên không có mức',
  },
  CONTENT_NOT_SIGNED: {
    en: 'A file was given that the signature does not speak of. Leave it out and check again',
    vi: 'Có tệp được cung cấp mà chữ ký không đề cập. Hãy bỏ tệp đó và kiểm tra lại',
  },
  SIGNATURE_POLICY_NOT_APPLIED: {
    en: 'The signature names a signature policy of its own; it was not applied',
    vi: 'Chữ ký nêu chính sách ký riêng; chính sách đó chưa được áp dụng',
  },

  // XML signatures.
  XML_SIGNATURE_MALFORMED: {
    en: 'The XML signature is damaged or not in its form. Ask its maker for a new one',
    vi: 'Chữ ký XML bị hỏng hoặc không đúng dạng. Hãy yêu cầu bên tạo cung cấp bản mới',
  },
  XML_NOT_SUPPORTED: {
    en: 'The XML signature uses something that is not judged here',
    vi: 'Chữ ký XML dùng thành phần chưa được đánh giá ở đây',
  },
  XML_PLAIN_SIGNATURE: {
    en: 'A plain XML signature: it states neither a time nor which certificate was meant',
    vi: 'Chữ ký XML thông thường: không nêu thời điểm ký và không nêu chứng thư được dùng',
  },
  XML_PROPERTIES_NOT_SIGNED: {
    en: 'The properties of the signature are not the ones that were signed',
    vi: 'Các thuộc tính của chữ ký không phải là các thuộc tính đã được ký',
  },
  XML_PROPERTIES_TYPE: {
    en: 'The signature does not mark its signed properties as the standard demands',
    vi: 'Chữ ký không đánh dấu các thuộc tính được ký theo yêu cầu của tiêu chuẩn',
  },
  XML_MAC: {
    en: 'What looks like a signature was made with a shared secret, so it is nobody’s signature',
    vi: 'Giá trị trông giống chữ ký được tạo bằng khoá bí mật dùng chung nên không phải là chữ ký của ai',
  },
  XML_REFERENCE_NOT_FOUND: {
    en: 'Something that was signed was not found. Give the signed file as well and check again',
    vi: 'Không tìm thấy nội dung đã được ký. Hãy cung cấp kèm tệp đã ký rồi kiểm tra lại',
  },
  XML_COVERS: { en: 'The signature covers', vi: 'Chữ ký bao trùm' },
  XML_COVERS_PART: {
    en: 'The signature covers only a part of what was given',
    vi: 'Chữ ký chỉ bao trùm một phần của những gì được cung cấp',
  },
  XML_UNSIGNED_CONTENT: {
    en: 'The document holds content that no signature covers; it may come from anybody. Do not rely on it',
    vi: 'Tài liệu có nội dung không thuộc chữ ký nào, có thể do bất kỳ ai thêm vào. Không nên tin vào phần đó',
  },
  XML_NOTHING_SIGNED: {
    en: 'The signature covers no content, only itself',
    vi: 'Chữ ký không bao trùm nội dung nào ngoài chính nó',
  },
  XML_COUNTERSIGNS_OTHER: {
    en: 'A counter-signature is not over the signature that holds it',
    vi: 'Chữ ký xác nhận không ký trên chữ ký chứa nó',
  },
  XML_KEY_WITHOUT_CERTIFICATE: {
    en: 'The signature brings a key without a certificate, so nobody says whose it is',
    vi: 'Chữ ký chỉ kèm khoá, không có chứng thư nên không xác định được chủ sở hữu',
  },
  XML_FORMAT_OF_NOTHING: {
    en: 'The signature describes the format of something that it does not cover',
    vi: 'Chữ ký mô tả định dạng của nội dung mà nó không bao trùm',
  },
  SIGNATURE_COMMITMENT: { en: 'The signer committed to', vi: 'Người ký cam kết' },

  // ASiC.
  ASIC_MALFORMED: {
    en: 'A file of the container is damaged',
    vi: 'Một tệp trong gói ASiC bị hỏng',
  },
  ASIC_PART_UNREADABLE: {
    en: 'A signature or manifest in the container cannot be judged',
    vi: 'Không thể đánh giá một chữ ký hoặc bảng kê trong gói ASiC',
  },
  ASIC_FILE_NOT_SIGNED: {
    en: 'The container holds files that no signature covers; do not rely on them',
    vi: 'Gói ASiC có tệp không được chữ ký nào bao trùm; không nên tin cậy các tệp đó',
  },
  ASIC_COVERS_SOME: {
    en: 'This signature does not cover every file of the container; not covered',
    vi: 'Chữ ký này không bao trùm mọi tệp trong gói ASiC; các tệp không được bao trùm',
  },
  ASIC_FILE_MISSING: {
    en: 'The container lacks a file that a signature or manifest in it speaks of',
    vi: 'Gói ASiC thiếu một tệp mà chữ ký hoặc bảng kê trong gói đề cập',
  },
  ASIC_FILE_NOT_USED: {
    en: 'The container holds files among its signatures and manifests that belong to none of them and are not signed',
    vi: 'Gói ASiC có tệp nằm cùng chỗ với chữ ký và bảng kê nhưng không thuộc về chúng và không được ký',
  },
  ASIC_MANIFESTS_DISAGREE: {
    en: 'Two manifests of the container contradict each other',
    vi: 'Hai bảng kê trong gói ASiC mâu thuẫn nhau',
  },
  ASIC_CRITICAL_EXTENSION: {
    en: 'A manifest of the container demands that something be understood which is not known here',
    vi: 'Bảng kê trong gói ASiC yêu cầu phải hiểu một nội dung chưa được hỗ trợ',
  },
  ASIC_MIMETYPE: {
    en: 'The media type at the beginning of the container does not keep to the rules',
    vi: 'Kiểu nội dung ở đầu gói ASiC không theo quy định',
  },
  ASIC_S_ONE_FILE: {
    en: 'A container of the simple kind (ASiC-S) holds exactly one file at its root; this one does not',
    vi: 'Gói loại đơn giản (ASiC-S) chỉ chứa đúng một tệp ở thư mục gốc; gói này không như vậy',
  },
  ASIC_LISTING_WRONG: {
    en: 'The list of files in the container does not fit the files; it is not signed, and nothing rests on it',
    vi: 'Danh sách tệp trong gói ASiC không khớp với các tệp; danh sách này không được ký và không được dùng làm căn cứ',
  },
  ASIC_EMPTY: {
    en: 'The container holds no file besides signatures and their like, so there is nothing to rely on',
    vi: 'Gói ASiC không có tệp nội dung nào ngoài chữ ký nên không có gì để căn cứ',
  },
  ASIC_EVIDENCE_RECORD: {
    en: 'The container holds an evidence record, which is not judged',
    vi: 'Gói ASiC có hồ sơ bằng chứng (evidence record), loại này chưa được đánh giá',
  },
  ASIC_TIMESTAMP_ONLY: {
    en: 'The container holds a time-stamp and no signature: it tells when the content existed, not who stands for it',
    vi: 'Gói ASiC chỉ có dấu thời gian, không có chữ ký: cho biết nội dung tồn tại khi nào, không cho biết ai chịu trách nhiệm',
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
