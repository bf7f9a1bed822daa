// A proposed act in words: what the console and the command show before somebody approves it, from the very text approved.

import type { Language } from '../validation/wording.ts'

export interface DescribedAct {
  /** What will be done, in a sentence. */
  readonly title: string
  /** What cannot be taken back; undefined for the rest. */
  readonly warning: string | undefined
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  /** Of a list of documents. */
  readonly documents: readonly { readonly title: string; readonly sha256: string; readonly how: string }[]
}

const words = {
  en: {
    scheduleKeyDestruction: 'Destroy the key {key} in {waitingDays} days',
    exportKey: 'Give the key {key} away',
    shredUnit: 'Destroy all keys of the unit {unit}',
    mergeUnits: 'Merge the unit {unit} into {into}',
    createAuthority: 'Make the certification authority {slug}',
    setApprovalRule: 'Have {approvals} people approve {act} in {unit}',
    addTrustAnchor: 'Trust the authority {subject}',
    removeTrustAnchor: 'Trust the authority {subject} no more',
    changeCustody: 'Have the root key of the office opened by {custody}',
    rotateRootKey: 'Make root key number {generation} of the office',
    grant: 'Give {holder} the role {role} in {unit}',
    enrolDevice: 'Let a new device be enrolled for {title} ({name})',
    signDocuments: 'Sign {count} documents with the key {key}',
    wholeOffice: 'the whole office',
    other: 'An act that this program does not know: {act}',
    destroyed: 'This cannot be taken back.',
    given: 'Whoever receives the key can use it for ever.',
    becomes: 'Whoever enrols the device acts as this person.',
    vouches: 'What this authority certifies, now or later, passes as genuine here.',
    doubted: 'What rests on this authority alone, old or new, is not accepted here any more.',
    closes: 'What opens the root key now opens it no more.',
    shares: '{threshold} of {count} custodians together',
    passphrase: 'a passphrase',
    hsm: 'a key of the HSM',
    custodians: 'custodians',
    before: 'in the place of',
    versions: 'versions',
    version: 'version',
    recipientSha256: 'recipient’s key (SHA-256)',
    algorithm: 'algorithm',
    parent: 'certified by',
    root: 'itself: a root',
    subject: 'subject',
    issuer: 'certified by',
    notAfter: 'its certificate ends',
    certificateSha256: 'its certificate (SHA-256)',
    purposes: 'trusted for',
    trustedFrom: 'for what existed from',
    trustedUntil: 'for what existed before',
    expiresInHours: 'a proposal lives (hours)',
    revokeCertificates: 'certificates are revoked',
    keepApplications: 'programs go on',
    actions: 'actions',
    until: 'until',
    emergency: 'for emergencies',
    devices: 'would approve with',
    device: '{title}, enrolled {time} with a code from {inviter}',
    noDevice: 'nothing yet: a device takes an approval of its own',
    rootKey: 'the root key',
    unknown: 'somebody who was not noted then',
    certificate: 'certificate',
    yes: 'yes',
    detached: 'detached',
  },
  vi: {
    scheduleKeyDestruction: 'Hủy khóa {key} sau {waitingDays} ngày',
    exportKey: 'Giao khóa {key} ra ngoài',
    shredUnit: 'Hủy mọi khóa của đơn vị {unit}',
    mergeUnits: 'Sáp nhập đơn vị {unit} vào {into}',
    createAuthority: 'Lập tổ chức chứng thực {slug}',
    setApprovalRule: 'Yêu cầu {approvals} người phê duyệt {act} tại {unit}',
    addTrustAnchor: 'Tin cậy tổ chức chứng thực {subject}',
    removeTrustAnchor: 'Không tin cậy tổ chức chứng thực {subject} nữa',
    changeCustody: 'Đổi cách mở khóa gốc của cơ quan: {custody}',
    rotateRootKey: 'Tạo khóa gốc thứ {generation} của cơ quan',
    grant: 'Trao cho {holder} vai trò {role} tại {unit}',
    enrolDevice: 'Cho đăng ký thiết bị mới của {title} ({name})',
    signDocuments: 'Ký {count} văn bản bằng khóa {key}',
    wholeOffice: 'toàn cơ quan',
    other: 'Một việc mà chương trình này không biết: {act}',
    destroyed: 'Không thể hoàn tác.',
    given: 'Ai nhận khóa thì dùng được mãi mãi.',
    becomes: 'Ai đăng ký thiết bị thì hành động thay người này.',
    vouches: 'Những gì tổ chức này chứng thực, bây giờ hay sau này, được coi là thật tại đây.',
    doubted: 'Những gì chỉ dựa vào tổ chức này, cũ hay mới, không còn được chấp nhận tại đây.',
    closes: 'Cách đang mở khóa gốc sẽ không còn mở được nữa.',
    shares: '{threshold} trong {count} người giữ khóa cùng mở',
    passphrase: 'một cụm mật khẩu',
    hsm: 'một khóa của HSM',
    custodians: 'người giữ khóa',
    before: 'thay cho',
    versions: 'các phiên bản',
    version: 'phiên bản',
    recipientSha256: 'khóa của người nhận (SHA-256)',
    algorithm: 'thuật toán',
    parent: 'được chứng thực bởi',
    root: 'chính nó: gốc',
    subject: 'chủ thể',
    issuer: 'được chứng thực bởi',
    notAfter: 'chứng thư hết hạn',
    certificateSha256: 'chứng thư (SHA-256)',
    purposes: 'tin cậy cho',
    trustedFrom: 'cho những gì có từ',
    trustedUntil: 'cho những gì có trước',
    expiresInHours: 'thời hạn của đề xuất (giờ)',
    revokeCertificates: 'thu hồi chứng thư',
    keepApplications: 'chương trình tiếp tục',
    actions: 'quyền',
    until: 'đến',
    emergency: 'cho trường hợp khẩn cấp',
    devices: 'sẽ phê duyệt bằng',
    device: '{title}, đăng ký {time} bằng mã của {inviter}',
    noDevice: 'chưa có gì: đăng ký thiết bị phải được phê duyệt riêng',
    rootKey: 'khóa gốc',
    unknown: 'người chưa được ghi lại khi đó',
    certificate: 'chứng thư',
    yes: 'có',
    detached: 'tách rời',
  },
} as const
type Word = keyof (typeof words)['en']

/** Facts beyond the sentence, in this order, where the act has them. */
const shown = [
  'versions',
  'version',
  'certificate',
  'recipientSha256',
  'algorithm',
  'parent',
  'subject',
  'custodians',
  'before',
  'issuer',
  'certificateSha256',
  'notAfter',
  'purposes',
  'trustedFrom',
  'trustedUntil',
  'expiresInHours',
  'revokeCertificates',
  'keepApplications',
  'actions',
  'until',
  'emergency',
  'devices',
] as const satisfies readonly Word[]

const warnings: Readonly<Record<string, Word>> = {
  scheduleKeyDestruction: 'destroyed',
  shredUnit: 'destroyed',
  exportKey: 'given',
  enrolDevice: 'becomes',
  addTrustAnchor: 'vouches',
  removeTrustAnchor: 'doubted',
  changeCustody: 'closes',
}

/** @param canonicalAct of a proposal: what is said here is said of the text whose digest the passkey signs. */
export function describeAct(canonicalAct: string, language: Language): DescribedAct {
  const text: unknown = JSON.parse(canonicalAct)
  const act = textOf(member(text, 'act'))
  const values = valuesOf(text, act, language)
  const say = (word: Word): string => words[language][word]
  const warning = warnings[act]
  return {
    title: filled(say(isWord(act) ? act : 'other'), values),
    warning: warning === undefined ? undefined : say(warning),
    facts: shown.flatMap((name) => {
      const value = values[name] ?? ''
      return value === '' ? [] : [{ label: say(name), value }]
    }),
    documents: listOf(member(member(text, 'parameters'), 'documents')).map((one) => ({
      title: textOf(member(one, 'title')),
      sha256: textOf(member(one, 'sha256')),
      how: [
        textOf(member(one, 'format')),
        textOf(member(one, 'level')),
        ...(member(one, 'detached') === true ? [say('detached')] : []),
      ].join(', '),
    })),
  }
}

function valuesOf(text: unknown, act: string, language: Language): Readonly<Record<string, string>> {
  const names = member(text, 'names')
  const given = member(text, 'parameters')
  const say = (word: Word): string => words[language][word]
  const path = (name: string): string => {
    const value = member(names, name)
    return value === '' ? say('wholeOffice') : textOf(value)
  }
  const yes = (name: string): string => (member(given, name) === true ? say('yes') : '')
  return {
    act: act === 'setApprovalRule' ? textOf(member(given, 'act')) : act,
    key: textOf(member(names, 'key')),
    unit: path('unit'),
    into: path('into'),
    holder: textOf(member(names, 'holder')),
    title: textOf(member(names, 'title')),
    name: textOf(member(names, 'name')),
    role: textOf(member(given, 'role')),
    slug: textOf(member(given, 'slug')),
    approvals: textOf(member(given, 'approvals')),
    waitingDays: textOf(member(given, 'waitingDays')),
    count: String(listOf(member(given, 'documents')).length),
    custody: custodyOf(given, language),
    custodians: listOf(member(given, 'custodians')).map(textOf).join(', '),
    before: textOf(member(given, 'before')),
    generation: textOf(member(given, 'generation')),
    versions: listOf(member(given, 'versions')).map(textOf).join(', '),
    version: textOf(member(given, 'keyVersion')),
    certificate: textOf(member(given, 'certificateSerialHex')),
    recipientSha256: textOf(member(names, 'recipientSha256')),
    algorithm: textOf(member(given, 'algorithm')),
    parent: act === 'createAuthority' ? textOf(member(names, 'parent')) || say('root') : '',
    subject: textOf(member(given, 'subject')) || textOf(member(names, 'subject')),
    issuer: textOf(member(names, 'issuer')),
    notAfter: textOf(member(names, 'notAfter')),
    certificateSha256: textOf(member(names, 'certificateSha256')),
    purposes: listOf(member(given, 'purposes')).map(textOf).join(', '),
    trustedFrom: textOf(member(given, 'trustedFrom')),
    trustedUntil: textOf(member(given, 'trustedUntil')),
    expiresInHours: textOf(member(given, 'expiresInHours')),
    revokeCertificates: yes('revokeCertificates'),
    keepApplications: yes('keepApplications'),
    actions: listOf(member(given, 'actions')).map(textOf).join(', '),
    until: act === 'grant' ? textOf(member(given, 'expiresAt')) : '',
    emergency: yes('emergency'),
    devices: act === 'grant' ? devicesOf(text, say) : '',
  }
}

/** Of somebody who shall approve: with what, and who could hold it, having made its code. */
function devicesOf(text: unknown, say: (word: Word) => string): string {
  const devices = member(member(text, 'parameters'), 'devices')
  // A grant that lets nobody approve has no such list.
  if (!Array.isArray(devices)) return ''
  const named = (id: unknown): string => textOf(member(member(text, 'names'), textOf(id))) || textOf(id)
  const inviter = (by: unknown): string => {
    if (member(by, 'kind') === 'service') return say('rootKey')
    return named(member(by, 'id')) || say('unknown')
  }
  if (devices.length === 0) return say('noDevice')
  return devices
    .map((one) =>
      filled(say('device'), {
        title: named(member(one, 'passkeyId')),
        time: textOf(member(one, 'enrolledAt')),
        inviter: inviter(member(one, 'invitedBy')),
      }),
    )
    .join('; ')
}

/** What is to open the root key. */
function custodyOf(given: unknown, language: Language): string {
  const kind = textOf(member(given, 'custody'))
  const counts = {
    threshold: textOf(member(given, 'threshold')),
    count: String(listOf(member(given, 'custodians')).length),
  }
  return isWord(kind) ? filled(words[language][kind], counts) : kind
}

function filled(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

function isWord(name: string): name is Word {
  return Object.hasOwn(words.en, name)
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
