import { expect, test } from 'vitest'
import { categoryGuess } from './category-match.ts'
import { CATEGORY_TREE } from './category-tree.ts'
import { OTHER_CATEGORY } from './reference.ts'

const guess = categoryGuess(
  CATEGORY_TREE.map(({ id, parent, name, icon, position }) => ({
    ...{ category_id: id, parent_id: parent, name_en: name.en, name_ur: name.ur, name_roman: name.roman },
    ...{ icon, position, attributes: [] },
  })),
)

test.each([
  [['Mobiles & Tablets > Mobile Accessories > Power Banks'], 'Anker 10000', 'power-banks'],
  [['Computers & Laptops', 'Computer Accessories', 'Keyboards'], 'Logitech K120', 'keyboards-mice'],
  [["Women's Fashion", 'Abayas'], 'Plain black', 'women-abayas'],
  [['Mardana joote'], 'Something', 'mens-shoes'],
  [['مردانہ شلوار قمیض'], 'سفید', 'men-shalwar-kameez'],
  [['men'], 'Warm jacket', 'men-jackets'],
  [['men'], 'Nothing that we know', 'men'],
  [[], 'Peshawari chappal', 'mens-chappal'],
  [['Mobiles & accessories (query: infinix)'], 'Infinix Hot', 'smartphones'],
  [['Zzz'], 'Qqq', OTHER_CATEGORY],
  [['__proto__', 'constructor'], 'toString', OTHER_CATEGORY],
])('a file that says %s, %s stands on the shelf %s', (words, title, shelf) => {
  expect(guess(words, title)).toBe(shelf)
})
