import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ChargeTerms, type Judgement, judge, type KnownParcel } from './judge.ts'
import { MONEY_FIELDS, type MoneyField, type RemittanceLine } from './shape.ts'

const TERMS: ChargeTerms = {
  pays_ahead: false,
  most_shipment_paisa: 20_000n,
  most_other_paisa: 15_000n,
  handling_basis_points: 100,
  fuel_basis_points: 1_000,
  gst_basis_points: 1_600,
  income_tax_basis_points: 200,
  sales_tax_basis_points: 200,
}
const PARCEL: KnownParcel = {
  shop_id: 's',
  order_id: 'o',
  cod_due_paisa: 265_000n,
  place: 'delivered',
  advance_paisa: 0n,
  short_paisa: 0n,
  over_paisa: 0n,
}
const HOME: KnownParcel = { ...PARCEL, cod_due_paisa: 0n, place: 'back' }
const ON_WAY: KnownParcel = { ...PARCEL, cod_due_paisa: 0n, place: 'on_way' }

const line = (figures: Partial<Record<MoneyField, bigint>>): RemittanceLine => ({
  line_key: 'CHQ-1 LE100',
  tracking: 'LE100',
  figures: {
    ...(Object.fromEntries(MONEY_FIELDS.map((field) => [field, 0n])) as Record<MoneyField, bigint>),
    ...figures,
  },
})
/** Rs 2,650 less 180 for the way, 26.50 handling, 18 fuel, 35.92 GST and twice two percent. */
const FULL = {
  cod: 265_000n,
  shipment: 18_000n,
  handling: 2_650n,
  fuel: 1_800n,
  gst: 3_592n,
  income_tax: 5_300n,
  sales_tax: 5_300n,
  net: 228_358n,
}
const brief = ({ verdict, due_paisa, cod_paisa, advance_paisa, short_paisa, over_paisa }: Judgement) => ({
  verdict,
  due_paisa,
  cod_paisa,
  advance_paisa,
  short_paisa,
  over_paisa,
})
const still = { cod_paisa: 0n, advance_paisa: 0n, short_paisa: 0n, over_paisa: 0n, due_paisa: 0n }

describe('a courier pays for a delivered parcel', () => {
  test('what was collected, less charges as agreed and both taxes, is right to the paisa', () => {
    const judged = judge(line(FULL), PARCEL, TERMS)
    expect(brief(judged)).toEqual({ ...still, verdict: 'ok', due_paisa: 228_358n, cod_paisa: 265_000n })
    expect([judged.freight_paisa, judged.handling_paisa, judged.gst_paisa]).toEqual([19_800n, 2_650n, 3_592n])
    expect([judged.income_tax_paisa, judged.sales_tax_paisa]).toEqual([5_300n, 5_300n])
  })

  test('less than that is short, and more is over; neither is swallowed', () => {
    const short = judge(line({ ...FULL, net: 228_257n }), PARCEL, TERMS)
    expect([short.verdict, short.short_paisa, short.over_paisa]).toEqual(['short', 101n, 0n])
    const over = judge(line({ ...FULL, net: 228_359n }), PARCEL, TERMS)
    expect([over.verdict, over.short_paisa, over.over_paisa]).toEqual(['over', 0n, 1n])
  })

  test('another sum collected than ours is short, even when its own figures agree with each other', () => {
    const judged = judge(line({ ...FULL, cod: 200_000n, net: 163_358n }), PARCEL, TERMS)
    expect([judged.verdict, judged.short_paisa]).toEqual(['short', 65_000n])
  })

  test.each<[MoneyField, bigint]>([
    ['shipment', 5_000n],
    ['handling', 1_000n],
    ['fuel', 900n],
    ['gst', 2_000n],
    ['income_tax', 5_300n],
    ['sales_tax', 2_650n],
    ['other', 15_001n],
  ])('more %s than agreed is a wrong charge, and the courier owes what it took', (field, more) => {
    const judged = judge(
      line({ ...FULL, [field]: (FULL[field as keyof typeof FULL] ?? 0n) + more, net: FULL.net - more }),
      PARCEL,
      TERMS,
    )
    expect(judged.verdict).toBe('wrong_charge')
    expect(judged.short_paisa).toBeGreaterThan(0n)
    expect(judged.short_paisa).toBeLessThanOrEqual(more)
  })

  test('insurance and the like are taken up to their cap, and the rest is owed; no courier is without a cap', () => {
    const judged = judge(line({ ...FULL, other: 500_000n, net: FULL.net - 500_000n }), PARCEL, TERMS)
    expect([judged.verdict, judged.freight_paisa, judged.short_paisa]).toEqual(['wrong_charge', 34_800n, 485_000n])
    const alone = judge(line({ other: 90_000n, net: -90_000n }), HOME, TERMS)
    expect([alone.verdict, alone.freight_paisa, alone.short_paisa]).toEqual(['wrong_charge', 15_000n, 75_000n])
  })

  test('a share that was rounded up to a whole rupee is still as agreed', () => {
    const judged = judge(line({ ...FULL, handling: 2_700n, net: FULL.net - 50n }), PARCEL, TERMS)
    expect(judged.verdict).toBe('ok')
  })

  test('charges that nobody has agreed on are taken as told', () => {
    const open = { ...TERMS, most_shipment_paisa: null, handling_basis_points: null, fuel_basis_points: null }
    const judged = judge(line({ ...FULL, shipment: 90_000n, net: FULL.net - 72_000n }), PARCEL, {
      ...open,
      gst_basis_points: null,
    })
    expect([judged.verdict, judged.freight_paisa]).toEqual(['ok', 91_800n])
  })

  test('the rest of a short payment, paid later, settles it; what is more stays open', () => {
    const paid = { ...PARCEL, cod_due_paisa: 0n, short_paisa: 101n }
    expect(brief(judge(line({ net: 101n }), paid, TERMS))).toEqual({ ...still, verdict: 'ok', short_paisa: -101n })
    const more = judge(line({ cod: 265_000n, net: 228_358n }), paid, TERMS)
    expect([more.verdict, more.short_paisa, more.over_paisa]).toEqual(['over', -101n, 228_257n])
  })

  test('too much that is taken back later settles what was over', () => {
    const paid = { ...PARCEL, cod_due_paisa: 0n, over_paisa: 500n }
    expect(brief(judge(line({ net: -500n }), paid, TERMS))).toEqual({ ...still, verdict: 'ok', over_paisa: -500n })
    const more = judge(line({ net: -700n }), paid, TERMS)
    expect([more.verdict, more.over_paisa, more.short_paisa]).toEqual(['short', -500n, 200n])
  })
})

describe('a courier pays for something else', () => {
  test('a parcel we never gave it: the money stays open', () => {
    const judged = judge(line(FULL), undefined, TERMS)
    expect(brief(judged)).toEqual({ ...still, verdict: 'unknown', over_paisa: FULL.net })
    expect(judge(line({ net: -900n }), undefined, TERMS).short_paisa).toBe(900n)
  })

  test('a parcel that is on its way or came home: the cash cannot be its buyer’s, so it stays open', () => {
    for (const parcel of [ON_WAY, HOME]) {
      const judged = judge(line(FULL), parcel, TERMS)
      expect(brief(judged)).toEqual({ ...still, verdict: 'undelivered', over_paisa: FULL.net })
    }
  })

  test('the way home is a charge as agreed, and what goes beyond is owed', () => {
    const judged = judge(line({ shipment: 18_000n, net: -18_000n }), HOME, TERMS)
    expect([judged.verdict, judged.freight_paisa, judged.short_paisa]).toEqual(['charge', 18_000n, 0n])
    const dear = judge(line({ shipment: 50_000n, net: -50_000n }), HOME, TERMS)
    expect([dear.verdict, dear.freight_paisa, dear.short_paisa]).toEqual(['wrong_charge', 20_000n, 30_000n])
  })
})

describe('a courier that pays before it delivers', () => {
  const ahead = { ...TERMS, pays_ahead: true }
  const upfront = line({ cod: 265_000n, net: 159_000n })

  test('its advance is ours to give back until the parcel is delivered', () => {
    const judged = judge(upfront, ON_WAY, ahead)
    expect(brief(judged)).toEqual({ ...still, verdict: 'advance', due_paisa: 159_000n, advance_paisa: 159_000n })
  })

  test('the payment for the delivered parcel is less by it', () => {
    const judged = judge(line({ ...FULL, net: FULL.net - 159_000n }), { ...PARCEL, advance_paisa: 159_000n }, ahead)
    expect([judged.verdict, judged.cod_paisa, judged.advance_paisa]).toEqual(['ok', 265_000n, -159_000n])
    const forgot = judge(line(FULL), { ...PARCEL, advance_paisa: 159_000n }, ahead)
    expect([forgot.verdict, forgot.over_paisa]).toEqual(['over', 159_000n])
  })

  test('it takes it back when the parcel comes home, in parts too, and no more than it gave', () => {
    const home = { ...HOME, advance_paisa: 159_000n }
    const whole = judge(line({ other: 12_000n, net: -171_000n }), home, ahead)
    expect([whole.verdict, whole.advance_paisa, whole.freight_paisa]).toEqual(['claw_back', -159_000n, 12_000n])
    expect(judge(line({ net: -59_000n }), home, ahead).advance_paisa).toBe(-59_000n)
    const more = judge(line({ net: -160_000n }), home, ahead)
    expect([more.verdict, more.advance_paisa, more.short_paisa]).toEqual(['short', -159_000n, 1_000n])
  })
})

test('whatever a courier tells of whatever parcel adds up to what it paid', () => {
  const paisa = fc.bigInt({ min: -50_000_000n, max: 50_000_000n })
  const some = fc.bigInt({ min: 0n, max: 50_000_000n })
  const figures = fc.record(Object.fromEntries(MONEY_FIELDS.map((field) => [field, field === 'net' ? paisa : some])))
  const known = fc.record({
    cod_due_paisa: some,
    place: fc.constantFrom('on_way' as const, 'delivered' as const, 'back' as const),
    advance_paisa: some,
    short_paisa: some,
    over_paisa: some,
  })
  const wild = fc.property(figures, fc.option(known), fc.boolean(), (told, parcel, pays_ahead) => {
    const judged = judge(line(told), parcel ? { ...PARCEL, ...parcel } : undefined, { ...TERMS, pays_ahead })
    const kept =
      judged.freight_paisa + judged.handling_paisa + judged.gst_paisa + judged.income_tax_paisa + judged.sales_tax_paisa
    const moved = judged.cod_paisa - kept + judged.advance_paisa - judged.short_paisa + judged.over_paisa
    expect(moved).toBe(told.net)
    expect(judged.due_paisa + judged.over_paisa - judged.short_paisa).toBe(told.net)
    if (parcel) {
      expect(-judged.advance_paisa <= parcel.advance_paisa).toBe(true)
      expect(-judged.short_paisa <= parcel.short_paisa).toBe(true)
      expect(-judged.over_paisa <= parcel.over_paisa).toBe(true)
    }
  })
  fc.assert(wild, { numRuns: 2_000 })
})
