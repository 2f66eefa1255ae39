import sharp from 'sharp'
import { expect } from 'vitest'

/** A photo as a phone sends it. */
export async function phonePhoto(colour = '#b5642f'): Promise<File> {
  const bytes = await sharp({ create: { width: 640, height: 480, channels: 3, background: colour } })
    .jpeg()
    .toBuffer()
  return new File([new Uint8Array(bytes)], 'IMG_0001.jpg', { type: 'image/jpeg' })
}

/** A form with files, as a browser sends it. */
export function formWith(
  fields: Readonly<Record<string, string>>,
  files: readonly File[] = [],
  name = 'photo',
): FormData {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.append(field, value)
  for (const file of files) form.append(name, file)
  return form
}

/** The words of a page, without its markup. */
export async function textOf(visitor: { get(path: string): Promise<Response> }, path: string): Promise<string> {
  return wordsOf(await (await visitor.get(path)).text())
}

export function wordsOf(html: string): string {
  return html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
}

/** Where an answer sends the browser. */
export function toOf(response: Response): string {
  expect(response.status).toBe(303)
  return response.headers.get('location') ?? ''
}
