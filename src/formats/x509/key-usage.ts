// Key usages by name and bit (RFC 5280 §4.2.1.3).

/** `nonRepudiation` is what X.509 since 2000 calls contentCommitment. */
export const keyUsageBits = {
  digitalSignature: 0,
  nonRepudiation: 1,
  keyEncipherment: 2,
  dataEncipherment: 3,
  keyAgreement: 4,
  keyCertSign: 5,
  cRLSign: 6,
  encipherOnly: 7,
  decipherOnly: 8,
} as const

export type KeyUsage = keyof typeof keyUsageBits
