// Syslog: entries as messages (RFC 5424) over TCP (RFC 6587 §3.4.1), TLS (RFC 5425), UDP (RFC 5426) or a stream socket.

import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import { hostname } from 'node:os'
import { connect as connectTls } from 'node:tls'
import { ServiceError } from '../errors.ts'
import { type EntrySender, entryFacts, type LogLine } from './entry-facts.ts'

const timeoutMs = 10_000
/** RFC 5424 table 1: log audit. */
const facility = 13
const severities = { done: 6, denied: 4, failed: 3, missing: 2 } as const

/** @param address `tcp:`, `tls:` or `udp:` with host and port, or `unix:` with a path. @param caFile PEM, for `tls:`. */
export function openSyslog(address: string, caFile: string | undefined): EntrySender {
  const url = new URL(address)
  const name = `syslog ${url.protocol}//${url.host}${url.pathname}`
  const open = url.protocol === 'udp:' ? datagrams(url) : stream(url, caFile)
  return {
    name,
    send: async (entries) => {
      try {
        await open.write(entries.map((line) => Buffer.from(syslogMessage(line), 'utf8')))
      } catch (cause) {
        throw new ServiceError('OUTSIDE_UNAVAILABLE', `${name} does not take entries`, { cause })
      }
    },
    close: () => open.close(),
  }
}

/** One message: the entry's own octets within JSON, so that its hash can be made again. */
function syslogMessage({ leafIndex, entry }: LogLine): string {
  const { text, at, operation, outcome } = entryFacts(entry)
  const priority = facility * 8 + severities[outcome]
  const header = `<${priority}>1 ${at ?? '-'} ${printable(hostname(), 255)} chancery ${process.pid} ${printable(operation, 32)} -`
  // The mark says that UTF-8 follows (§6.4).
  return `${header} \ufeff{"leafIndex":${leafIndex},"entry":${text}}`
}

/** PRINTUSASCII, without spaces. */
function printable(text: string, most: number): string {
  return text.replace(/[^\x21-\x7e]/g, '_').slice(0, most) || '-'
}

interface Line {
  write(messages: readonly Buffer[]): Promise<void>
  close(): Promise<void>
}

/**
 * TCP tells when octets were taken by this host, not when they arrived: after a connection broke, what was sent over it
 * last is sent again.
 */
function stream(url: URL, caFile: string | undefined): Line {
  let socket: Socket | undefined
  let last = Buffer.alloc(0)
  const connected = async (): Promise<Socket> => {
    if (socket?.writable) return socket
    const port = Number(url.port)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const fresh =
      url.protocol === 'unix:'
        ? createConnection({ path: url.pathname })
        : url.protocol === 'tls:'
          ? connectTls({ host, port, servername: host, ...(caFile && { ca: readFileSync(caFile) }) })
          : createConnection({ host, port })
    // An idle connection that breaks is noticed at the next write.
    fresh.on('error', () => undefined)
    fresh.setTimeout(timeoutMs, () => fresh.destroy(new Error('nothing was taken in time')))
    await once(fresh, url.protocol === 'tls:' ? 'secureConnect' : 'connect')
    fresh.setTimeout(0)
    // Collectors say nothing; whatever comes is read, so that their end is noticed.
    fresh.resume()
    if (last.length > 0) await written(fresh, last)
    socket = fresh
    return fresh
  }
  return {
    async write(messages) {
      const open = await connected()
      const framed = Buffer.concat(
        messages.flatMap((message) => [Buffer.from(`${message.length} `), message]),
      )
      await written(open, framed)
      last = framed
    },
    async close() {
      socket?.end()
    },
  }
}

function written(socket: Socket, octets: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => socket.destroy(new Error('nothing was taken in time')), timeoutMs)
    const gone = (): void => reject(new Error('the connection broke'))
    socket.once('close', gone)
    socket.write(octets, (error) => {
      clearTimeout(late)
      socket.off('close', gone)
      if (error == null) resolve()
      else reject(error)
    })
  })
}

function datagrams(url: URL): Line {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  socket.on('error', () => undefined)
  socket.unref()
  return {
    async write(messages) {
      for (const message of messages)
        await new Promise<void>((resolve, reject) =>
          socket.send(message, Number(url.port), host, (error) =>
            error === null ? resolve() : reject(error),
          ),
        )
    },
    async close() {
      socket.close()
    },
  }
}
