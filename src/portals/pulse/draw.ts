import type { EChartsOption, SeriesOption } from 'echarts'
import { type Markup, markup } from '../../kit/html/trusted.ts'

/** A line of a chart: a number a label, with the interval it may lie in. */
export interface Line {
  readonly name: string
  readonly values: readonly (number | undefined)[]
  readonly lower?: readonly (number | undefined)[]
  readonly upper?: readonly (number | undefined)[]
}

export interface Chart {
  readonly kind: 'lines' | 'bars'
  readonly labels: readonly string[]
  readonly lines: readonly Line[]
  /** How a number is written at the axis. */
  readonly format: (value: number) => string
  readonly isRightToLeft: boolean
  /** Prices do not begin at nought. */
  readonly isLoose?: boolean
}

const INK = '#1d2420'
const SOFT = '#4a544e'
const COLOURS = ['#0b5d4a', '#b3261e', '#1a66b8', '#7a5a00', '#6b3fa0', '#4a544e']
const DASHES = ['solid', 'dashed', 'dotted', [8, 3, 2, 3], [2, 2], [12, 4]] as const
const WIDTH = 640

/**
 * Draws a chart as SVG, without a browser: error bands, names at the ends of their lines, readable in grey because
 * every
 * line has its own dash. The library is loaded with the first chart.
 */
export async function drawChart(chart: Chart): Promise<Markup> {
  const [core, charts, components, renderers] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ])
  core.use([charts.LineChart, charts.BarChart, charts.CustomChart, components.GridComponent, renderers.SVGRenderer])
  const height = chart.kind === 'bars' ? 60 + 34 * chart.labels.length : 320
  const canvas = core.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height })
  try {
    canvas.setOption(chart.kind === 'bars' ? barsOf(chart) : linesOf(chart))
    return markup(canvas.renderToSVGString().replace('<svg ', '<svg role="img" '))
  } finally {
    canvas.dispose()
  }
}

// Without quotation marks: the drawing stands in attributes, and is strict XML when it is a file of its own.
const FONT = 'system-ui, Segoe UI, Roboto, Noto Sans, Noto Naskh Arabic, sans-serif'
const text = { color: SOFT, fontSize: 13, fontFamily: FONT }

function linesOf(chart: Chart): EChartsOption {
  const { isRightToLeft, labels, lines, format } = chart
  const last = labels.length - 1
  return {
    animation: false,
    backgroundColor: '#fffdf8',
    grid: isRightToLeft ? { left: 150, right: 70, top: 16, bottom: 36 } : { left: 70, right: 150, top: 16, bottom: 36 },
    xAxis: {
      type: 'category',
      data: [...labels],
      boundaryGap: false,
      inverse: isRightToLeft,
      axisLabel: text,
      axisLine: { lineStyle: { color: SOFT } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      position: isRightToLeft ? 'right' : 'left',
      scale: chart.isLoose ?? false,
      axisLabel: { ...text, formatter: (value: number) => format(value) },
      splitLine: { lineStyle: { color: '#d9d3c4' } },
    },
    series: lines.flatMap((line, i) => [...bandOf(line, i), lineOf(line, i, last, isRightToLeft)]),
  }
}

function lineOf(line: Line, i: number, last: number, isRightToLeft: boolean): SeriesOption {
  const colour = COLOURS[i % COLOURS.length] ?? INK
  const dash = DASHES[i % DASHES.length] ?? 'solid'
  return {
    type: 'line',
    data: line.values.map((value) => value ?? null),
    symbol: last < 1 ? 'circle' : 'none',
    lineStyle: { color: colour, width: 2.5, type: typeof dash === 'string' ? dash : [...dash] },
    itemStyle: { color: colour },
    endLabel: {
      show: true,
      formatter: () => line.name,
      color: colour,
      fontSize: 13,
      fontWeight: 600,
      fontFamily: FONT,
      width: 138,
      overflow: 'truncate',
      ...(isRightToLeft ? { align: 'right', offset: [-8, 0] } : {}),
    },
    labelLayout: { moveOverlap: 'shiftY' },
    z: 3,
  }
}

/** The interval as a pale band: an unseen line for its lower end, and what lies between stacked on it. */
function bandOf(line: Line, i: number): SeriesOption[] {
  const { lower, upper } = line
  if (!lower || !upper) return []
  const common = { type: 'line', stack: `band ${i}`, symbol: 'none', lineStyle: { opacity: 0 }, silent: true } as const
  return [
    { ...common, data: lower.map((value) => value ?? null) },
    {
      ...common,
      data: upper.map((value, at) => (value === undefined ? null : value - (lower[at] ?? 0))),
      areaStyle: { color: COLOURS[i % COLOURS.length] ?? INK, opacity: 0.15 },
    },
  ]
}

function barsOf({ isRightToLeft, labels, lines, format }: Chart): EChartsOption {
  const [line] = lines
  const ends = labels.map((_, i) => [i, line?.lower?.[i] ?? 0, line?.upper?.[i] ?? 0])
  return {
    animation: false,
    backgroundColor: '#fffdf8',
    grid: isRightToLeft ? { left: 70, right: 190, top: 8, bottom: 32 } : { left: 190, right: 70, top: 8, bottom: 32 },
    xAxis: {
      type: 'value',
      inverse: isRightToLeft,
      axisLabel: { ...text, formatter: (value: number) => format(value) },
      splitLine: { lineStyle: { color: '#d9d3c4' } },
    },
    yAxis: {
      type: 'category',
      data: [...labels],
      inverse: true,
      position: isRightToLeft ? 'right' : 'left',
      axisLabel: { ...text, color: INK, width: 176, overflow: 'truncate' },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: SOFT } },
    },
    series: [
      {
        type: 'bar',
        data: (line?.values ?? []).map((value) => value ?? null),
        barWidth: 18,
        itemStyle: { color: '#0b5d4a' },
        label: {
          show: true,
          position: isRightToLeft ? 'left' : 'right',
          distance: 14,
          formatter: ({ value }) => (typeof value === 'number' ? format(value) : ''),
          ...text,
          color: INK,
        },
      },
      {
        type: 'custom',
        data: ends,
        encode: { x: [1, 2], y: 0 },
        z: 4,
        renderItem: (_params, api) => {
          const row = Number(api.value(0))
          const [from, to] = [api.coord([Number(api.value(1)), row]), api.coord([Number(api.value(2)), row])]
          const [x1 = 0, y = 0] = from
          const [x2 = 0] = to
          return { type: 'line', shape: { x1, y1: y, x2, y2: y }, style: { stroke: '#f2a900', lineWidth: 4 } }
        },
      },
    ],
  }
}
