import { type SpawnOptions, spawnSync } from 'node:child_process'
import { chownSync, existsSync, lchownSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Under whom PostgreSQL runs: it refuses root, because a fault in it would then be a fault in the whole machine. */
export interface Account {
  /** Put before the command, when a user namespace is needed. */
  prefix: string[]
  options: Pick<SpawnOptions, 'uid' | 'gid'>
  /** Who must own the files. */
  owner: { uid: number; gid: number } | undefined
  words: string
}

/**
 * Chooses the account. An ordinary user runs the database under his own name. For root it is the owner of the folder
 * if that is somebody else, then an unprivileged user of the machine, and if that one cannot reach the folder or the
 * programs (a clone that only root may enter) a user namespace, in which root's files belong to an ordinary user.
 */
export function chooseAccount(folder: string, program: string): Account {
  if (process.getuid?.() !== 0) return { prefix: [], options: {}, owner: undefined, words: 'this user' }
  const owner = statSync(folder)
  const candidates = [...(owner.uid === 0 ? [] : [{ uid: owner.uid, gid: owner.gid }]), ...unprivilegedUsers()]
  for (const user of candidates) {
    if (hasName(user.uid) && reaches({ prefix: [], options: user }, folder, program)) {
      return { prefix: [], options: user, owner: user, words: `user ${user.uid}` }
    }
  }
  for (const user of unprivilegedUsers()) {
    const prefix = ['unshare', '--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`, '--']
    if (reaches({ prefix, options: {} }, folder, program)) {
      return { prefix, options: {}, owner: { uid: 0, gid: 0 }, words: 'a user namespace' }
    }
  }
  throw new Error(
    `PostgreSQL may not run as root, and no other user can reach ${folder}. ` +
      'Start Bharosa as an ordinary user, choose another folder with BHAROSA_DATA, or set DATABASE_URL.',
  )
}

/** Gives a tree to its account. Links are not followed: the tree is ours, what a link points to may not be. */
export function giveTo(account: Account, path: string): void {
  if (!account.owner || !existsSync(path)) return
  const { uid, gid } = account.owner
  const seen = lstatSync(path)
  if (seen.uid !== uid || seen.gid !== gid) (seen.isSymbolicLink() ? lchownSync : chownSync)(path, uid, gid)
  if (seen.isDirectory()) for (const name of readdirSync(path)) giveTo(account, join(path, name))
}

function reaches(account: Pick<Account, 'prefix' | 'options'>, folder: string, program: string): boolean {
  const [command = '', ...args] = [
    ...account.prefix,
    ...['/bin/sh', '-c', 'cd "$1" && cd "$2" && exec "$0" --version', program, folder, dirname(program)],
  ]
  return spawnSync(command, args, { ...account.options, cwd: '/', stdio: 'ignore' }).status === 0
}

/** initdb asks the machine for the name of its user, so the user must have one. */
function hasName(uid: number): boolean {
  return users().some((user) => user.uid === uid)
}

function unprivilegedUsers(): { uid: number; gid: number }[] {
  const known = users()
  return ['postgres', 'nobody', 'daemon'].flatMap((name) => {
    const user = known.find((each) => each.name === name && each.uid !== 0)
    return user ? [{ uid: user.uid, gid: user.gid }] : []
  })
}

function users(): { name: string; uid: number; gid: number }[] {
  if (!existsSync('/etc/passwd')) return []
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid = '', gid = '']) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter((user) => user.name !== '')
}
