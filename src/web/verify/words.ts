// The words of the verification page itself, Vietnamese and English; those of verdicts are in src/reports.

import { sayFrom } from '../../reports/say-from.ts'
import type { Language } from '../../validation/wording.ts'

const vi = {
  title: 'Kiểm tra chữ ký số',
  intro:
    'Đưa một văn bản đã ký vào đây để biết ai ký, cho đơn vị nào, ký khi nào, và nội dung có còn nguyên vẹn không.',
  choose: 'Chọn tệp hoặc kéo tệp vào đây',
  chooseAnother: 'Kiểm tra tệp khác',
  kinds: 'PDF, chữ ký rời (.p7s), XML, JSON, ASiC. Có thể chọn nhiều tệp cùng lúc.',
  private: 'Tệp không rời khỏi trình duyệt này. Việc kiểm tra diễn ra ngay trên thiết bị của bạn.',
  language: 'Ngôn ngữ',
  linked:
    'Đường liên kết này nói về một tệp cụ thể. Hãy đưa tệp bạn nhận được vào đây để biết có đúng là tệp đó không.',
  linkedSame: 'Đúng là tệp mà đường liên kết nói đến.',
  linkedOther: 'KHÔNG phải tệp mà đường liên kết nói đến.',
  linkedOtherStep: 'Đừng dùng tệp này thay cho tệp kia. Hãy xin người gửi đúng tệp.',
  linkedWrong: 'Đường liên kết này bị hỏng: mã băm phải gồm 64 chữ số thập lục phân.',
  results: 'Kết quả',
  waiting: 'Đang chờ',
  working: 'Đang kiểm tra…',
  cancel: 'Dừng',
  cancelled: 'Đã dừng',
  stalled:
    'Việc kiểm tra mất quá nhiều thời gian nên đã dừng. Tệp có thể hỏng hoặc được tạo ra để gây hại. Hãy xin người gửi lại tệp.',
  crashed: 'Không kiểm tra được tệp này trên thiết bị này. Hãy thử lại, hoặc dùng lệnh: npx chancery verify',
  refused: 'Không kiểm tra được',
  again: 'Thử lại',
  show: 'Xem chi tiết',
  hide: 'Thu gọn',
  whichContent: 'Đây là chữ ký rời. Tệp nào đã được ký?',
  thisOne: 'Tệp này: {name}',
  otherContent: 'Chọn tệp nội dung…',
  contentGiven: 'Kiểm tra cùng với {name}',
  picture: 'Trang {page} trên {pages}, nơi đặt chữ ký (được đóng khung)',
  pictureFirst: 'Trang {page} trên {pages}; chữ ký không hiện hình trên trang nào',
  pictureNow: 'Đây là văn bản ở trạng thái hiện tại, kể cả những gì được thêm sau khi ký.',
  showSignature: 'Nơi đặt chữ ký {number}',
  drawing: 'Đang vẽ trang…',
  noPicture: 'Không vẽ được trang của văn bản này.',
  details: 'Chi tiết',
  checks: 'Từng bước kiểm tra',
  checkPassed: 'đạt',
  checkFailed: 'không đạt',
  checkOpen: 'chưa kết luận',
  checkNot: 'không thực hiện',
  report: 'Lưu báo cáo',
  making: 'Đang lập báo cáo…',
  notMade: 'Không lập được báo cáo. Hãy tải lại trang rồi thử lại.',
  print: 'In',
  trust: 'Ai được tin cậy',
  trustOffice: 'Tổ chức chứng thực do cơ quan này công bố: {count}, lấy lúc {time}.',
  trustList: 'Xem tất cả dưới dạng PEM',
  trustNone: 'Chưa lấy được danh sách tổ chức chứng thực của cơ quan này, nên chưa tin cậy ai.',
  trustAdded: 'Do bạn thêm trên trình duyệt này:',
  trustAdd: 'Thêm chứng thư gốc (PEM, DER)…',
  trustWarning: 'Chỉ thêm chứng thư mà bạn đã đối chiếu dấu vân tay với chính tổ chức đó.',
  trustProblem: 'Không thêm được gì từ tệp này. {problem}',
  fingerprint: 'Dấu vân tay SHA-256',
  until: 'đến {time}',
  remove: 'Bỏ',
  offline: 'Trang vẫn dùng được khi không có mạng.',
  oldBrowser:
    'Trình duyệt này quá cũ để kiểm tra chữ ký. Hãy cập nhật trình duyệt, hoặc dùng lệnh: npx chancery verify',
} as const

export type Word = keyof typeof vi

const en: Readonly<Record<Word, string>> = {
  title: 'Verify a digital signature',
  intro:
    'Drop a signed document to learn who signed it, for which unit, when, and whether it is still what was signed.',
  choose: 'Choose a file, or drop it here',
  chooseAnother: 'Check another file',
  kinds: 'PDF, detached signatures (.p7s), XML, JSON, ASiC. Several files at once are fine.',
  private: 'The file does not leave this browser. It is checked here, on your device.',
  language: 'Language',
  linked:
    'This link speaks of one particular file. Drop the file that you received to learn whether it is that one.',
  linkedSame: 'This is exactly the file that the link speaks of.',
  linkedOther: 'This is NOT the file that the link speaks of.',
  linkedOtherStep: 'Do not use it in the other’s place. Ask the sender for the right one.',
  linkedWrong: 'This link is damaged: its digest has to be 64 hexadecimal digits.',
  results: 'Results',
  waiting: 'Waiting',
  working: 'Checking…',
  cancel: 'Stop',
  cancelled: 'Stopped',
  stalled:
    'It took too long and was stopped. The file may be damaged, or made to do harm. Ask the sender for it again.',
  crashed:
    'This file could not be checked on this device. Try again, or use the command: npx chancery verify',
  refused: 'It could not be checked',
  again: 'Try again',
  show: 'Show details',
  hide: 'Hide details',
  whichContent: 'This signature is detached. Which file was signed?',
  thisOne: 'This one: {name}',
  otherContent: 'Choose the signed file…',
  contentGiven: 'Checked together with {name}',
  picture: 'Page {page} of {pages}, with the signature (framed)',
  pictureFirst: 'Page {page} of {pages}; the signature shows on no page',
  pictureNow: 'This is the document as it is now, with whatever was added after signing.',
  showSignature: 'Where signature {number} stands',
  drawing: 'Drawing the page…',
  noPicture: 'The pages of this document cannot be drawn.',
  details: 'Details',
  checks: 'Every step of the check',
  checkPassed: 'passed',
  checkFailed: 'failed',
  checkOpen: 'undecided',
  checkNot: 'not done',
  report: 'Save the report',
  making: 'Writing the report…',
  notMade: 'The report could not be written. Reload the page and try again.',
  print: 'Print',
  trust: 'Who is trusted',
  trustOffice: 'Authorities that this office publishes: {count}, as of {time}.',
  trustList: 'See all of them as PEM',
  trustNone: 'The list of this office’s authorities could not be had, so nobody is trusted yet.',
  trustAdded: 'Added by you in this browser:',
  trustAdd: 'Add a root certificate (PEM, DER)…',
  trustWarning: 'Add only certificates whose fingerprint you compared with the organisation itself.',
  trustProblem: 'Nothing of this file was added. {problem}',
  fingerprint: 'SHA-256 fingerprint',
  until: 'until {time}',
  remove: 'Remove',
  offline: 'The page also works without a network.',
  oldBrowser:
    'This browser is too old to check signatures. Update it, or use the command: npx chancery verify',
}

export const words: Readonly<Record<Language, Readonly<Record<Word, string>>>> = { vi, en }

export const tell = sayFrom(words)

/** Vietnamese unless the reader asks for English before it. */
export function preferredLanguage(wanted: readonly string[]): Language {
  const first = wanted
    .map((tag) => tag.toLowerCase().split('-')[0])
    .find((tag) => tag === 'vi' || tag === 'en')
  return first === 'en' ? 'en' : 'vi'
}

/** What the engine needs and browsers have had since 2025. */
export function fitsBrowser(): boolean {
  return 'fromBase64' in Uint8Array && 'withResolvers' in Promise && typeof WebAssembly === 'object'
}
