import { endOtherSessions, endSession, listSessions } from '../../../domains/identity/identity.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel } from '../../ui/layout.tsx'
import { Badge } from '../../ui/notice.tsx'
import { page } from '../../web/pages.tsx'
import { formFields, type PageContext, personHere, sessionHere } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { OwnPage } from './me-page.tsx'

export async function showDevices(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const session = sessionHere(c)
  const { market, t, now } = c.var.visit
  const devices = await market.db.read((tx) => listSessions(tx, person))
  const hidden = formFields(c)
  return page(
    c,
    { title: t('buyer.devices.title') },
    <OwnPage t={t} title={t('buyer.devices.title')}>
      <p>{t('buyer.devices.words')}</p>
      {devices.map((device) => (
        <Panel key={device.session_id}>
          <p>
            <b>{device.device || t('buyer.devices.unknown')}</b>{' '}
            {device.session_id === session.session_id && <Badge tone="trust">{t('buyer.devices.this')}</Badge>}
            <br />
            {t('buyer.devices.seen', { when: t.moment(device.seen_at, now) })}
          </p>
          {device.session_id !== session.session_id && (
            <Form action={routes.device.href({ device: device.session_id })} hidden={hidden}>
              <Button kind="quiet" icon="out">
                {t('buyer.devices.out')}
              </Button>
            </Form>
          )}
        </Panel>
      ))}
      {devices.length > 1 && (
        <Form action={routes.devices.href()} hidden={hidden}>
          <Button kind="stop">{t('buyer.devices.others')}</Button>
        </Form>
      )}
    </OwnPage>,
  )
}

export async function endOtherDevices(c: PageContext): Promise<Response> {
  const session = sessionHere(c)
  await c.var.visit.market.db.tx((tx) => endOtherSessions(tx, session))
  return c.redirect(routes.devices.href(), 303)
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export async function endDevice(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const sessionId = c.req.param('device') ?? ''
  if (!UUID.test(sessionId)) throw new Refusal('not_found', 'identity.session_unknown')
  await c.var.visit.market.db.tx((tx) => endSession(tx, person, sessionId))
  return c.redirect(routes.devices.href(), 303)
}
