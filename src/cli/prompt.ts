// Questions to the person at the terminal. Answers that are secret are not shown, and never come from an argument.

import { createInterface } from 'node:readline/promises'
import type { Readable } from 'node:stream'
import { CommandError, exitStatus } from './exit-status.ts'
import type { Shell } from './shell.ts'

const limitOctets = 1 << 20

export function isTerminal(stdin: Readable): boolean {
  return Reflect.get(stdin, 'isTTY') === true
}

/** All of standard input, when it is no terminal. */
export async function wholeInput(shell: Shell): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of shell.stdin) {
    pieces.push(Buffer.from(piece))
    length += piece.length
    if (length > limitOctets) throw new CommandError(exitStatus.usage, 'standard input is too long for this')
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** @throws CommandError 64 when nobody sits at a terminal: `instead` names what to give. */
export async function question(shell: Shell, text: string, instead: string): Promise<string> {
  requireTerminal(shell, instead)
  const lines = createInterface({ input: shell.stdin, output: shell.stderr })
  try {
    return (await lines.question(text, { signal: shell.signal })).trim()
  } finally {
    lines.close()
  }
}

/** One line that is not shown. @throws CommandError as `question`. */
export async function secretQuestion(shell: Shell, text: string, instead: string): Promise<string> {
  requireTerminal(shell, instead)
  const { stdin } = shell
  const raw = (on: boolean): void => {
    if ('setRawMode' in stdin && typeof stdin.setRawMode === 'function') stdin.setRawMode(on)
  }
  shell.stderr.write(text)
  raw(true)
  try {
    return await hiddenLine(stdin)
  } finally {
    raw(false)
    stdin.pause()
    shell.stderr.write('\n')
  }
}

function hiddenLine(stdin: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let line = ''
    const take = (chunk: Buffer | string): void => {
      for (const character of String(chunk)) {
        if (['\r', '\n', '\u0003', '\u0004'].includes(character)) {
          stdin.off('data', take)
          if (character === '\r' || character === '\n') resolve(line)
          else reject(new CommandError(exitStatus.usage, 'interrupted'))
          return
        }
        line = character === '\u007f' || character === '\b' ? line.slice(0, -1) : line + character
      }
    }
    stdin.on('data', take)
    stdin.resume()
  })
}

function requireTerminal(shell: Shell, instead: string): void {
  if (!isTerminal(shell.stdin)) throw new CommandError(exitStatus.usage, instead)
}
