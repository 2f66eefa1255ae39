import { findRelease, listReleases, type ReleaseRow } from '../../domains/pulse/pulse.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import { type Locale, SCRIPTS } from '../../kit/text/locale.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Narrow, Panel } from '../ui/layout.tsx'
import type { Market } from '../web/market.ts'
import { page } from '../web/pages.tsx'
import type { PageContext } from '../web/visit.ts'
import { routes } from './routes.ts'
import { sendSound, soundOf } from './spoken-sound.ts'
import { languageOf, VOICE_TYPE, voiceDocument } from './spoken-voice.ts'
import { spokenOf } from './stored.ts'

export type SpokenKind = 'txt' | 'xml' | 'wav'

/** A release says the same for ever; which one is the latest is asked again each hour. */
const FOR_EVER = 'public, max-age=86400'
const FOR_NOW = 'public, max-age=3600'

async function latest(market: Market): Promise<ReleaseRow> {
  return market.db.read(async (tx) => {
    const [newest] = await listReleases(tx, 1)
    return findRelease(tx, newest?.release_id ?? '')
  })
}

/** The minute of the latest release in the visitor's language: to listen to, to read out, and for telephones. */
export async function showSpoken(c: PageContext): Promise<Response> {
  const { t, market } = c.var.visit
  const row = await latest(market)
  const fixed = (kind: SpokenKind) => routes.file.href({ release: row.release_id, file: `spoken.${t.locale}.${kind}` })
  const sound = await soundOf(market, row, t.locale)
  return page(
    c,
    { title: t('pulse.spoken'), canonical: routes.spoken.href() },
    <Narrow>
      <h1>{t('pulse.spoken')}</h1>
      <p>{t('pulse.spoken.words')}</p>
      {sound && (
        <p>
          <ButtonLink href={fixed('wav')} icon="sound">
            {t('pulse.spoken.listen', { size: Math.ceil(sound.length / 1000) })}
          </ButtonLink>
        </p>
      )}
      <Panel>
        {spokenOf(market, row, t.locale).sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Panel>
      <p>
        <a href={fixed('txt')}>{t('pulse.spoken.file')}</a>
        {' · '}
        <a href={fixed('xml')}>{t('pulse.spoken.phone')}</a>
        {' · '}
        <a href={routes.latest.href()}>{t('pulse.nav.latest')}</a>
      </p>
    </Narrow>,
  )
}

/** The latest minute for a telephone service or as sound, under an address that stays. */
export async function sendLatest(c: PageContext, kind: 'xml' | 'wav'): Promise<Response> {
  const { market, locale } = c.var.visit
  c.header('vary', 'cookie, accept-language')
  return sendSpoken(c, await latest(market), { kind, locale, cache: FOR_NOW })
}

/**
 * The minute of a release as text, for a telephone service, or as sound.
 * Refuses: not_found pulse.spoken.no_voice; unavailable pulse.spoken.no_sound.
 */
export async function sendSpoken(
  c: PageContext,
  row: ReleaseRow,
  { kind, locale, cache = FOR_EVER }: { kind: SpokenKind; locale: Locale; cache?: string },
): Promise<Response> {
  const { market } = c.var.visit
  const headers = {
    'cache-control': cache,
    'content-language': SCRIPTS[kind === 'txt' ? locale : languageOf(locale)].html,
  }
  if (kind === 'txt') return c.text(`${spokenOf(market, row, locale).sentences.join('\n')}\n`, 200, headers)
  if (kind === 'xml') return c.body(documentOf(market, row, locale), 200, { ...headers, 'content-type': VOICE_TYPE })
  if (!market.voice) throw new Refusal('not_found', 'pulse.spoken.no_voice')
  const sound = await soundOf(market, row, locale)
  if (!sound) throw new Refusal('unavailable', 'pulse.spoken.no_sound')
  return sendSound(c, sound, headers)
}

function documentOf(market: Market, row: ReleaseRow, locale: Locale): string {
  const language = languageOf(locale)
  return voiceDocument(spokenOf(market, row, language).sentences, language)
}
