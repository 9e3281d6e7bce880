import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PROJECT } from '../support/source-code.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** The files that `npm pack` would put into the package. */
function packedFiles(): string[] {
  const { status, stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  const [{ files } = { files: [] }] = JSON.parse(stdout) as { files: { path: string }[] }[];
  return files.map(({ path }) => path);
}

/** A program that uses the package as its own folder has it. */
const PROGRAM = `
  import { openStore, timeZone } from 'hayabusa';
  const store = await openStore('made', { write: true, create: true });
  await store.ingest(['in.log'], { year: 2021, zone: timeZone('UTC') });
  process.stdout.write(String(await store.count('opened OR /CLOSED/i')));
  await store.close();
`;

it('the package has every file that the command and the library need', () => {
  const files = packedFiles();
  const built = readdirSync(join(PROJECT, 'dist'))
    .filter((name) => /\.(?:js|wasm)$/.test(name) && !name.startsWith('vitest'))
    .map((name) => `dist/${name}`);
  expect(built).toContain('dist/search-worker.js');
  expect(files).toEqual(expect.arrayContaining(built));

  const folder = temporaryFolder();
  const home = join(folder, 'node_modules/hayabusa');
  for (const file of files)
    if (/^(?:dist\/.*(?:js|json|wasm|cache)|package\.json)$/.test(file))
      cpSync(join(PROJECT, file), join(home, file));
  symlinkSync(join(PROJECT, 'node_modules'), join(home, 'node_modules'));
  writeFileSync(
    join(folder, 'in.log'),
    'Aug 17 09:00:00 gw1 sshd[1]: session opened\nAug 17 09:00:01 gw1 sshd[1]: session closed\n',
  );
  writeFileSync(join(folder, 'program.mjs'), PROGRAM);
  const node = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  expect(node('program.mjs')).toEqual({ status: 0, stdout: '2', stderr: '' });
  const command = join(home, 'dist/cli/main.js');
  const search = (...args: string[]) => node(command, 'search', '--store', 'made', ...args);
  expect(search('-c', '/clos/')).toEqual({ status: 0, stdout: '1\n', stderr: '' });
  expect(search('--by', 'app').stdout).toContain('sshd');
});
