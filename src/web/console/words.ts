// The words of the console, Vietnamese and English.

import { ChanceryError } from '../../client/chancery-error.ts'
import { sayFrom } from '../../reports/say-from.ts'
import type { Language } from '../../validation/wording.ts'

const vi = {
  title: 'Bàn làm việc của người ký',
  starting: 'Đang mở…',
  signIn: 'Đăng nhập',
  signInIntro: 'Dùng khóa truy cập (passkey) trên thiết bị này hoặc khóa bảo mật của bạn. Không có mật khẩu.',
  signInButton: 'Đăng nhập bằng khóa truy cập',
  signInOidc: 'Đăng nhập bằng tài khoản của cơ quan',
  signInNoDevice:
    'Chưa có khóa truy cập? Hãy xin người quản lý một đường liên kết đăng ký; đường liên kết dùng được một lần.',
  waiting: 'Hãy làm theo hướng dẫn của trình duyệt…',
  signOut: 'Đăng xuất',
  signedOut: 'Bạn đã đăng xuất.',
  signedInAs: '{title} ({name})',
  unitOf: 'Đơn vị: {unit}',
  wholeOffice: 'toàn cơ quan',
  enrol: 'Đăng ký thiết bị',
  enrolFor: 'Khóa truy cập sẽ thuộc về {title} ({name}). Nếu đó không phải là bạn, hãy đóng trang này.',
  enrolUntil: 'Đường liên kết dùng được đến {time}, một lần.',
  deviceName: 'Tên của thiết bị, để bạn nhận ra',
  enrolButton: 'Tạo khóa truy cập',
  enrolled: 'Đã đăng ký. Bây giờ bạn có thể đăng nhập bằng khóa này.',
  enrolRefused:
    'Đường liên kết này không dùng được nữa: đã dùng rồi hoặc đã hết hạn. Hãy xin một đường liên kết khác.',
  devices: 'Khóa truy cập của tôi',
  noDevices:
    'Bạn chưa có khóa truy cập nào. Người quản lý cho bạn một đường liên kết để đăng ký khóa đầu tiên.',
  deviceSince: 'từ {time}',
  deviceUsed: 'dùng gần nhất {time}',
  deviceNever: 'chưa dùng',
  deviceRevoked: 'đã thu hồi {time}',
  revoke: 'Thu hồi',
  revokeSure: 'Thu hồi thật: {name}',
  keep: 'Giữ lại',
  addHere: 'Thêm khóa trên thiết bị này',
  addElsewhere: 'Tạo đường liên kết cho thiết bị khác',
  linkMade:
    'Mở đường liên kết này trên thiết bị kia, trước {time}. Ai có đường liên kết này thì đăng ký được thay bạn.',
  copy: 'Chép',
  copied: 'Đã chép',
  proposals: 'Việc chờ phê duyệt',
  noProposals: 'Không có việc nào chờ phê duyệt.',
  lookAgain: 'Xem lại',
  proposedBy: 'Người đề xuất: {name}; có hiệu lực đến {time}.',
  approvedBy: 'Đã phê duyệt {counting}/{required}: {names}.',
  approve: 'Phê duyệt bằng khóa truy cập',
  reject: 'Từ chối',
  takeBack: 'Rút lại',
  rejectReason: 'Lý do',
  released: 'Đã cho tiến hành: nghi lễ có thể được thực hiện tại máy, trừ khi có người rút lại.',
  ownProposal: 'Bạn đã đề xuất việc này, nên người khác phải phê duyệt.',
  notPermitted: 'Bạn không được làm việc này ở đây.',
  proposalOver: 'Việc này không còn chờ nữa: đã bị từ chối, đã được làm, hoặc đã hết hạn.',
  sessions: 'Phiên đăng nhập của tôi',
  sessionHere: 'phiên này',
  sessionPasskey: 'bằng khóa truy cập',
  sessionOidc: 'bằng tài khoản của cơ quan',
  sessionSince: '{method}, từ {time}',
  sessionUntil: 'kết thúc muộn nhất {time}',
  end: 'Kết thúc',
  commandLine: 'Dòng lệnh',
  commandLineIntro:
    'Để dùng lệnh chancery với tư cách của bạn: một mã riêng, cũng kết thúc sau nửa giờ không dùng.',
  commandLineButton: 'Tạo mã cho dòng lệnh',
  commandLineToken:
    'Lưu mã này vào một tệp chỉ bạn đọc được rồi đặt CHANCERY_TOKEN_FILE. Mã chỉ hiện lần này và hết hiệu lực muộn nhất {time}.',
  language: 'Ngôn ngữ',
  again: 'Thử lại',
  problem: 'Không làm được',
  givenUp: 'Trình duyệt không hoàn tất: bạn đã dừng, hoặc không có khóa phù hợp.',
  enrolledBefore: 'Thiết bị này đã được đăng ký rồi.',
  wrongHost: 'Trang này không mở ở địa chỉ của cơ quan, nên trình duyệt không dùng khóa ở đây.',
  notAccepted: 'Không chấp nhận. Khóa có thể chưa được đăng ký ở đây, hoặc đã bị thu hồi.',
  tooOften: 'Thử quá nhiều lần. Hãy đợi một phút rồi thử lại.',
  unreachable: 'Không liên lạc được với dịch vụ. Hãy kiểm tra mạng rồi thử lại.',
  oidcRefused: 'Tài khoản của cơ quan không mở được phiên ở đây. Hãy hỏi người quản lý.',
  oldBrowser: 'Trình duyệt này quá cũ hoặc không có khóa truy cập. Hãy cập nhật trình duyệt.',
} as const

export type Word = keyof typeof vi

const en: Readonly<Record<Word, string>> = {
  title: 'The signers’ desk',
  starting: 'Opening…',
  signIn: 'Sign in',
  signInIntro: 'Use the passkey of this device, or your security key. There are no passwords.',
  signInButton: 'Sign in with a passkey',
  signInOidc: 'Sign in with your organisation’s account',
  signInNoDevice: 'No passkey yet? Ask an officer for an enrolment link; it works once.',
  waiting: 'Follow what your browser asks…',
  signOut: 'Sign out',
  signedOut: 'You are signed out.',
  signedInAs: '{title} ({name})',
  unitOf: 'Unit: {unit}',
  wholeOffice: 'the whole office',
  enrol: 'Enrol a device',
  enrolFor: 'The passkey will be that of {title} ({name}). If this is not you, close this page.',
  enrolUntil: 'The link works until {time}, once.',
  deviceName: 'A name for the device, by which you know it',
  enrolButton: 'Make the passkey',
  enrolled: 'Enrolled. You can sign in with it now.',
  enrolRefused: 'This link does not work any more: it was used, or its time is over. Ask for another one.',
  devices: 'My passkeys',
  noDevices: 'You have no passkey. An officer gives you a link to enrol the first one.',
  deviceSince: 'since {time}',
  deviceUsed: 'last used {time}',
  deviceNever: 'never used',
  deviceRevoked: 'revoked {time}',
  revoke: 'Revoke',
  revokeSure: 'Really revoke {name}',
  keep: 'Keep it',
  addHere: 'Add a passkey on this device',
  addElsewhere: 'Make a link for another device',
  linkMade: 'Open this link on the other device, before {time}. Whoever has it can enrol in your place.',
  copy: 'Copy',
  copied: 'Copied',
  proposals: 'Waiting for approval',
  noProposals: 'Nothing waits for approval.',
  lookAgain: 'Look again',
  proposedBy: 'Proposed by {name}; ends {time}.',
  approvedBy: 'Approved {counting} of {required}: {names}.',
  approve: 'Approve with a passkey',
  reject: 'Reject',
  takeBack: 'Take it back',
  rejectReason: 'Why',
  released: 'Released: the ceremony may be held at the machine, unless it is taken back.',
  ownProposal: 'You proposed this, so others have to approve it.',
  notPermitted: 'You may not do this here.',
  proposalOver: 'This does not wait any more: it was rejected or done, or its time is over.',
  sessions: 'My sessions',
  sessionHere: 'this one',
  sessionPasskey: 'by passkey',
  sessionOidc: 'by your organisation’s account',
  sessionSince: '{method}, since {time}',
  sessionUntil: 'ends {time} at the latest',
  end: 'End it',
  commandLine: 'Command line',
  commandLineIntro:
    'To use the command chancery as yourself: a token of its own, which also ends after half an hour without use.',
  commandLineButton: 'Make a token for the command line',
  commandLineToken:
    'Put this token into a file that only you can read, and set CHANCERY_TOKEN_FILE. It is shown this once, and ends {time} at the latest.',
  language: 'Language',
  again: 'Try again',
  problem: 'This was not possible',
  givenUp: 'The browser did not finish: you stopped it, or there is no passkey that fits.',
  enrolledBefore: 'This device is enrolled already.',
  wrongHost: 'This page is not open at the office’s own address, so the browser uses no passkey here.',
  notAccepted: 'Not accepted. The passkey may not be enrolled here, or was revoked.',
  tooOften: 'Too many attempts. Wait a minute and try again.',
  unreachable: 'The service does not answer. Look after the network and try again.',
  oidcRefused: 'Your organisation’s account opens no session here. Ask an officer.',
  oldBrowser: 'This browser is too old, or has no passkeys. Update it.',
}

export const words: Readonly<Record<Language, Readonly<Record<Word, string>>>> = { vi, en }

export const tell = sayFrom(words)

/** A moment as people here write it. @param iso ISO 8601. */
export function moment(language: Language, iso: string): string {
  const locale = language === 'vi' ? 'vi-VN' : 'en-GB'
  return new Date(iso).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' })
}

/** What went wrong, in words with which a person can do something. */
export function problemWord(error: unknown): Word {
  if (error instanceof DOMException) {
    if (error.name === 'InvalidStateError') return 'enrolledBefore'
    if (error.name === 'SecurityError') return 'wrongHost'
    return 'givenUp'
  }
  if (!(error instanceof ChanceryError)) return 'unreachable'
  if (error.code === 'RATE_EXCEEDED') return 'tooOften'
  if (error.code === 'UNAUTHENTICATED' || error.code === 'APPROVAL_INVALID') return 'notAccepted'
  if (error.code === 'NOT_PERMITTED') return 'notPermitted'
  if (error.code === 'PROPOSAL_NOT_OPEN' || error.code === 'NOT_FOUND') return 'proposalOver'
  return error.retryable ? 'unreachable' : 'problem'
}
