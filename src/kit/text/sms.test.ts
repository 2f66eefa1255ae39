import { expect, test } from 'vitest'
import { foldForSms, smsSize } from './sms.ts'

test('a Roman Urdu message of 160 letters is one segment, 161 are two', () => {
  expect(smsSize('a'.repeat(160))).toEqual({ coding: 'gsm7', units: 160, segments: 1 })
  expect(smsSize('a'.repeat(161)).segments).toBe(2)
  expect(smsSize('a'.repeat(307)).segments).toBe(3)
})

test('one Urdu letter makes the message short and dear', () => {
  expect(smsSize('آ'.repeat(70))).toEqual({ coding: 'ucs2', units: 70, segments: 1 })
  expect(smsSize('آ'.repeat(71)).segments).toBe(2)
})

test('brackets count twice and are never cut in half', () => {
  expect(smsSize('[').units).toBe(2)
  expect(smsSize(`${'a'.repeat(152)}[${'a'.repeat(152)}`)).toEqual({ coding: 'gsm7', units: 306, segments: 3 })
})

test('curly quotes, dashes and hard spaces are folded to the cheap alphabet', () => {
  const folded = foldForSms('Bilal’s “khussa” – Rs\u00A02,450… 0300 ••••567')
  expect(folded).toBe('Bilal\'s "khussa" - Rs 2,450... 0300 ****567')
  expect(smsSize(folded).coding).toBe('gsm7')
})

test('Urdu stays Urdu, without the marks that only take room', () => {
  expect(foldForSms('\u200Eقیمت\u2067 Rs 500\u2069')).toBe('قیمت Rs 500')
})
