import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

/** Runs the command of PyPI's ckanapi, which starts workers that it looks for in PATH. */
export const runCkanapi = (command: string, args: readonly string[], input?: string): Promise<Ran> =>
  new Promise((done, fail) => {
    const child = spawn(command, args, {
      env: { ...process.env, PATH: `${dirname(command)}${delimiter}${process.env['PATH'] ?? ''}` },
    });
    const out: string[] = [];
    const errors: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
    child.once('error', fail);
    child.once('close', (code) => done({ code: code ?? 1, out: out.join(''), errors: errors.join('') }));
    child.stdin.end(input ?? '');
  });

/** The lines of JSON in a text. */
export const jsonLines = (text: string): readonly unknown[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as unknown);
