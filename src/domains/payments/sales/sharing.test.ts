import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Bill, giveBack, type Left, refundable, shareOut } from './sharing.ts'

const BILL: Bill = {
  items_paisa: 300_000n,
  delivery_paisa: 20_000n,
  tip_paisa: 5_000n,
  discount_paisa: 0n,
  discount_by: null,
  commission_paisa: 15_000n,
}

describe('sharing out a sale', () => {
  test('all of it is kept: the shop has its goods less the commission, the way and the tip are untouched', () => {
    expect(shareOut(BILL, { items_paisa: 300_000n, has_tip: true })).toEqual({
      paid_paisa: 325_000n,
      discount_paisa: 0n,
      shop_paisa: 285_000n,
      commission_paisa: 15_000n,
      delivery_paisa: 20_000n,
      tip_paisa: 5_000n,
    })
  })

  test('a discount of the shop lowers its share, one of the market is added to what the buyer pays', () => {
    const whole = { items_paisa: 300_000n, has_tip: false }
    const byShop = shareOut({ ...BILL, discount_paisa: 30_000n, discount_by: 'shop', commission_paisa: 13_500n }, whole)
    expect(byShop).toMatchObject({ paid_paisa: 290_000n, discount_paisa: 0n, shop_paisa: 256_500n })
    const byMarket = shareOut({ ...BILL, discount_paisa: 30_000n, discount_by: 'market' }, whole)
    expect(byMarket).toMatchObject({ paid_paisa: 290_000n, discount_paisa: 30_000n, shop_paisa: 285_000n })
  })

  test('two of three are kept: two thirds of discount and commission, rounded down', () => {
    const bill: Bill = { ...BILL, discount_paisa: 100n, discount_by: 'market', commission_paisa: 100n }
    expect(shareOut(bill, { items_paisa: 200_000n, has_tip: true })).toEqual({
      paid_paisa: 224_934n,
      discount_paisa: 66n,
      shop_paisa: 199_934n,
      commission_paisa: 66n,
      delivery_paisa: 20_000n,
      tip_paisa: 5_000n,
    })
  })
})

const paisa = (most: bigint) => fc.bigInt({ min: 0n, max: most })

test('whatever is kept, what comes in is what is shared out', () => {
  const bills = fc.record({
    items_paisa: fc.bigInt({ min: 2n, max: 10_000_000n }),
    delivery_paisa: paisa(100_000n),
    tip_paisa: paisa(50_000n),
    discount_bp: fc.bigInt({ min: 0n, max: 9_000n }),
    discount_by: fc.constantFrom('shop' as const, 'market' as const),
    commission_bp: fc.bigInt({ min: 0n, max: 5_000n }),
    kept_bp: fc.bigInt({ min: 0n, max: 10_000n }),
    has_tip: fc.boolean(),
  })
  fc.assert(
    fc.property(bills, ({ discount_bp, commission_bp, kept_bp, has_tip, discount_by, ...bill }) => {
      const discount_paisa = (bill.items_paisa * discount_bp) / 10_000n
      const base = discount_by === 'shop' ? bill.items_paisa - discount_paisa : bill.items_paisa
      const whole: Bill = { ...bill, discount_paisa, discount_by, commission_paisa: (base * commission_bp) / 10_000n }
      const s = shareOut(whole, { items_paisa: (bill.items_paisa * kept_bp) / 10_000n, has_tip })
      expect(s.paid_paisa + s.discount_paisa).toBe(s.shop_paisa + s.commission_paisa + s.delivery_paisa + s.tip_paisa)
      expect(Object.values(s).every((each) => each >= 0n)).toBe(true)
    }),
  )
})

test('however a sale is given back, each part is exact and the last one leaves nothing anywhere', () => {
  const sales = fc
    .record({
      shop_paisa: paisa(1_000_000n),
      commission_paisa: paisa(50_000n),
      income_tax_paisa: paisa(20_000n),
      sales_tax_paisa: paisa(20_000n),
      discount_paisa: paisa(50_000n),
    })
    .filter((left) => refundable(left) > 0n)
  const steps = fc.array(fc.bigInt({ min: 1n, max: 10_000n }), { maxLength: 12 })
  fc.assert(
    fc.property(sales, steps, (sale, cuts) => {
      const left: Left = { ...sale }
      const take = (amount: bigint) => {
        const given = giveBack(left, amount)
        expect(refundable(given)).toBe(amount)
        for (const name of Object.keys(left) as (keyof Left)[]) {
          expect(given[name]).toBeGreaterThanOrEqual(0n)
          left[name] -= given[name]
          expect(left[name]).toBeGreaterThanOrEqual(0n)
        }
      }
      for (const cut of cuts) {
        const amount = (refundable(left) * cut) / 10_000n
        if (amount > 0n) take(amount)
      }
      if (refundable(left) > 0n) take(refundable(left))
      expect(Object.values(left)).toEqual([0n, 0n, 0n, 0n, 0n])
    }),
  )
})
