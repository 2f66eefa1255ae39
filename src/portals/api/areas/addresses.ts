import { z } from 'zod'
import { listAddresses, type Person, removeAddress, saveAddress } from '../../../domains/identity/identity.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Market } from '../../web/market.ts'
import { type Operation, personal } from '../operation.ts'
import { addressSchema, addressShape, newAddress } from '../shapes/address.ts'
import { idIn, listOf } from '../shapes/basics.ts'

/** Keeps an address in a city that we know. Refuses: invalid delivery.city_unknown; what saveAddress refuses. */
export function keepAddress(
  tx: Tx,
  market: Market,
  person: Person,
  { city, ...address }: z.output<typeof newAddress>,
): Promise<string> {
  if (!market.places.provinces.has(city)) throw new Refusal('invalid', 'delivery.city_unknown')
  return saveAddress(tx, person, { ...address, city_id: city })
}

export const ADDRESSES: readonly Operation[] = [
  personal({
    name: 'listAddresses',
    method: 'GET',
    path: '/addresses',
    area: 'Addresses',
    summary: 'Your addresses, newest first',
    status: 200,
    answer: listOf(addressSchema, 'addresses'),
    run: ({ read, person }) =>
      read(async (tx) => {
        const items = (await listAddresses(tx, person)).map(addressShape)
        return { items, count: items.length, next: null }
      }),
  }),
  personal({
    name: 'saveAddress',
    method: 'POST',
    path: '/addresses',
    area: 'Addresses',
    summary: 'Keep an address',
    more: 'Addresses never change, so that an order can point at one: an edit is a new address.',
    body: newAddress,
    status: 201,
    answer: addressSchema,
    run: (ask, { body }) =>
      ask.write(async (tx) => {
        const addressId = await keepAddress(tx, ask.market, ask.person, body)
        const saved = (await listAddresses(tx, ask.person)).find(({ address_id }) => address_id === addressId)
        if (!saved) throw new Error('broken promise: an address that was just saved is there')
        return addressShape(saved)
      }),
  }),
  personal({
    name: 'removeAddress',
    method: 'DELETE',
    path: '/addresses/{address}',
    area: 'Addresses',
    summary: 'Take an address off your list; orders to it still arrive',
    params: z.object({ address: idIn('adr') }),
    status: 204,
    run: (ask, { params }) =>
      ask.write(async (tx) => {
        await removeAddress(tx, ask.person, params.address)
        return null
      }),
  }),
]
