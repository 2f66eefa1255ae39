import { Hono } from 'hono'
import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Market } from '../../web/market.ts'
import { page } from '../../web/pages.tsx'
import type { Env } from '../../web/visit.ts'
import { openApi } from '../openapi.ts'
import { API_BASE } from '../table.ts'
import { API_PAGE, ApiPage, AreaPage, areaHref, SHAPES_PAGE, ShapesPage } from './api-page.tsx'
import { apiView } from './api-view.ts'

/** The pages that explain the API to people, made from the same document that machines read. */
export function apiPages(market: Market): Hono<Env> {
  const web = new Hono<Env>()
  const view = apiView(openApi(market), `${market.origin}${API_BASE}`)
  web.get(API_PAGE, (c) => {
    const { t } = c.var.visit
    const options = { title: t('api.page.title'), description: t('api.page.description'), canonical: API_PAGE }
    return page(c, options, <ApiPage t={t} view={view} />)
  })
  web.get(SHAPES_PAGE, (c) => {
    const { t } = c.var.visit
    const options = { title: t('api.page.shapes'), description: t('api.page.description'), canonical: SHAPES_PAGE }
    return page(c, options, <ShapesPage t={t} view={view} />)
  })
  web.get(`${API_PAGE}/:area`, (c) => {
    const { t } = c.var.visit
    const area = view.areas.find(({ anchor }) => anchor === c.req.param('area'))
    if (!area) throw new Refusal('not_found', 'identity.not_here')
    const options = { title: area.name, description: t('api.page.description'), canonical: areaHref(area.anchor) }
    return page(c, options, <AreaPage t={t} view={view} area={area} />)
  })
  return web
}
