import { expect, test } from 'vitest'
import { formats } from './format.ts'
import { smsSize } from './sms.ts'

const en = formats('en')
const ur = formats('ur')
const roman = formats('roman-ur')
// A Tuesday, 4:10 in the afternoon in Karachi.
const now = new Date('2026-03-10T11:10:00Z')
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000)

test('rupees are written as a shop writes them, with paisa only when there are some', () => {
  expect(en.rupees(245_000n)).toBe('Rs 2,450')
  expect(ur.rupees(245_000n)).toBe('Rs 2,450')
  expect(en.rupees(245_050n)).toBe('Rs 2,450.50')
  expect(en.rupees(5n)).toBe('Rs 0.05')
  expect(en.rupees(-35_000n)).toBe('-Rs 350')
})

test('no hard space hides in an amount, so an SMS with it stays cheap', () => {
  expect(smsSize(roman.rupees(1_234_567_89n)).coding).toBe('gsm7')
  expect(smsSize(roman.moment(now, now)).coding).toBe('gsm7')
})

test('lakh and crore are used only where asked', () => {
  expect(en.rupees(250_000_00n)).toBe('Rs 250,000')
  expect(en.rupeesShort(250_000_00n)).toBe('Rs 2.5 lakh')
  expect(ur.rupeesShort(12_000_000_00n)).toBe('Rs 1.2 کروڑ')
  expect(roman.rupeesShort(99_000_00n)).toBe('Rs 99,000')
})

test('a day is Karachi’s day, not the server’s', () => {
  const night = new Date('2026-03-10T20:30:00Z')
  expect(en.date(night)).toBe('11 March 2026')
  expect(en.weekday(night)).toBe('Wednesday')
  expect(en.time(night)).toBe('1:30 am')
  expect(en.time(new Date('2026-03-10T19:05:00Z'))).toBe('12:05 am')
})

test('a moment is a weekday when it is near and a date when it is far', () => {
  expect(en.moment(now, now)).toBe('Tuesday 4:10 pm')
  expect(en.moment(now, later(24 * 30))).toBe('10 March, 4:10 pm')
  expect(ur.moment(now, now)).toBe('منگل شام 4:10 بجے')
  expect(roman.moment(now, now)).toBe('Mangal shaam 4:10 baje')
})

test('a promise of arrival names the day', () => {
  expect(en.relative(later(48), now)).toBe('in 2 days, by Thursday')
  expect(ur.relative(later(48), now)).toBe('2 دن میں، جمعرات تک')
  expect(roman.relative(later(48), now)).toBe('2 din mein, Jumeraat tak')
  expect(en.relative(later(24 * 10), now)).toBe('in 1 week, by 20 March')
})

test('a narrow place gets the day only, bent as the language bends it', () => {
  expect(en.byDay(later(48), now)).toBe('by Thursday')
  expect(ur.byDay(later(72), now)).toBe('جمعے تک')
  expect(roman.byDay(later(96), now)).toBe('Haftay tak')
  expect(en.byDay(later(24 * 10), now)).toBe('by 20 March')
})

test('near times are said in hours and minutes, past ones as ago', () => {
  expect(en.relative(later(3), now)).toBe('in 3 hours')
  expect(en.relative(later(-1), now)).toBe('1 hour ago')
  expect(en.relative(later(0), now)).toBe('just now')
  expect(en.relative(later(-24), now)).toBe('yesterday')
  expect(en.relative(later(24), now)).toBe('tomorrow')
  expect(roman.relative(later(-72), now)).toBe('3 din pehle')
})

test('phones are written as people read them out, and masked they keep the last three', () => {
  expect(en.phone('+923001234567')).toBe('0300 1234567')
  expect(en.maskedPhone('+923001234567')).toBe('0300 ••••567')
  expect(en.phone('+447911123456')).toBe('+447 911123456')
})

test('shares and lists read naturally', () => {
  expect(en.percent(0.014)).toBe('1.4%')
  expect(ur.percent(0.2)).toBe('20 فیصد')
  expect(roman.percent(0.014)).toBe('1.4 feesad')
  expect(en.list(['Bilal', 'Farah', 'Imran'])).toBe('Bilal, Farah and Imran')
  expect(ur.list(['بلال', 'فرح'])).toBe('بلال اور فرح')
  expect(en.list([])).toBe('')
})
