import { beforeAll, describe, expect, test } from 'vitest'
import { type TestMarket, testMarket, type Visitor } from '../../../tests/setup/market.ts'
import { packed, placed, type Trade, trade } from '../../../tests/setup/trade.ts'
import { cashOfRider, parcelOfOrder, shownLabel } from '../../domains/delivery/delivery.ts'
import { giveRole, listAccess, SYSTEM, seedPerson } from '../../domains/identity/identity.ts'
import { findOrder, type OrderRow } from '../../domains/orders/orders.ts'
import { codesFor } from '../../domains/trust/trust.ts'

let market: TestMarket
let cast: Trade
let ghazi: Visitor

beforeAll(async () => {
  market = await testMarket()
  cast = await market.market.db.tx((tx) => trade(tx, 50))
  ghazi = await market.visitor({ kind: 'person', person_id: cast.ghazi.person_id })
})

/** A packed order, and where its parcel's page is. */
async function packedOrder(
  quantity = 1,
): Promise<{ order: OrderRow; path: string; codes: { inspect: string; release: string } }> {
  return market.market.db.tx(async (tx) => {
    const order = await placed(tx, cast, 'cod', quantity)
    await packed(tx, cast, order)
    const parcel = await parcelOfOrder(tx, order.party_id, order.order_id)
    return {
      order,
      path: `/ride/parcels/${shownLabel(parcel?.label_code ?? '')}`,
      codes: codesFor(tx, order.order_id),
    }
  })
}

const stateOf = async (order: OrderRow) =>
  (await market.market.db.read((tx) => findOrder(tx, order.order_id))).order.state

async function steps(path: string, ...names: string[]): Promise<void> {
  for (const step of names) {
    const answer = await ghazi.post(`${path}/steps`, { step })
    expect([step, answer.status, answer.headers.get('location')]).toEqual([step, 303, path])
  }
}

describe('Ghazi brings a parcel', () => {
  test('he fetches it, opens it with the first code, and is told to take the cash before the second', async () => {
    const { order, path, codes } = await packedOrder()
    expect(await (await ghazi.get('/ride')).text()).toContain('Waiting in Lahore')
    expect(await (await ghazi.get(path)).text()).toContain('I will bring it')
    await steps(path, 'take', 'pick_up')
    const going = await (await ghazi.get(path)).text()
    expect(going).toContain('House 5, Street 3')
    expect(going).toContain('href="tel:+923000000005"')
    await steps(path, 'go_out', 'arrive')
    expect(await stateOf(order)).toBe('at_door')

    await ghazi.post(`${path}/opening`, { code: codes.inspect })
    expect(await stateOf(order)).toBe('inspecting')
    const looking = await (await ghazi.get(path)).text()
    expect(looking.replace(/<[^>]+>/g, '')).toContain('Take Rs 2,650 first')
    expect(looking).toContain('two thousand six hundred fifty rupees')

    await ghazi.post(`${path}/release`, { code: codes.release })
    expect(await stateOf(order)).toBe('completed')
    expect((await (await ghazi.get(path)).text()).replace(/<[^>]+>/g, '')).toContain('You took Rs 2,650 in cash')
    const cash = await market.market.db.read((tx) => cashOfRider(tx, cast.ghazi.person_id))
    expect(cash.total_paisa).toBe(265_000n)
    expect(await (await ghazi.get('/ride/cash')).text()).toContain('Rs 2,650')
  })

  test('the buyer keeps two of three: he takes the cash for two and the third pair along', async () => {
    const { order, path, codes } = await packedOrder(3)
    await steps(path, 'take', 'pick_up', 'go_out', 'arrive')
    await ghazi.post(`${path}/opening`, { code: codes.inspect })
    expect(await (await ghazi.get(path)).text()).toContain(`${path}/part`)
    expect((await (await ghazi.get(`${path}/part`)).text()).includes('second code')).toBe(false)
    const chosen = await (await ghazi.get(`${path}/part?back1=1&reason=damaged`)).text()
    expect(chosen.replace(/<[^>]+>/g, '')).toContain('Take Rs 5,100 first')
    const wrong = await ghazi.post(`${path}/part`, { back1: '3', reason: 'damaged', code: codes.release })
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('Something must be kept')])
    await ghazi.post(`${path}/part`, { back1: '1', reason: 'damaged', code: codes.release })
    expect(await stateOf(order)).toBe('completed')
    expect((await (await ghazi.get(path)).text()).replace(/<[^>]+>/g, '')).toContain('You took Rs 5,100 in cash')
  })

  test('a wrong code stays in the page and says how many tries are left, until it is locked', async () => {
    const { order, path } = await packedOrder()
    await steps(path, 'take', 'pick_up', 'go_out', 'arrive')
    const said: string[] = []
    for (let tries = 0; tries < 5; tries++) {
      const answer = await ghazi.post(`${path}/opening`, { code: '1' })
      said.push(`${answer.status} ${/Tries left: (\d)|(Wrong code too many)/.exec(await answer.text())?.[0]}`)
    }
    expect(said).toEqual([
      '422 Tries left: 4',
      '422 Tries left: 3',
      '422 Tries left: 2',
      '422 Tries left: 1',
      '429 Wrong code too many',
    ])
    expect(await stateOf(order)).toBe('at_door')
  })

  test('the second code does not open the parcel, and the first does not pay', async () => {
    const { path, codes } = await packedOrder()
    await steps(path, 'take', 'pick_up', 'go_out', 'arrive')
    expect((await ghazi.post(`${path}/opening`, { code: codes.release })).status).toBe(422)
    expect((await ghazi.post(`${path}/release`, { code: codes.release })).status).toBe(409)
    await ghazi.post(`${path}/opening`, { code: codes.inspect })
    expect((await ghazi.post(`${path}/release`, { code: codes.inspect })).status).toBe(422)
  })

  test('the buyer sends it back at the door with a reason, and he brings it back to the shop', async () => {
    const { order, path, codes } = await packedOrder()
    await steps(path, 'take', 'pick_up', 'go_out', 'arrive')
    await ghazi.post(`${path}/opening`, { code: codes.inspect })
    const without = await ghazi.post(`${path}/send-back`, { words: 'Not the colour' })
    expect(without.status).toBe(422)
    expect(await without.text()).toContain('Not the colour')
    expect((await ghazi.post(`${path}/send-back`, { reason: 'not_as_shown', words: '' })).status).toBe(303)
    expect(await stateOf(order)).toBe('refused')
    const back = await (await ghazi.get(path)).text()
    expect(back).toContain('Bring it back to Bilal Shoes')
    expect(back).not.toContain('House 5')
    await steps(path, 'start_return')
    expect(await (await ghazi.get(path)).text()).toContain('The shop confirms it')
  })

  test('a photo that is none is refused beside its field', async () => {
    const { path, codes } = await packedOrder()
    await steps(path, 'take', 'pick_up', 'go_out', 'arrive')
    await ghazi.post(`${path}/opening`, { code: codes.inspect })
    const form = new FormData()
    form.set('reason', 'damaged')
    form.set('photos', new File(['not a photo'], 'a.jpg', { type: 'image/jpeg' }))
    const answer = await ghazi.post(`${path}/send-back`, form)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('id="photos-error"')
  })

  test('when nobody is home three times, the parcel goes back', async () => {
    const { order, path } = await packedOrder()
    await steps(path, 'take', 'pick_up')
    await steps(path, 'go_out', 'arrive', 'nobody_home')
    expect(await (await ghazi.get(path)).text()).toContain('Visit 2 of 3')
    await steps(path, 'go_out', 'arrive', 'nobody_home', 'go_out', 'arrive', 'nobody_home')
    expect(await stateOf(order)).toBe('refused')
  })

  test('the same button twice changes nothing and shows where the parcel stands', async () => {
    const { order, path } = await packedOrder()
    await steps(path, 'take', 'pick_up')
    const again = await ghazi.post(`${path}/steps`, { step: 'pick_up' })
    expect(again.status).toBe(409)
    expect(await again.text()).toContain('I am on my way')
    expect((await ghazi.post(`${path}/steps`, { step: 'fly' })).status).toBe(409)
    expect(await stateOf(order)).toBe('shipped')
  })
})

describe('what a rider may see', () => {
  test('the buyer can read that he looked at the address, and only once he carried the parcel', async () => {
    const { order, path } = await packedOrder()
    const looks = async () =>
      (await market.market.db.read((tx) => listAccess(tx, cast.ayesha))).filter(
        ({ by, about }) => by === 'rider' && about === order.order_id,
      )
    await ghazi.get(path)
    await steps(path, 'take')
    await ghazi.get(path)
    expect(await looks()).toEqual([])
    await steps(path, 'pick_up')
    await ghazi.get(path)
    expect(await looks()).toMatchObject([{ purpose: 'deliver' }])
  })

  test('a parcel that another rider has is not there for him', async () => {
    const { path } = await packedOrder()
    await steps(path, 'take')
    const other = await market.market.db.tx(async (tx) => {
      const person_id = await seedPerson(tx, SYSTEM, { phone: '+923000000052', name: 'Aftab', language: 'en' })
      await giveRole(tx, SYSTEM, person_id, 'rider')
      return { kind: 'person' as const, person_id }
    })
    const aftab = await market.visitor(other)
    expect((await aftab.get(path)).status).toBe(404)
    expect((await aftab.post(`${path}/steps`, { step: 'pick_up' })).status).toBe(404)
    expect((await aftab.post(`${path}/opening`, { code: '123456' })).status).toBe(404)
    expect((await aftab.get('/ride')).status).toBe(200)
  })

  test('a typed label leads to its parcel, in small letters too; an unknown one is said beside the field', async () => {
    const { path } = await packedOrder()
    const typed = path.split('/').at(-1)?.toLowerCase().replace('-', ' ') ?? ''
    const found = await ghazi.get(`/ride/labels?code=${encodeURIComponent(typed)}`)
    expect(found.headers.get('location')).toBe(path)
    const scanned = await ghazi.get(`/ride/labels?code=${encodeURIComponent(`${market.base}${path}`)}`)
    expect(scanned.headers.get('location')).toBe(path)
    const lost = await ghazi.get('/ride/labels?code=ZZZZ-ZZZZ')
    const page = await ghazi.get(lost.headers.get('location') ?? '')
    expect(page.status).toBe(404)
    expect(await page.text()).toContain('No such parcel for you')
  })
})

describe('who may enter', () => {
  const pages = [
    '/ride',
    '/ride/waiting',
    '/ride/cash',
    '/ride/labels',
    '/ride/parcels/:p',
    '/ride/parcels/:p/send-back',
  ]
  const forms = [
    '/ride/parcels/:p/steps',
    '/ride/parcels/:p/opening',
    '/ride/parcels/:p/release',
    '/ride/parcels/:p/send-back',
  ]

  test('strangers are sent to sign in; people and operators find nothing; the rider enters', async () => {
    const { path } = await packedOrder()
    const label = path.split('/').at(-1) ?? ''
    const visitors = {
      stranger: await market.visitor(),
      person: await market.visitor(cast.ayesha),
      operator: await market.visitor({ kind: 'person', person_id: cast.dania.person_id }),
      rider: ghazi,
    }
    const seen: Record<string, string> = {}
    for (const [name, visitor] of Object.entries(visitors)) {
      for (const route of pages) {
        const { status } = await visitor.get(route.replace(':p', label))
        seen[`GET ${route}`] = [seen[`GET ${route}`], `${name} ${status}`].filter(Boolean).join(', ')
      }
      for (const route of forms) {
        const { status } = await visitor.post(route.replace(':p', label), { step: 'nobody_home', code: '1' })
        seen[`POST ${route}`] = [seen[`POST ${route}`], `${name} ${status}`].filter(Boolean).join(', ')
      }
    }
    const outside = 'stranger 303, person 404, operator 404'
    expect(seen).toEqual({
      'GET /ride': `${outside}, rider 200`,
      'GET /ride/waiting': `${outside}, rider 200`,
      'GET /ride/cash': `${outside}, rider 200`,
      'GET /ride/labels': `${outside}, rider 303`,
      'GET /ride/parcels/:p': `${outside}, rider 200`,
      'GET /ride/parcels/:p/send-back': `${outside}, rider 200`,
      'POST /ride/parcels/:p/steps': `${outside}, rider 409`,
      'POST /ride/parcels/:p/opening': `${outside}, rider 422`,
      'POST /ride/parcels/:p/release': `${outside}, rider 409`,
      'POST /ride/parcels/:p/send-back': `${outside}, rider 422`,
    })
  })
})
