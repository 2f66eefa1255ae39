import { PHOTO_WIDTHS, photoFile } from '../../domains/catalogue/catalogue.ts'
import type { PhotoView } from '../ui/photo.tsx'

interface Named {
  /** The photo's name: the SHA-256 that all its files begin with. */
  readonly name: string | null
  readonly colour: string | null
}

type Widths = readonly (typeof PHOTO_WIDTHS)[number][]

/** A photo as a page shows it, or undefined for goods without one. Cards and lines take the two smaller files. */
export function photoView(
  photo: Named,
  { alt = '', widths = [160, 480], avif = false }: { alt?: string; widths?: Widths; avif?: boolean } = {},
): PhotoView | undefined {
  const { name, colour } = photo
  if (!name) return undefined
  const files = (ending: 'jpeg' | 'webp' | 'avif') =>
    widths.map((width) => ({ url: `/photos/${photoFile(name, width, ending)}`, width }))
  const largest = widths.at(-1) ?? 480
  return {
    alt,
    width: largest,
    height: largest,
    colour: colour ?? '#e9e4d8',
    avif: avif ? files('avif') : [],
    webp: files('webp'),
    jpeg: files('jpeg'),
  }
}

/** The same in all three widths, for the page of the thing itself. */
export function largePhotoView(photo: Named, alt: string, avif: boolean): PhotoView | undefined {
  return photoView(photo, { alt, avif, widths: PHOTO_WIDTHS })
}
