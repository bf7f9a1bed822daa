// Exit statuses by which the signer tells its launcher why it ended.

export const signerExit = {
  done: 0,
  /** What came on its connection was no request. */
  garbage: 65,
  fault: 70,
  /** A primitive gave a wrong answer: starting again would not help. */
  selfTestFailed: 78,
} as const
