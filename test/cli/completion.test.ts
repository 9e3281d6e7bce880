import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliIn, expectQuiet, folderOfTestFile } from '../support/run-cli.js';

const folder = folderOfTestFile();
const hayabusa = cliIn(folder);
const isThere = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

beforeAll(() => {
  mkdirSync(join(folder, 'a folder'));
  writeFileSync(join(folder, 'some file.log'), '');
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { stdout } = expectQuiet(hayabusa('completion', shell));
    writeFileSync(join(folder, `script.${shell}`), stdout);
  }
});

const run = (shell: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(shell, args, { cwd: folder, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter((line) => line !== '');
};

describe.skipIf(!isThere('bash'))('completion bash', () => {
  /** What bash would offer behind these words, the last of which is not complete. */
  const offered = (...words: string[]) => {
    const all = ['hayabusa', ...words].map((word) => `'${word}'`).join(' ');
    const script = `compopt() { :; }; . ./script.bash; COMP_WORDS=(${all}); COMP_CWORD=${words.length}; _hayabusa; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return run('bash', '--norc', '-c', script);
  };

  it('offers commands, options and their choices, files and folders', () => {
    expect(offered('se')).toEqual(['search']);
    expect(offered('')).toEqual(expect.arrayContaining(['ingest', 'completion', '--help']));
    expect(offered('search', '--ar')).toEqual(['--around']);
    expect(offered('search', '-')).toEqual(expect.arrayContaining(['-n', '--limit', '-h']));
    expect(offered('search', '-')).not.toContain('--colour');
    expect(offered('search', '--color', 'a')).toEqual(['auto', 'always']);
    expect(offered('search', '--color', '=', 'n')).toEqual(['never']);
    expect(offered('search', '--from', '')).toEqual([]);
    expect(offered('search', '--by', 'ho')).toEqual(['host', 'hour']);
    expect(offered('search', 'wo')).toEqual([]);
    expect(offered('search', 'ho')).toEqual(['host:']);
    expect(offered('search', 'host', ':')).toEqual([]);
    expect(offered('search', 'host', ':', 'i')).toEqual([]);
    expect(offered('inspect', 'te')).toEqual(['templates', 'terms']);
    expect(offered('search', '--store', 'a')).toEqual(['a folder']);
    expect(offered('ingest', 'so')).toEqual(['some file.log']);
    expect(offered('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  it('is registered for hayabusa', () => {
    const [line] = run('bash', '--norc', '-c', '. ./script.bash; complete -p hayabusa');
    expect(line).toBe('complete -F _hayabusa hayabusa');
  });
});

describe.skipIf(!isThere('zsh'))('completion zsh', () => {
  it('is a script that zsh can read, and names the function', () => {
    run('zsh', '-f', '-n', 'script.zsh');
    const load = 'autoload -U compinit; compinit -D -u; . ./script.zsh; print $_comps[hayabusa]';
    expect(run('zsh', '-f', '-c', load)).toEqual(['_hayabusa']);
  });

  it('completes at the first Tab what can be but one thing', () => {
    /** The line that stands there when Tab and a mark are typed behind it. */
    const completed = (line: string) => {
      const shown = run(
        'zsh',
        '-f',
        '-c',
        `zmodload zsh/zpty
        zpty shell env TERM=dumb zsh -f -i
        zpty -w shell 'unsetopt prompt_sp; autoload -U compinit; compinit -D -u; . ./script.zsh; PS1=read""y'
        zpty -r shell shown '*ready*'
        zpty -w -n shell ${JSON.stringify(line)}$'\\t@'
        zpty -r shell shown '*@'
        zpty -d shell
        print -r -- $shown`,
      );
      return shown.join('\n').replaceAll(' \b', '');
    };
    expect(completed('hayabusa sea')).toMatch(/search @/);
    expect(completed('hayabusa search --sam')).toMatch(/--same-host @/);
    expect(completed('hayabusa search fail --lim')).toMatch(/--limit/);
    expect(completed('hayabusa stats --ut')).toMatch(/--utc @/);
    expect(completed('hayabusa search --by sour')).toMatch(/source @/);
    expect(completed('hayabusa search fail sever')).toMatch(/severity:@/);
    expect(completed('hayabusa inspect cat')).toMatch(/catalog @/);
    expect(completed('hayabusa ingest so')).toMatch(/some\\ file\.log @/);
    expect(completed('hayabusa --ver')).toMatch(/--version @/);
  });
});

describe.skipIf(!isThere('fish'))('completion fish', () => {
  it('offers commands, options and choices', () => {
    const offered = (line: string) =>
      run(
        'fish',
        '--no-config',
        '-c',
        `source script.fish; complete -C ${JSON.stringify(line)}`,
      ).map((each) => each.split('\t')[0]);
    expect(offered('hayabusa se')).toEqual(['search']);
    expect(offered('hayabusa search --aro')).toEqual(['--around']);
    expect(offered('hayabusa search --color ne')).toEqual(['never']);
    expect(offered('hayabusa search --by ho')).toEqual(['host', 'hour']);
    expect(offered('hayabusa search fail ho')).toEqual(['host:']);
    expect(offered('hayabusa inspect te')).toEqual(['templates', 'terms']);
    expect(offered('hayabusa --v')).toEqual(['--version']);
  });

  it('takes the first word for the command, whatever the query is', () => {
    const offered = run(
      'fish',
      '--no-config',
      '-c',
      'source script.fish; complete -C "hayabusa search ingest --re"',
    );
    expect(offered).toEqual([]);
  });
});

describe('a script of any shell', () => {
  it('has every command and every option of the help', () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const script = hayabusa('completion', shell).stdout.toString();
      for (const command of ['ingest', 'search', 'stats', 'inspect', 'verify', 'repair']) {
        const help = hayabusa(command, '--help').stdout.toString();
        const listed = help.slice(help.indexOf('Options:')).matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm);
        for (const [, option = ''] of listed) expect(script).toContain(option);
      }
    }
  });

  it('of a shell that is none is refused', () => {
    const { status, stderr } = hayabusa('completion', 'tcsh');
    expect([status, stderr]).toEqual([2, expect.stringContaining('bash, zsh, fish')]);
  });
});
