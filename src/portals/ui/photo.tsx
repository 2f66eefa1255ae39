import type { IconName } from './icon.tsx'
import { Icon } from './icon.tsx'

export interface PhotoSource {
  url: string
  width: number
}

/** A photo as the page needs it. Widths ascending; a missing format is an empty list. */
export interface PhotoView {
  alt: string
  width: number
  height: number
  /** Dominant colour, '#rrggbb': painted while the photo is on its way. */
  colour: string
  avif: readonly PhotoSource[]
  webp: readonly PhotoSource[]
  jpeg: readonly PhotoSource[]
}

export interface PhotoProps {
  photo: PhotoView | undefined
  /** How wide it is shown, for the browser's choice: '(min-width:60rem) 15rem, 50vw'. */
  sizes: string
  /** The first photos of a page load at once, the rest when they come near. */
  eager?: boolean | undefined
  /** Drawn when there is no photo. */
  instead?: IconName
}

/** A square photo in the best format the browser takes, on its own colour, so that nothing jumps when it comes. */
export function Photo({ photo, sizes, eager, instead = 'picture' }: PhotoProps) {
  if (!photo) {
    return (
      <span class="photo none">
        <Icon name={instead} size={48} />
      </span>
    )
  }
  const smallest = photo.jpeg[0]?.url ?? ''
  return (
    <picture class={`photo ${colourClass(photo.colour)}`}>
      {photo.avif.length > 0 && <source type="image/avif" srcset={sourceSet(photo.avif)} sizes={sizes} />}
      {photo.webp.length > 0 && <source type="image/webp" srcset={sourceSet(photo.webp)} sizes={sizes} />}
      <img
        src={smallest}
        srcset={photo.jpeg.length > 1 ? sourceSet(photo.jpeg) : undefined}
        sizes={photo.jpeg.length > 1 ? sizes : undefined}
        width={photo.width}
        height={photo.height}
        alt={photo.alt}
        loading={eager ? undefined : 'lazy'}
        decoding="async"
      />
    </picture>
  )
}

/** All photos of one thing: the first large, the others as thumbs that open large. */
export function PhotoSet({ photos, sizes }: { photos: readonly PhotoView[]; sizes: string }) {
  const [first, ...others] = photos
  return (
    <>
      <Photo photo={first} sizes={sizes} eager />
      {others.length > 0 && (
        <div class="thumbs">
          {others.map((photo) => (
            <a key={photo.jpeg[0]?.url} href={photo.jpeg.at(-1)?.url ?? ''}>
              <Photo photo={photo} sizes="72px" />
            </a>
          ))}
        </div>
      )}
    </>
  )
}

function sourceSet(sources: readonly PhotoSource[]): string {
  return sources.map((source) => `${source.url} ${source.width}w`).join(', ')
}

/**
 * The nearest of the stylesheet's 27 grounds. A style attribute would be exact, but the security policy allows
 * none, and a placeholder needs no more than a hint.
 */
export function colourClass(colour: string): string {
  const channels = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour)?.slice(1) ?? ['ee', 'ee', 'ee']
  return `q${channels.map((channel) => Math.min(2, Math.floor(Number.parseInt(channel, 16) / 86))).join('')}`
}
