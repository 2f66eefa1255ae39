import { createCipheriv, createDecipheriv } from 'node:crypto'

type Fields = Readonly<Record<string, string>>

/** The fields as Easypay writes them before it encrypts: blanks left out, in order of their names, nothing escaped. */
export function requestText(fields: Fields): string {
  return Object.keys(fields)
    .filter((name) => fields[name] !== '')
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&')
}

/**
 * merchantHashedReq: no hash, whatever it is called, but the text above, encrypted with AES-128-ECB under the
 * merchant's key. It proves where a form comes from only as long as nobody learns the key; so the inquiry decides, as
 * always.
 */
export function hashedRequest(fields: Fields, key: string): string {
  const cipher = createCipheriv('aes-128-ecb', Buffer.from(key, 'utf8'), null)
  return Buffer.concat([cipher.update(requestText(fields), 'utf8'), cipher.final()]).toString('base64')
}

/** What was encrypted, or undefined when it was not under this key. */
export function openRequest(text: string, key: string): string | undefined {
  try {
    const cipher = createDecipheriv('aes-128-ecb', Buffer.from(key, 'utf8'), null)
    return Buffer.concat([cipher.update(Buffer.from(text, 'base64')), cipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
