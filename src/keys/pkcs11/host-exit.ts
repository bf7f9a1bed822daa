// Exit statuses by which the PKCS #11 host tells its launcher why it ended.

export const hostExit = {
  done: 0,
  /** What came on its connection was no request. */
  garbage: 65,
  /** No token of that label, or one that stopped answering: starting again is what helps, once it is back. */
  tokenLost: 69,
  fault: 70,
  /** Starting again with the same PIN would lock the token. */
  pinRefused: 77,
  /** The module does not load. */
  moduleUnusable: 78,
} as const
