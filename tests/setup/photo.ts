import sharp from 'sharp'
import type { SentFile } from './someone.ts'

/** A photo as a phone sends it. */
export async function phonePhoto(colour = '#b5642f'): Promise<SentFile> {
  const image = sharp({ create: { width: 640, height: 480, channels: 3, background: colour } })
  return { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: await image.jpeg().toBuffer() }
}
