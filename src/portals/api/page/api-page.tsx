import type { Say } from '../../../kit/text/messages.ts'
import { Section } from '../../ui/layout.tsx'
import { Crumbs, SubNav } from '../../ui/navigation.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import type { ApiView, FieldView, OperationView, TypeView } from './api-view.ts'

export const API_PAGE = '/api'
export const SHAPES_PAGE = '/api/shapes'

const PROBLEMS = [
  ['invalid', '422, 400, 405, 413, 415'],
  ['forbidden', '403, 401'],
  ['not_found', '404'],
  ['conflict', '409'],
  ['limit', '429'],
  ['unavailable', '503'],
] as const

/** The address of the page of one part. */
export const areaHref = (anchor: string) => `${API_PAGE}/${anchor}`

/** Everything the API can do, part by part. Parts and shapes have pages of their own, so that each is light. */
export function ApiPage({ t, view }: { t: Say; view: ApiView }) {
  return (
    <>
      <h1>{t('api.page.title')}</h1>
      <p class="lead">{t('api.page.lead')}</p>
      <Facts
        rows={[
          {
            label: t('api.page.base'),
            value: (
              <code dir="ltr">
                <bdi>{view.base}</bdi>
              </code>
            ),
          },
          { label: t('api.page.shapes'), value: <a href={SHAPES_PAGE}>{t.number(view.shapes.length)}</a> },
          { label: 'OpenAPI', value: <a href="/api/openapi.json">{t('api.page.machine')}</a> },
        ]}
      />
      {t.locale !== 'en' && <p>{t('api.page.english')}</p>}
      <div lang="en" dir="ltr">
        <p>{view.about}</p>
        {view.areas.map(({ name, anchor, operations }) => (
          <Section title={name} more={{ href: areaHref(anchor), label: 'All of it' }} key={anchor}>
            <ul>
              {operations.map((one) => (
                <li key={one.name}>
                  <a href={`${areaHref(anchor)}#${one.name}`}>{one.summary}</a>{' '}
                  <code>
                    {one.method} {one.path}
                  </code>
                </li>
              ))}
            </ul>
          </Section>
        ))}
      </div>
      <Problems t={t} />
    </>
  )
}

/** One part of the API: each of its operations with what it takes and gives. */
export function AreaPage({ t, view, area }: { t: Say; view: ApiView; area: ApiView['areas'][number] }) {
  return (
    <>
      <Crumbs
        label={t('api.page.title')}
        items={[{ label: t('api.page.title'), href: API_PAGE }, { label: area.name }]}
      />
      {t.locale !== 'en' && <p>{t('api.page.english')}</p>}
      <div lang="en" dir="ltr">
        <SubNav
          t={t}
          label="Parts"
          items={view.areas.map(({ name, anchor }) => ({
            ...{ label: name, href: areaHref(anchor), current: anchor === area.anchor },
          }))}
        />
        <h1>{area.name}</h1>
        {area.operations.map((one) => (
          <Operation one={one} key={one.name} />
        ))}
      </div>
    </>
  )
}

/** The shapes that the API takes and gives, each under its name. */
export function ShapesPage({ t, view }: { t: Say; view: ApiView }) {
  return (
    <>
      <Crumbs
        label={t('api.page.title')}
        items={[{ label: t('api.page.title'), href: API_PAGE }, { label: t('api.page.shapes') }]}
      />
      <h1>{t('api.page.shapes')}</h1>
      {t.locale !== 'en' && <p>{t('api.page.english')}</p>}
      <div lang="en" dir="ltr">
        {view.shapes.map(({ name, words, fields }) => (
          <div id={`shape-${name}`} key={name} class="panel">
            <h2>
              <code>{name}</code>
            </h2>
            {words !== '' && <p>{words}</p>}
            <Fields caption={name} fields={fields} />
          </div>
        ))}
      </div>
    </>
  )
}

/** The reference is English in every language, as its words stand in the document. */
function Operation({ one }: { one: OperationView }) {
  return (
    <div class="panel" id={one.name}>
      <h2>{one.summary}</h2>
      <p>
        <code>
          {one.method} {one.path}
        </code>
      </p>
      <p>{one.isOpen ? 'Open to everyone' : 'With a token'}</p>
      {one.more !== '' && <p>{one.more}</p>}
      <Fields caption="Takes" fields={one.takes} />
      {one.body && (
        <p>
          Takes: <Type type={one.body} />
        </p>
      )}
      <p>
        Gives {one.status}
        {one.gives && ': '}
        {one.gives && <Type type={one.gives} />}
      </p>
    </div>
  )
}

function Fields({ caption, fields }: { caption: string; fields: readonly FieldView[] }) {
  if (fields.length === 0) return null
  return (
    <dl class="facts-list" aria-label={caption}>
      {fields.map(({ name, type, isNeeded, words }) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>
            <Type type={type} />
            {!isNeeded && ' · optional'}
            {words !== '' && ` · ${words}`}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Type({ type }: { type: TypeView }) {
  return (
    <code>
      {type.map((piece, i) =>
        typeof piece === 'string' ? (
          piece
        ) : (
          <a href={`${SHAPES_PAGE}#shape-${piece.shape}`} key={`${piece.shape}-${i}`}>
            {piece.shape}
          </a>
        ),
      )}
    </code>
  )
}

function Problems({ t }: { t: Say }) {
  return (
    <Section title={t('api.page.problems')}>
      <p>{t('api.page.problems.lead')}</p>
      <Table
        caption={t('api.page.problems')}
        hideCaption
        columns={[
          { key: 'code', label: 'code' },
          { key: 'words', label: 'title' },
          { key: 'status', label: t('api.page.status') },
        ]}
        rows={[
          ...PROBLEMS.map(([code, status]) => ({ code, status, words: t(`web.refused.${code}`) })),
          { code: 'bug', status: '500', words: t('web.bug.title') },
        ].map(({ code, status, words }) => ({
          id: code,
          cells: { code: <code id={`problem-${code}`}>{code}</code>, words, status: <bdi>{status}</bdi> },
        }))}
      />
    </Section>
  )
}
