// Load on an HTTP server: connections that each have one request in flight, over bare sockets so that it costs little itself.

import { connect, type Socket } from 'node:net'

export interface LoadOptions {
  readonly port: number
  /** Connections, each with one request in flight. */
  readonly inFlight: number
  /** The whole next request, head and body. */
  readonly next: () => Uint8Array
  /** Called with each answer's body. @throws when it is not what was asked for. */
  readonly check: (body: Buffer) => void
}

export interface Load {
  /** Answers that passed their check. */
  readonly answered: () => number
  /** Rejects as soon as a connection failed; never resolves otherwise. */
  readonly failed: Promise<never>
  /** Waits for the requests in flight and closes. @throws what went wrong first. */
  stop(): Promise<void>
}

export function startLoad(options: LoadOptions): Load {
  let answered = 0
  let stopped = false
  const connections = Array.from({ length: options.inFlight }, () =>
    keepAsking(
      options,
      () => stopped,
      () => answered++,
    ),
  )
  const all = Promise.all(connections)
  const failed = new Promise<never>((_, reject) => all.catch(reject))
  // Whoever waits or stops learns of it.
  failed.catch(() => undefined)
  return {
    failed,
    answered: () => answered,
    stop: async () => {
      stopped = true
      await all
    },
  }
}

/** One request and its answer's body. */
export async function askOnce(port: number, request: Uint8Array): Promise<Buffer> {
  let body: Buffer | undefined
  await keepAsking(
    {
      port,
      inFlight: 1,
      next: () => request,
      check: (answer) => {
        body = Buffer.from(answer)
      },
    },
    () => body !== undefined,
    () => undefined,
  )
  if (body === undefined) throw new Error('no answer')
  return body
}

export function postRequest(
  path: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array | string,
): Buffer {
  const bytes = Buffer.from(body)
  const lines = Object.entries({ host: '127.0.0.1', ...headers, 'content-length': String(bytes.length) })
  const head = `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
  return Buffer.concat([Buffer.from(head), bytes])
}

function keepAsking(
  { port, next, check }: LoadOptions,
  done: () => boolean,
  count: () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const fail = (error: Error): void => {
      socket.destroy()
      reject(error)
    }
    const answers = answerReader((status, body) => {
      if (status !== 200) throw new Error(`HTTP status ${status}: ${body.toString('utf8', 0, 300)}`)
      check(body)
      count()
      if (done()) {
        socket.end()
        resolve()
      } else socket.write(next())
    })
    socket.on('connect', () => socket.write(next()))
    socket.on('error', fail)
    socket.on('close', () => reject(new Error('the service closed the connection')))
    socket.on('data', (chunk: Buffer) => {
      try {
        answers(chunk)
      } catch (error) {
        fail(error instanceof Error ? error : new Error('unknown'))
      }
    })
  })
}

const headEnd = Buffer.from('\r\n\r\n')

/** Reads answers that state their length, which all of ours do. */
function answerReader(onAnswer: (status: number, body: Buffer) => void): (chunk: Buffer) => void {
  let parts: Buffer[] = []
  let held = 0
  let needed = 0
  return (chunk) => {
    parts.push(chunk)
    held += chunk.length
    if (held < needed) return
    const bytes = parts.length === 1 ? chunk : Buffer.concat(parts, held)
    parts = [bytes]
    const end = bytes.indexOf(headEnd)
    if (end < 0) return
    const head = bytes.toString('latin1', 0, end)
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? Number.NaN)
    if (Number.isNaN(length)) throw new Error(`an answer without a length: ${head}`)
    needed = end + headEnd.length + length
    if (held < needed) return
    parts = []
    held = 0
    const whole = needed
    needed = 0
    onAnswer(Number(head.slice(9, 12)), bytes.subarray(end + headEnd.length, whole))
  }
}
