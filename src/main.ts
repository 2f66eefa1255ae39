import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { readConfig } from './config.ts'
import { openLog } from './kit/log/log.ts'
import { listen } from './listen.ts'
import { openData, openMarket } from './wiring.ts'

const STOP_WITHIN_MS = 10_000

/** Reads the settings, takes the port, opens the database, puts the market together and opens its doors. */
async function run(): Promise<void> {
  const config = readConfig(process.env)
  // Until the market stands there is nothing to drain; leaving ends the database and the filling with it.
  const leave = () => process.exit(0)
  process.on('SIGTERM', leave)
  process.on('SIGINT', leave)
  const log = openLog(config.logLevel)
  const door = await listen(config.host, config.port)
  const origin = process.env.BHAROSA_ORIGIN ? config.origin : `http://localhost:${door.port}`
  const data = await openData(config)
  const ownBase = `http://127.0.0.1:${door.port}`
  const open = await openMarket({ ...config, origin }, data.url, log, {
    ownBase,
    ...(config.demo ? { fill: () => fillInProcess(config.dataFolder, data.url) } : {}),
  })
  door.serve(open.app)
  open.follower.start()
  if (config.role === 'all') await open.jobs.start()
  process.stdout.write(`Bharosa is open at ${origin}\n`)

  let isStopping = false
  const stop = async () => {
    if (isStopping) return
    isStopping = true
    // Whatever hangs, the process is gone in time: what was acknowledged is on the disk, the rest is in the outbox.
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
    await door.close()
    await open.close()
    await data.stop()
    process.exit(0)
  }
  process.off('SIGTERM', leave).on('SIGTERM', stop)
  process.off('SIGINT', leave).on('SIGINT', stop)
}

/** The demo market is filled by a process of its own, so that its memory is given back. */
function fillInProcess(folder: string, url: string): Promise<void> {
  const program = join(dirname(process.argv[1] ?? ''), 'bharosa.js')
  const env = { ...process.env, BHAROSA_DATA: folder, DATABASE_URL: url, BHAROSA_DEMO: 'on' }
  const child = spawn(process.execPath, [program, 'demo', 'fill', '--json'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  process.once('exit', () => child.kill())
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('the demo market could not be filled'))))
  })
}

run().catch((error: unknown) => {
  const words = error instanceof Error ? error.message : String(error)
  process.stderr.write(`Bharosa could not open: ${words}\n`)
  if (error instanceof Error && process.env.BHAROSA_LOG === 'debug') process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
