import { createRequire } from 'node:module'
import type PDFKit from 'pdfkit'
import { runsOf } from './runs.ts'

/** One sheet after another: a head, a few figures, and a table as long as it must be. */
export interface Paper {
  readonly direction: 'ltr' | 'rtl'
  readonly title: string
  /** What it is about, under the title. */
  readonly lines: readonly string[]
  readonly figures: readonly { readonly label: string; readonly value: string }[]
  readonly columns: readonly { readonly label: string; readonly share: number; readonly isNumber?: boolean }[]
  /** A cell may have several lines, cut by '\n'. */
  readonly rows: readonly (readonly string[])[]
  /** At the foot of each sheet; the number of the sheet follows. */
  readonly foot: string
}

const MARGIN = 40
const WIDTH = 595.28
const HEIGHT = 841.89
const INNER = WIDTH - 2 * MARGIN
const DEEP = '#0b5d4a'
const INK = '#1f2a26'
const PALE = '#d9e2dd'

/** Urdu is written tall: Nastaliq letters climb, and need twice the room of Latin ones. */
const LINE = { ltr: 14, rtl: 25 } as const

/** Draws a paper as PDF, A4. Latin letters come with every reader, Urdu ones are put into the file. */
export async function drawPaper(paper: Paper): Promise<Buffer> {
  const { default: Document } = await import('pdfkit')
  const pdf = new Document({ size: 'A4', margin: MARGIN, bufferPages: true, info: { Title: paper.title } })
  const parts: Buffer[] = []
  pdf.on('data', (part: Buffer) => parts.push(part))
  const ended = new Promise<void>((resolve) => pdf.on('end', resolve))
  pdf.registerFont('urdu', urduFont())
  mendMarks(pdf.font('urdu'))
  new Sheets(pdf, paper).draw()
  pdf.end()
  await ended
  return Buffer.concat(parts)
}

function urduFont(): string {
  const name = '@expo-google-fonts/noto-nastaliq-urdu/400Regular/NotoNastaliqUrdu_400Regular.ttf'
  return createRequire(import.meta.url).resolve(name)
}

interface MarkPlacer {
  applyAnchor(mark: unknown, base: unknown, at: number): void
}

/**
 * fontkit 2.0.4 falls over a mark that has no place on its letter (an empty anchor, which OpenType allows: GPOS, "Base
 * Array"). Such a mark stays where it is, as other programs leave it.
 */
function mendMarks(pdf: object): void {
  const placer = follow(pdf, ['_font', 'font', '_layoutEngine', 'engine', 'GPOSProcessor'])
  if (!isMarkPlacer(placer)) return
  const place = placer.applyAnchor.bind(placer)
  placer.applyAnchor = (mark, base, at) => {
    if (base) place(mark, base, at)
  }
}

function follow(from: object, names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
    from,
  )
}

function isMarkPlacer(found: unknown): found is MarkPlacer {
  return typeof found === 'object' && found !== null && 'applyAnchor' in found
}

/** Where on the sheets we are. */
class Sheets {
  readonly #pdf: PDFKit.PDFDocument
  readonly #paper: Paper
  #y = MARGIN

  constructor(pdf: PDFKit.PDFDocument, paper: Paper) {
    this.#pdf = pdf
    this.#paper = paper
  }

  draw(): void {
    const { title, lines, figures } = this.#paper
    this.#line(title, 18, DEEP)
    this.#y += 4
    for (const line of lines) this.#line(line, 10, INK)
    this.#y += 8
    for (const { label, value } of figures) {
      this.#cell(label, { x: 0, width: INNER * 0.7, atEnd: false, size: 11 })
      this.#cell(value, { x: INNER * 0.7, width: INNER * 0.3, atEnd: true, size: 11 })
      this.#y += this.#step
    }
    this.#y += 8
    this.#head()
    for (const row of this.#paper.rows) this.#row(row)
    this.#feet()
  }

  get #step(): number {
    return LINE[this.#paper.direction]
  }

  #line(text: string, size: number, colour: string): void {
    this.#cell(text, { x: 0, width: INNER, atEnd: false, size, colour })
    this.#y += this.#step * (size > 12 ? 1.5 : 1)
  }

  #head(): void {
    this.#cells(
      this.#paper.columns.map(({ label }) => label),
      DEEP,
    )
    this.#y += this.#step
    this.#rule(DEEP)
  }

  #row(cells: readonly string[]): void {
    const height = Math.max(...cells.map((cell) => cell.split('\n').length)) * this.#step
    if (this.#y + height > HEIGHT - MARGIN - 30) {
      this.#pdf.addPage()
      this.#y = MARGIN
      this.#head()
    }
    this.#cells(cells, INK)
    this.#y += height + 2
    this.#rule(PALE)
  }

  #cells(cells: readonly string[], colour: string): void {
    let x = 0
    const top = this.#y
    this.#paper.columns.forEach(({ share, isNumber }, i) => {
      const width = INNER * share
      for (const line of (cells[i] ?? '').split('\n')) {
        this.#cell(line, { x, width: width - 6, atEnd: isNumber === true, size: 9, colour })
        this.#y += this.#step
      }
      this.#y = top
      x += width
    })
  }

  #rule(colour: string): void {
    this.#pdf
      .moveTo(MARGIN, this.#y)
      .lineTo(WIDTH - MARGIN, this.#y)
      .lineWidth(0.5)
      .stroke(colour)
    this.#y += 3
  }

  /** One line of text. `x` counts from where reading starts, and the end is where a line ends. */
  #cell(text: string, at: { x: number; width: number; atEnd: boolean; size: number; colour?: string }): void {
    const { direction } = this.#paper
    const runs = runsOf(text, direction).map((run) => ({ ...run, width: this.#widthOf(run, at.size) }))
    const isOver = runs.reduce((sum, { width }) => sum + width, 0)
    const squeeze = Math.min(1, at.width / Math.max(isOver, 1))
    const size = at.size * squeeze
    const whole = isOver * squeeze
    const free = at.atEnd ? at.width - whole : 0
    const start = at.x + free
    let x = direction === 'ltr' ? MARGIN + start : WIDTH - MARGIN - start
    this.#pdf.fillColor(at.colour ?? INK)
    for (const run of runs) {
      const width = run.width * squeeze
      if (direction === 'rtl') x -= width
      this.#drawRun(run.text, run.isArabic, size, x)
      if (direction === 'ltr') x += width
    }
  }

  #widthOf({ text, isArabic }: { text: string; isArabic: boolean }, size: number): number {
    const font = this.#pdf.font(isArabic ? 'urdu' : 'Helvetica').fontSize(size)
    return font.widthOfString(text, isArabic ? { features: ['rtla'] } : {})
  }

  #drawRun(text: string, isArabic: boolean, size: number, x: number): void {
    // Letters of both kinds stand on one line: Nastaliq has its own far below its top.
    const low = this.#paper.direction === 'rtl' ? 0.45 : 0.2
    const top = this.#y + size * (isArabic ? -0.62 : low)
    const options = { lineBreak: false, ...(isArabic ? { features: ['rtla' as const] } : {}) }
    this.#pdf
      .font(isArabic ? 'urdu' : 'Helvetica')
      .fontSize(size)
      .text(text, x, top, options)
  }

  #feet(): void {
    const { start, count } = this.#pdf.bufferedPageRange()
    for (let page = start; page < start + count; page++) {
      this.#pdf.switchToPage(page)
      // Below the margin nothing may be written, unless there is no margin.
      this.#pdf.page.margins.bottom = 0
      this.#y = HEIGHT - MARGIN
      this.#cell(this.#paper.foot, { x: 0, width: INNER * 0.8, atEnd: false, size: 8 })
      this.#cell(`${page + 1} / ${count}`, { x: INNER * 0.8, width: INNER * 0.2, atEnd: true, size: 8 })
    }
  }
}
