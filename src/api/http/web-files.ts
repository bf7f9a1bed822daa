// Pages: files of src/web as they lie there, TypeScript with its types stripped, under a strict content security policy.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import type { Routes } from './routes.ts'

export interface WebFile {
  /** For example `/verify/page.ts`. */
  readonly address: string
  /** Below src/web. */
  readonly file: string
}

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  // The browser is given JavaScript, whatever the file is called.
  ts: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

/** Nothing from elsewhere, nothing inline, no frames, no forms; text becomes markup nowhere (Trusted Types). */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

/** Reads the files once; a missing one is an error at start, not at the first request. */
export function addWebFiles(app: Routes, files: readonly WebFile[]): void {
  for (const { address, file } of files) {
    const { body, contentType } = load(file)
    const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
    app.get(address, (c) => {
      const { incoming, outgoing } = c.env
      outgoing.setHeader('Cache-Control', 'no-cache')
      outgoing.setHeader('ETag', etag)
      outgoing.setHeader('Content-Security-Policy', contentSecurityPolicy)
      outgoing.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
      outgoing.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
      outgoing.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
      if (incoming.headers['if-none-match'] === etag) return c.body(null, 304)
      return c.body(body, 200, { 'Content-Type': contentType })
    })
  }
}

function load(file: string): { readonly body: string; readonly contentType: string } {
  const text = readFileSync(new URL(`../../web/${file}`, import.meta.url), 'utf8')
  const extension = file.slice(file.lastIndexOf('.') + 1)
  const contentType = contentTypes[extension]
  if (contentType === undefined) throw new Error(`src/web/${file} has no content type`)
  return { body: extension === 'ts' ? stripTypeScriptTypes(text) : text, contentType }
}
