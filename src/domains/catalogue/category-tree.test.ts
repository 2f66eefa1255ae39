import { describe, expect, it } from 'vitest'
import { ATTRIBUTES } from './category-attributes.ts'
import { CATEGORY_TREE } from './category-tree.ts'

const ids = CATEGORY_TREE.map((one) => one.id)
const leaves = CATEGORY_TREE.filter((one) => !CATEGORY_TREE.some((other) => other.parent === one.id))

describe('the tree of goods', () => {
  it('has a dozen rooms and shelves enough for a bazaar', () => {
    const tops = CATEGORY_TREE.filter((one) => one.parent === null)
    expect(tops.length).toBeGreaterThanOrEqual(11)
    expect(tops.length).toBeLessThanOrEqual(14)
    expect(leaves.length).toBeGreaterThanOrEqual(110)
    expect(leaves.length).toBeLessThanOrEqual(180)
  })

  it('names every category in English, Urdu script and Roman Urdu', () => {
    for (const { name } of CATEGORY_TREE) {
      expect(name.en).toMatch(/^[A-Z][A-Za-z ,'-]+$/)
      expect(name.ur).toMatch(/^[\u0600-\u06ff ]+$/)
      expect(name.roman).toMatch(/^[A-Z][A-Za-z ,'-]+$/)
    }
  })

  it('knows each parent before its children, and goes no deeper than three', () => {
    for (const [at, { parent }] of CATEGORY_TREE.entries()) {
      if (parent === null) continue
      const place = ids.indexOf(parent)
      expect(place).toBeGreaterThanOrEqual(0)
      expect(place).toBeLessThan(at)
      const above = CATEGORY_TREE[place]?.parent ?? null
      if (above !== null) expect(CATEGORY_TREE.find((one) => one.id === above)?.parent).toBeNull()
    }
  })

  it('never uses an id, or a name among siblings, twice', () => {
    expect(new Set(ids).size).toBe(ids.length)
    for (const language of ['en', 'ur', 'roman'] as const) {
      const names = CATEGORY_TREE.map((one) => `${one.parent} ${one.name[language]}`)
      expect(new Set(names).size).toBe(names.length)
    }
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/)
  })

  it('asks for attributes on every leaf, and each of them has three names', () => {
    for (const leaf of leaves) expect(leaf.attributes.length, leaf.id).toBeGreaterThan(0)
    for (const { name } of ATTRIBUTES) {
      expect(name.en).not.toBe('')
      expect(name.ur).toMatch(/[\u0600-\u06ff]/)
      expect(name.roman).not.toBe('')
    }
  })
})
