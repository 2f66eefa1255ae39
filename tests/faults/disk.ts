import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A small disk of its own: a file that is mounted, whose power can be cut. Only root may make one. */
export interface TestDisk {
  /** Where it is mounted, when it is. */
  readonly mount: string
  /** The power goes: what was not flushed never reaches the disk, and nothing more does. */
  cutPower(): void
  /** The power is back: the disk is taken off and mounted again, and its journal is played. */
  again(): Promise<void>
  remove(): Promise<void>
}

const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })

// FS_IOC_SHUTDOWN, _IOR('X', 125, __u32), with 2 for "flush no log". Node has no way to call it, so a word of Perl or
// Python does, whichever is there.
const CUTS: readonly [command: string, ...args: string[]][] = [
  [
    'perl',
    '-e',
    'use Fcntl; sysopen(F, shift, O_RDONLY) or die; my $how = pack("L", 2); ioctl(F, 0x8004587D, $how) or die',
  ],
  [
    'python3',
    '-c',
    'import fcntl,os,struct,sys; fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack("I", 2))',
  ],
]

/** Makes a disk, or says in words why this machine has none to give. */
export function makeDisk(megabytes: number): TestDisk | { readonly missing: string } {
  if (process.platform !== 'linux') return { missing: 'only Linux can cut the power of one disk' }
  if (process.getuid?.() !== 0) return { missing: 'only root can mount a disk' }
  const cut = CUTS.find(([command]) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0)
  if (!cut) return { missing: 'neither perl nor python3 is here to cut the power with' }
  const folder = mkdtempSync(join(tmpdir(), 'bharosa-disk-'))
  chmodSync(folder, 0o755)
  const [image, mount] = [join(folder, 'image'), join(folder, 'disk')]
  mkdirSync(mount)
  try {
    run('truncate', '-s', `${megabytes}M`, image)
    run('mkfs.ext4', '-q', '-F', image)
    run('mount', '-o', 'loop', image, mount)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    const words = error instanceof Error ? error.message : String(error)
    return { missing: `no disk can be mounted here: ${words.split('\n')[0]}` }
  }
  chmodSync(mount, 0o755)
  return {
    mount,
    cutPower() {
      const [command, ...args] = cut
      run(command, ...args, mount)
    },
    async again() {
      await takeOff(mount)
      run('mount', '-o', 'loop', image, mount)
    },
    async remove() {
      await takeOff(mount)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Who died a moment ago may still have it open. */
async function takeOff(mount: string): Promise<void> {
  for (let tries = 1; existsSync(mount); tries++) {
    const { status, stderr } = spawnSync('umount', [mount], { encoding: 'utf8' })
    if (status === 0 || /not mounted/.test(stderr)) return
    if (tries === 100) throw new Error(`the disk cannot be taken off: ${stderr.trim()}`)
    await wait(50)
  }
}
