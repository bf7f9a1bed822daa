// A bounded pool: what is taken is one's own until it is given back, or thrown away because something failed in it.

export interface SessionPool<S> {
  /** Waits while all are taken. @throws what `open` throws. */
  take(): Promise<S>
  giveBack(session: S): void
  /** Closes it; the next taker gets a new one. */
  discard(session: S): void
}

export interface SessionSource<S> {
  open(): S
  close(session: S): void
}

export function sessionPool<S>(limit: number, source: SessionSource<S>): SessionPool<S> {
  const idle: S[] = []
  const waiting: PromiseWithResolvers<S>[] = []
  let taken = 0

  const open = (): S => {
    const session = source.open()
    taken++
    return session
  }

  return {
    take: async () => {
      const session = idle.pop()
      if (session !== undefined) {
        taken++
        return session
      }
      if (taken < limit) return open()
      const turn = Promise.withResolvers<S>()
      waiting.push(turn)
      return turn.promise
    },

    giveBack: (session) => {
      const next = waiting.shift()
      if (next !== undefined) {
        next.resolve(session)
        return
      }
      taken--
      idle.push(session)
    },

    discard: (session) => {
      taken--
      source.close(session)
      const next = waiting.shift()
      if (next === undefined) return
      try {
        next.resolve(open())
      } catch (error) {
        next.reject(error)
      }
    },
  }
}
