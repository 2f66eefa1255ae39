import { z } from 'zod'
import type { Address } from '../../../domains/identity/identity.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { id, words } from './basics.ts'

/** An address as somebody gives it. Its verb judges the words, and says so in the caller's language. */
export const newAddress = z
  .strictObject({
    name: words(400),
    phone: words(40).optional().describe("The person's own number when it is left out"),
    street: words(400),
    area: words(400).default(''),
    landmark: words(400).default('').describe('What is near, for the rider'),
    city: z.string().max(60).describe('An id from /cities'),
  })
  .meta({ id: 'NewAddress' })

export const addressSchema = z
  .object({
    id: id('adr'),
    name: z.string(),
    phone: z.string(),
    street: z.string(),
    area: z.string(),
    landmark: z.string(),
    city: z.string(),
  })
  .meta({ id: 'Address' })

export function addressShape(address: Address): z.input<typeof addressSchema> {
  const { name, phone, street, area, landmark } = address
  return { id: shown('adr', address.address_id), name, phone, street, area, landmark, city: address.city_id }
}
