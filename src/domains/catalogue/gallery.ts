import { Refusal } from '../../kit/errors/refusal.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { ShopActor } from '../identity/identity.ts'
import { cleanLine, PHOTOS_MOST } from './checks.ts'
import { tell } from './events.ts'
import { lockOwn } from './own-listing.ts'
import type { PreparedPhoto } from './photos.ts'
import {
  deletePhoto,
  findPhoto,
  insertPhoto,
  listPhotos,
  listUnused,
  listWithoutAvif,
  markAvif,
  type Photo,
  placePhotos,
} from './photos-store.ts'

/**
 * Hangs a prepared photo on a listing, after the ones it has. Its files are kept before, with keepPhoto. The same
 * picture again is no second photo. Gives the photo_id.
 * Refuses: not_found catalogue.unknown_listing; forbidden identity.task_not_given; limit catalogue.too_many_photos.
 * Events: listing.changed.
 */
export async function addPhoto(
  tx: Tx,
  by: ShopActor,
  listingId: string,
  prepared: Omit<PreparedPhoto, 'files'>,
  alt = '',
): Promise<string> {
  await lockOwn(tx, by, listingId)
  const photos = await listPhotos(tx, listingId)
  const same = photos.find(({ name }) => name === prepared.name)
  if (same) return same.photo_id
  if (photos.length >= PHOTOS_MOST) throw new Refusal('limit', 'catalogue.too_many_photos', { most: PHOTOS_MOST })
  const photo = {
    party_id: by.shop_id,
    photo_id: newId(),
    listing_id: listingId,
    position: (photos.at(-1)?.position ?? 0) + 1,
    name: prepared.name,
    width: prepared.width,
    height: prepared.height,
    colour: prepared.colour,
    alt: cleanLine(alt).slice(0, 200),
  }
  await Promise.all([
    insertPhoto(tx, photo),
    tell(tx, 'listing.changed', { listing_id: listingId, shop_id: by.shop_id }),
  ])
  return photo.photo_id
}

/**
 * Takes a photo off its listing. Its files stay until unusedPhotos says that nothing shows them.
 * Refuses: not_found catalogue.unknown_photo; forbidden identity.task_not_given. Events: listing.changed.
 */
export async function removePhoto(tx: Tx, by: ShopActor, photoId: string): Promise<void> {
  const photo = await ownPhoto(tx, by, photoId)
  await deletePhoto(tx, by.shop_id, photoId)
  await tell(tx, 'listing.changed', { listing_id: photo.listing_id, shop_id: by.shop_id })
}

/**
 * Moves a photo to a place, 1 being the one that lists show; the others move up or down.
 * Refuses: as removePhoto. Events: listing.changed.
 */
export async function movePhoto(tx: Tx, by: ShopActor, photoId: string, place: number): Promise<void> {
  const photo = await ownPhoto(tx, by, photoId)
  const others = (await listPhotos(tx, photo.listing_id)).map((one) => one.photo_id).filter((id) => id !== photoId)
  others.splice(Math.max(0, Math.trunc(place) - 1), 0, photoId)
  await placePhotos(tx, by.shop_id, others)
  await tell(tx, 'listing.changed', { listing_id: photo.listing_id, shop_id: by.shop_id })
}

async function ownPhoto(tx: Tx, by: ShopActor, photoId: string): Promise<Photo> {
  const photo = await findPhoto(tx, by.shop_id, photoId)
  if (!photo) throw new Refusal('not_found', 'catalogue.unknown_photo')
  await lockOwn(tx, by, photo.listing_id)
  return photo
}

/** Photos whose AVIF files are not made yet, for the job that makes them with makeAvif. */
export function photosToConvert(tx: Tx, limit = 20): Promise<Pick<Photo, 'party_id' | 'photo_id' | 'name'>[]> {
  return listWithoutAvif(tx, limit)
}

/** The job made the AVIF files of a photo; or it cannot, and shall not try again. */
export async function notePhotoConverted(tx: Tx, photo: Pick<Photo, 'party_id' | 'photo_id'>): Promise<void> {
  await markAvif(tx, photo.party_id, photo.photo_id)
}

/** Which of these photo names no listing shows any more. For the job that clears the storage. */
export async function unusedPhotos(tx: Tx, names: readonly string[]): Promise<string[]> {
  return (await listUnused(tx, names)).map(({ name }) => name)
}
