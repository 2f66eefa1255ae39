import { describe, expect, test } from 'vitest'
import { singular } from './singular.ts'
import { tokensOf } from './tokens.ts'

const written = (text: string) => tokensOf(text).map(({ word, joined }) => (joined ? `${word}${joined}` : word))

describe('numbers and units', () => {
  test.each([
    ['5 kg', '5=5kg kg=5kg'],
    ['5kg', '5=5kg kg=5kg'],
    ['۵ کلو', '5=5kg کلو=5kg'],
    ['32 inch', '32=32in inch=32in'],
    ['32"', '32=32in'],
    ['32-inch', '32=32in inch=32in'],
    ['3 piece suit', '3=3pc piece=3pc suit'],
    ['three piece suit', 'three=3pc piece=3pc suit'],
    ['تین پیس سوٹ', 'تین=3pc پیس=3pc سوٹ'],
    ['10.0W', '10=10w w=10w'],
    ['1,440 mAh', '1440=1440mah mah=1440mah'],
    ['3/4 in. x 4 ft.', '3/4=3/4in in=3/4in x=3/4x4 4=4ft ft=4ft'],
  ])('%s is read as %s', (text, terms) => {
    expect(written(text).join(' ')).toBe(terms)
  })

  test('what is no number with a unit stays as it is', () => {
    expect(written('iPhone 13 Pro Max')).toEqual(['iphone', '13', 'pro', 'max'])
    expect(written('2K display')).toEqual(['2k', 'display'])
    expect(written('kg ke hisab se')).toEqual(['kg', 'ke', 'hisab', 'se'])
  })

  test('a year is one year, however it is texted', () => {
    expect(written('lawn 2k25')).toEqual(written('Lawn 2025'))
    expect(written('۲k۲۶')).toEqual(['2026'])
  })

  test('the parts of a model are also one word', () => {
    expect(written('HP dv7-1211ea')).toEqual(['hp', 'dv7', '1211ea=dv71211ea'])
    expect(written('WH-1000XM4')).toEqual(['wh', '1000xm4=wh1000xm4'])
    expect(written('T-shirt')).toEqual(['t', 'shirt'])
  })

  test('the sides of a measure are one, with or without their units', () => {
    for (const text of ['5x7', '5 x 7', '5 by 7', '5*7', '5 ft. x 7 ft.', '۵ × ۷']) {
      expect(tokensOf(text).map(({ joined }) => joined)).toContain('=5x7')
    }
    expect(tokensOf('25x22x9').flatMap(({ joined }) => joined ?? [])).toEqual(['=25x22', '=22x9'])
    expect(written('half inch')).toEqual(['half=1/2in', 'inch=1/2in'])
  })

  test('4*8 is 4x8', () => {
    expect(written('4*8 paneling')).toEqual(written('4 x 8 paneling'))
  })
})

describe('English words', () => {
  test.each([
    ["men's shoes", 'man shoe'],
    ['batteries', 'battery'],
    ['boxes', 'box'],
    ['watches', 'watch'],
    ['dresses', 'dress'],
    ['knives', 'knife'],
    ['cameras', 'camera'],
    ['women', 'woman'],
  ])('%s are %s', (text, words) => {
    expect(written(text).join(' ')).toBe(words)
  })

  test('brands, models and words that only look like a plural keep their s', () => {
    for (const word of ['adidas', 'asus', 'levis', 'glass', 'lotus', 'jeans', 'scissors', 'ps4', 'news', 'gas']) {
      expect(singular(word)).toBe(word)
    }
  })

  test('glasses to see with are no drinking glass', () => {
    expect(written('glasses')).not.toEqual(written('glass'))
  })
})
