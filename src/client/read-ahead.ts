// Asks for the next piece while this one is being used: reading, encrypting and writing go on side by side.

/** The same pieces in the same order; one is always on its way. */
export async function* readAhead(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const iterator = each(pieces)
  let next = iterator.next()
  try {
    for (;;) {
      const { done, value } = await next
      if (done) return
      next = iterator.next()
      // Its error is met when its turn comes, or never, when nobody asks any more.
      next.catch(() => undefined)
      yield value
    }
  } finally {
    await iterator.return(undefined)
  }
}

async function* each(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, undefined> {
  yield* pieces
}
