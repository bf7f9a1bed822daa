// The key that signs checkpoints of the audit log.

/** Name of the organisation's key that signs checkpoints. */
export const logKeyName = 'log'
