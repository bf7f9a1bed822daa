// The signatures that the office makes of documents. What it verifies is more: validation/report.ts.

import { z } from 'zod'

const signatureFormats = ['PAdES', 'CAdES'] as const
export type SignatureFormat = (typeof signatureFormats)[number]

/** Baseline levels of EN 319 122-1 and EN 319 142-1. */
export const signatureLevels = ['B-B', 'B-T'] as const
export type SignatureLevel = (typeof signatureLevels)[number]

/** As they stand in JSON that is kept or handed out. */
export const signatureForm = { format: z.enum(signatureFormats), level: z.enum(signatureLevels) }
