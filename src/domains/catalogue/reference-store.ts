import { json } from '../../kit/sql/json.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Category, City } from './store.ts'

export function selectCategories(tx: Tx) {
  return tx.all<Category>(sql`
    select category_id, parent_id, name_en, name_ur, name_roman, icon, position, attributes
    from categories order by position, category_id`)
}

/** The big ones first: they are what most people look for. */
export function selectCities(tx: Tx) {
  return tx.all<City>(sql`
    select city_id, province, name_en, name_ur, name_roman, latitude, longitude, people_count, areas
    from cities order by people_count desc, city_id`)
}

/** Parents come before their children in the list. */
export function upsertCategories(tx: Tx, categories: readonly Category[]) {
  return tx.count(sql`
    insert into categories (category_id, parent_id, name_en, name_ur, name_roman, icon, position, attributes)
    select category_id, parent_id, name_en, name_ur, name_roman, icon, position, attributes
    from jsonb_to_recordset(${json(categories)}::jsonb) as r (category_id text, parent_id text,
      name_en text, name_ur text, name_roman text, icon text, position int, attributes jsonb)
    on conflict (category_id) do update
    set parent_id = excluded.parent_id, name_en = excluded.name_en, name_ur = excluded.name_ur,
        name_roman = excluded.name_roman, icon = excluded.icon, position = excluded.position,
        attributes = excluded.attributes`)
}

export function upsertCities(tx: Tx, cities: readonly City[]) {
  return tx.count(sql`
    insert into cities (city_id, province, name_en, name_ur, name_roman, latitude, longitude, people_count, areas)
    select city_id, province, name_en, name_ur, name_roman, latitude, longitude, people_count, areas
    from jsonb_to_recordset(${json(cities)}::jsonb) as r (city_id text, province text, name_en text,
      name_ur text, name_roman text, latitude float8, longitude float8, people_count int, areas jsonb)
    on conflict (city_id) do update
    set province = excluded.province, name_en = excluded.name_en, name_ur = excluded.name_ur,
        name_roman = excluded.name_roman, latitude = excluded.latitude, longitude = excluded.longitude,
        people_count = excluded.people_count, areas = excluded.areas`)
}
