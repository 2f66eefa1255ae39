import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Reporter, SerializedError, TestCase, TestModule, TestSuite } from 'vitest/node'

interface Trouble {
  message: string
  diff?: string | undefined
  stacks?: { file: string; line: number }[] | undefined
  cause?: unknown
}

/** Says which files passed, what failed in words a person understands, and at the very end how many. */
export default class PlainReporter implements Reporter {
  #started = performance.now()
  #counts = { passed: 0, failed: 0, skipped: 0 }

  onTestRunStart(): void {
    this.#started = performance.now()
    this.#counts = { passed: 0, failed: 0, skipped: 0 }
  }

  onTestCaseResult(test: TestCase): void {
    const result = test.result()
    if (result.state === 'passed' || result.state === 'failed' || result.state === 'skipped') {
      this.#counts[result.state]++
    }
    if (result.state !== 'failed') return
    const file = relative(process.cwd(), test.module.moduleId)
    tell(`FAILED: ${test.fullName}`, file, result.errors ?? [])
  }

  /** A group whose preparation failed runs none of its tests: that counts as a failure, and not as tests left out. */
  onTestSuiteResult(suite: TestSuite): void {
    const errors = suite.errors()
    if (errors.length === 0) return
    this.#counts.failed++
    const file = relative(process.cwd(), suite.module.moduleId)
    tell(`FAILED: ${suite.fullName} could not be prepared`, file, errors)
  }

  onTestModuleEnd(module: TestModule): void {
    const file = relative(process.cwd(), module.moduleId)
    const errors = module.errors()
    if (errors.length > 0) {
      this.#counts.failed++
      tell(`FAILED: ${file} could not run`, file, errors)
    }
    const tests = [...module.children.allTests()]
    const failed = tests.filter((test) => test.result().state === 'failed').length
    const skipped = tests.filter((test) => test.result().state === 'skipped').length
    const isUnprepared = [...module.children.allSuites()].some((suite) => suite.errors().length > 0)
    const mark = failed || errors.length > 0 || isUnprepared ? '✗' : '✓'
    const words = [
      `${tests.length} tests`,
      ...(failed ? [`${failed} failed`] : []),
      ...(skipped ? [`${skipped} skipped`] : []),
    ]
    say(`${mark} ${file} (${words.join(', ')}, ${Math.round(module.diagnostic().duration)} ms)`)
  }

  onUserConsoleLog(log: { content: string; type: 'stdout' | 'stderr' }): void {
    process[log.type].write(log.content)
  }

  onTestRunEnd(_modules: readonly TestModule[], stray: readonly SerializedError[]): void {
    for (const error of stray) {
      this.#counts.failed++
      tell('FAILED: an error outside any test', '', [error])
    }
    const { passed, failed, skipped } = this.#counts
    say(`\n${Math.round((performance.now() - this.#started) / 1000)} s`)
    say(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
  }
}

function tell(title: string, file: string, errors: readonly Trouble[]): void {
  say(`\n${title}`)
  for (const error of errors) {
    const at = error.stacks?.find((place) => !place.file.includes('node_modules'))
    say(`  ${error.message.replaceAll('\n', '\n  ')}`)
    if (error.cause) say(`  because: ${messageOf(error.cause)}`)
    if (error.diff) say(`  ${error.diff.replaceAll('\n', '\n  ')}`)
    say(`  at ${at ? `${relative(process.cwd(), at.file)}:${at.line}` : file}\n`)
  }
}

function say(line: string): void {
  process.stdout.write(`${process.stdout.isTTY ? line : stripVTControlCharacters(line)}\n`)
}

const messageOf = (cause: unknown) =>
  typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : String(cause)
