// A start of the program that changes the tables, in a process of its own, which is killed on the way.
import { migrate } from '../../src/kit/sql/migrate.ts'
import { watchSteps } from './killing/steps.ts'

const [url = '', at = '0'] = process.argv.slice(2)
const steps = watchSteps()
steps.begin(at === '0' ? undefined : { at: Number(at), when: 'before' })
await migrate(url, 'db/migrations')
process.stdout.write(JSON.stringify(steps.taken()))
