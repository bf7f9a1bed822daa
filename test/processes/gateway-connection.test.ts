import { spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import {
  connectGateway,
  type GatewayConnection,
  type GatewayHandlers,
} from '../../src/processes/gateway-connection.ts'

function gatewayThat(script: string): GatewayConnection {
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'] as const
  return connectGateway(spawn(process.execPath, ['-e', script], { stdio: [...stdio] }))
}

/** Writes down which handlers were called. */
function noted(calls: string[]): GatewayHandlers {
  const note = ({ kind }: { readonly kind: string }): void => {
    calls.push(kind)
  }
  return {
    start: note,
    kill: note,
    build_pages: note,
    retire_root_keys: note,
    adopt_root_keys: note,
    released: note,
    not_released: note,
    report: note,
    restored: note,
    recovered: note,
  }
}

test('what a gateway says that is no message is ignored, and the next message is heard', async () => {
  const gateway = gatewayThat(`
    for (const kind of ['nonsense', 'constructor', '__proto__', 7]) process.send({ kind })
    process.send({ kind: 'kill', id: 1 }, () => process.exit(3))
  `)
  const calls: string[] = []
  gateway.onMessage(noted(calls))
  expect(await gateway.exited).toBe(3)
  expect(calls).toEqual(['kill'])
})

test('a gateway that is gone is told nothing, and a connection that was for it is closed', async () => {
  const gateway = gatewayThat('setInterval(() => undefined, 1000)')
  expect(gateway.tell({ kind: 'stop' })).toBe(true)
  gateway.end(9)
  expect(await gateway.exited).toBe(9)
  await expect.poll(() => gateway.tell({ kind: 'stop' })).toBe(false)
  const socket = new Socket()
  expect(gateway.tell({ kind: 'started', id: 1 }, socket)).toBe(false)
  expect(socket.destroyed).toBe(true)
})

test('a gateway that a signal ended has the status that shells tell', async () => {
  const gateway = gatewayThat("process.kill(process.pid, 'SIGTERM'); setInterval(() => undefined, 1000)")
  expect(await gateway.exited).toBe(143)
})
