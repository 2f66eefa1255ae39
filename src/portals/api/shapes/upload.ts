import { z } from 'zod'
import type { PreparedPhoto } from '../../../domains/catalogue/catalogue.ts'
import type { Person } from '../../../domains/identity/identity.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { openValue, signValue } from '../../../kit/http/cookies.ts'
import type { Market } from '../../web/market.ts'

/** The name of a photo that was sent to us, for whoever sent it: others cannot use it. */
export const uploadName = z.string().max(140).meta({ description: 'The `name` that POST /photos gave you' })

type Uploaded = Omit<PreparedPhoto, 'files'>

export function nameUpload(market: Market, person: Person, photo: Uploaded): string {
  const facts = [photo.name, photo.colour.slice(1), photo.width, photo.height].join('-')
  return signValue(market.keys.sign, useOf(person), facts)
}

/** The photo behind a name. Refuses: not_found catalogue.unknown_photo when it was not given to this person. */
export function openUpload(market: Market, person: Person, name: string): Uploaded {
  const facts = openValue(market.keys.sign, useOf(person), name)
  const [photo, colour, width, height] = facts?.split('-') ?? []
  if (!photo || !colour) throw new Refusal('not_found', 'catalogue.unknown_photo')
  return { name: photo, colour: `#${colour}`, width: Number(width), height: Number(height) }
}

function useOf(person: Person): string {
  return `api.upload:${person.person_id}`
}
