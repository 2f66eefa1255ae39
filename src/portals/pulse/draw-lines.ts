import type { EChartsOption, SeriesOption } from 'echarts'
import { type Chart, GRID, INK, KEY, type Line, PAPER, SOFT, textOf, turned } from './chart.ts'

const COLOURS = ['#0b5d4a', '#b3261e', '#1a66b8', '#7a5a00', '#6b3fa0', '#4a544e']
const DASHES = ['solid', 'dashed', 'dotted', [8, 3, 2, 3], [2, 2], [12, 4]] as const

/** Lines with their names at their ends: there is room for them on a wide screen. */
export function wideLines(chart: Chart): EChartsOption {
  const { lines } = chart
  return {
    ...axesOf(chart, {}),
    grid: { left: 70, right: 150, top: 16, bottom: 36 },
    series: lines.flatMap((line, i) => [...bandOf(line, i), { ...lineOf(line, i), ...nameAtEnd(line, i, chart) }]),
  }
}

/** The same on a phone: the names above it, each with its stroke, and the numbers of the axis inside the picture. */
export function narrowLines(chart: Chart): EChartsOption {
  const { isRightToLeft, lines } = chart
  const names = lines.map(({ name }) => name)
  return {
    ...axesOf(chart, { inside: true, verticalAlign: 'bottom' }),
    grid: { left: 6, right: 6, top: 12 + KEY * lines.length, bottom: 30 },
    legend: {
      orient: 'vertical',
      top: 0,
      ...(isRightToLeft ? { right: 0, align: 'right' } : { left: 0, align: 'left' }),
      padding: 2,
      itemGap: KEY - 14,
      itemWidth: 34,
      itemHeight: 14,
      data: names.filter((name) => name !== ''),
      itemStyle: { opacity: 0 },
      textStyle: { ...textOf(chart), color: INK },
    },
    series: lines.flatMap((line, i) => [...bandOf(line, i), lineOf(line, i)]),
  }
}

/** On a phone the first and the last label are enough, with one between: more of them would not be read. */
function axesOf(chart: Chart, numbers: object): EChartsOption {
  const { isRightToLeft, labels, format } = chart
  const isNarrow = 'inside' in numbers
  const text = textOf(chart)
  const last = labels.length - 1
  const shown = new Set([0, Math.round(last / 2), last])
  return {
    animation: false,
    backgroundColor: PAPER,
    xAxis: {
      type: 'category',
      data: [...labels],
      boundaryGap: false,
      inverse: isRightToLeft,
      axisLabel: isNarrow
        ? {
            ...text,
            interval: (i: number) => shown.has(i),
            alignMinLabel: isRightToLeft ? 'right' : 'left',
            alignMaxLabel: isRightToLeft ? 'left' : 'right',
          }
        : text,
      axisLine: { lineStyle: { color: SOFT } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      position: isRightToLeft ? 'right' : 'left',
      scale: chart.isLoose ?? false,
      ...(isNearlyAll(chart) ? { max: 1 } : {}),
      splitNumber: 4,
      axisLabel: { ...text, ...numbers, formatter: (value: number) => turned(chart, format(value)) },
      splitLine: { lineStyle: { color: GRID } },
      z: 5,
    },
  }
}

/** Shares that come near to all: the axis ends there, for nothing is more. */
function isNearlyAll({ lines }: Chart): boolean {
  const most = Math.max(...lines.flatMap(({ values, upper = [] }) => [...values, ...upper].map((value) => value ?? 0)))
  return most > 0.8 && most <= 1
}

function lineOf(line: Line, i: number): SeriesOption {
  const colour = COLOURS[i % COLOURS.length] ?? INK
  const dash = DASHES[i % DASHES.length] ?? 'solid'
  return {
    type: 'line',
    name: line.name,
    data: line.values.map((value) => value ?? null),
    // A number with a gap on both sides would be no line at all.
    symbol: line.values.some((value, at) => value !== undefined && isAlone(line, at)) ? 'circle' : 'none',
    symbolSize: 6,
    lineStyle: { color: colour, width: 2.5, type: typeof dash === 'string' ? dash : [...dash] },
    itemStyle: { color: colour },
    z: 3,
  }
}

const isAlone = ({ values }: Line, at: number) => values[at - 1] === undefined && values[at + 1] === undefined

function nameAtEnd(line: Line, i: number, chart: Chart) {
  return {
    endLabel: {
      show: true,
      formatter: () => line.name,
      ...textOf(chart),
      color: COLOURS[i % COLOURS.length] ?? INK,
      fontWeight: 600 as const,
      width: 138,
      overflow: 'truncate' as const,
    },
    labelLayout: { moveOverlap: 'shiftY' as const },
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
