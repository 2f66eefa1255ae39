import { APPLIANCES } from './appliances.ts'
import { BEAUTY } from './beauty.ts'
import { CLIMATE } from './climate.ts'
import { COMPUTERS } from './computers.ts'
import { GROCERIES } from './groceries.ts'
import { HOME } from './home.ts'
import { JEWELLERY } from './jewellery.ts'
import { KIDS } from './kids.ts'
import { KITCHEN } from './kitchen.ts'
import { LEISURE } from './leisure.ts'
import { MEN } from './men.ts'
import { MENS_SHOES } from './mens-shoes.ts'
import { PANTRY } from './pantry.ts'
import { PHONES } from './phones.ts'
import type { Recipe } from './recipe.ts'
import { SHAWLS } from './shawls.ts'
import { WOMEN } from './women.ts'
import { WOMENS_SHOES } from './womens-shoes.ts'
import { WORKSHOP } from './workshop.ts'

/** Every kind of goods that demo shops sell. */
export const RECIPES: readonly Recipe[] = [
  ...MENS_SHOES,
  ...WOMENS_SHOES,
  ...WOMEN,
  ...SHAWLS,
  ...MEN,
  ...KIDS,
  ...JEWELLERY,
  ...PHONES,
  ...COMPUTERS,
  ...APPLIANCES,
  ...CLIMATE,
  ...BEAUTY,
  ...GROCERIES,
  ...PANTRY,
  ...HOME,
  ...KITCHEN,
  ...WORKSHOP,
  ...LEISURE,
]

/** The recipe of that name; a shop that names another is a mistake of ours. */
export function recipe(id: string): Recipe {
  const found = RECIPES.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no recipe is called ${id}`)
  return found
}
