import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** A picture of a listing. Its files are <name>-160, -480 and -960, each .jpeg, .webp and, later, .avif. */
export interface Photo {
  party_id: string
  photo_id: string
  listing_id: string
  position: number
  name: string
  width: number
  height: number
  colour: string
  alt: string
  avif_at: Date | null
}

const PHOTO = sql`p.party_id, p.photo_id, p.listing_id, p.position, p.name, p.width, p.height, p.colour,
  p.alt, p.avif_at`

/** Photos of a listing by its id alone, so that they travel together with the listing itself. */
export function listPhotos(tx: Tx, listingId: string) {
  return tx.all<Photo>(sql`
    select ${PHOTO}
    from listings l join photos p on p.party_id = l.party_id and p.listing_id = l.listing_id
    where l.listing_id = ${listingId}
    order by p.position`)
}

export function insertPhoto(tx: Tx, photo: Omit<Photo, 'avif_at'>) {
  return tx.count(sql`
    insert into photos (party_id, photo_id, listing_id, position, name, width, height, colour, alt, added_at)
    values (${photo.party_id}, ${photo.photo_id}, ${photo.listing_id}, ${photo.position}, ${photo.name}, ${photo.width},
      ${photo.height}, ${photo.colour}, ${photo.alt}, ${tx.now})`)
}

export function deletePhoto(tx: Tx, shopId: string, photoId: string) {
  return tx.one<{ listing_id: string }>(sql`
    delete from photos where party_id = ${shopId} and photo_id = ${photoId} returning listing_id`)
}

export function findPhoto(tx: Tx, shopId: string, photoId: string) {
  return tx.one<Photo>(sql`select ${PHOTO} from photos p where p.party_id = ${shopId} and p.photo_id = ${photoId}`)
}

export function placePhotos(tx: Tx, shopId: string, photoIds: readonly string[]) {
  return tx.count(sql`
    update photos p set position = r.place::int
    from unnest(${photoIds}::uuid[]) with ordinality as r (photo_id, place)
    where p.party_id = ${shopId} and p.photo_id = r.photo_id`)
}

export function listWithoutAvif(tx: Tx, limit: number) {
  return tx.all<Pick<Photo, 'party_id' | 'photo_id' | 'name'>>(sql`
    select party_id, photo_id, name from photos where avif_at is null order by added_at limit ${limit}`)
}

export function markAvif(tx: Tx, shopId: string, photoId: string) {
  return tx.count(sql`
    update photos set avif_at = ${tx.now} where party_id = ${shopId} and photo_id = ${photoId} and avif_at is null`)
}

/** Which of these names no photo carries any more, so that their files may go. */
export function listUnused(tx: Tx, names: readonly string[]) {
  return tx.all<{ name: string }>(sql`
    select r.name from unnest(${names}::text[]) as r (name)
    where not exists (select 1 from photos p where p.name = r.name)`)
}
