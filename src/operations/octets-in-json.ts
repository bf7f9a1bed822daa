// Octets in JSON that operations keep or hand out, and get back: Base64, as `toBase64` writes it.

import { z } from 'zod'

export const octetsInJson = z.base64().transform((text) => Uint8Array.fromBase64(text))
