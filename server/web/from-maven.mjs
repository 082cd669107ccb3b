// What Maven runs: "build" makes dist/ and copies it to the folder given, "test" runs check and tests.
// Each step is left out while nothing that it depends on changed, so that an ordinary build stays fast.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const stamps = join(here, 'node_modules', '.balie');
const golden = join(here, '..', '..', 'protocol', 'golden');
const LOCK = ['package.json', 'package-lock.json', '.npmrc'];
const SOURCE = [...LOCK, 'index.html', 'vite.config.ts', 'tsconfig.json', 'public', 'src'];
// Tests open dist; the check reads every file that is written by hand.
const TESTED = [
  ...SOURCE,
  'dist',
  'test',
  'README.md',
  'from-maven.mjs',
  '.prettierrc.json',
  '.prettierignore',
  relative(here, golden),
];

function files(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.flatMap((entry) =>
    entry.isDirectory() ? files(join(path, entry.name)) : [join(path, entry.name)],
  );
}

function fingerprint(names) {
  const hash = createHash('sha256').update(process.version);
  for (const name of names) {
    for (const file of files(join(here, name)).sort())
      hash.update(relative(here, file)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

function unchanged(step, print) {
  const stamp = join(stamps, step);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === print;
}

function stamp(step, print) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, step), print);
}

function npm(...words) {
  const windows = process.platform === 'win32';
  const done = spawnSync(windows ? 'npm.cmd' : 'npm', words, { cwd: here, stdio: 'inherit', shell: windows });
  if (done.status !== 0) {
    console.error(`server/web: "npm ${words.join(' ')}" failed; the lines above say why.`);
    process.exit(1);
  }
}

function install() {
  const print = fingerprint(LOCK);
  if (unchanged('install', print)) return;
  npm('ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error');
  stamp('install', print);
}

function build(target) {
  const print = fingerprint(SOURCE);
  if (!unchanged('build', print) || !existsSync(join(here, 'dist', 'index.html'))) {
    npm('run', '--silent', 'build', '--', '--logLevel', 'warn');
    stamp('build', print);
  }
  rmSync(target, { recursive: true, force: true });
  cpSync(join(here, 'dist'), target, { recursive: true });
}

function test() {
  const print = fingerprint(TESTED) + (process.env.BALIE_CHROMIUM ?? '');
  if (unchanged('test', print)) {
    console.log(
      `server/web: nothing changed since its tests passed. To run them again remove ${join(stamps, 'test')}`,
    );
    return;
  }
  npm('run', '--silent', 'check');
  npm('run', '--silent', 'test');
  stamp('test', print);
}

const [step, target] = process.argv.slice(2);
install();
if (step === 'build' && target) build(target);
else if (step === 'test') test();
else {
  console.error('usage: node from-maven.mjs build FOLDER | test');
  process.exit(2);
}
