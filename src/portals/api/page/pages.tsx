import { Hono } from 'hono'
import type { Market } from '../../web/market.ts'
import { page } from '../../web/pages.tsx'
import type { Env } from '../../web/visit.ts'
import { openApi } from '../openapi.ts'
import { API_BASE } from '../table.ts'
import { ApiPage } from './api-page.tsx'
import { apiView } from './api-view.ts'

/** The page that explains the API to people, made from the same document that machines read. */
export function apiPages(market: Market): Hono<Env> {
  const web = new Hono<Env>()
  const view = apiView(openApi(market), `${market.origin}${API_BASE}`)
  web.get('/api', (c) => {
    const { t } = c.var.visit
    const options = { title: t('api.page.title'), description: t('api.page.description'), canonical: '/api' }
    return page(c, options, <ApiPage t={t} view={view} />)
  })
  return web
}
