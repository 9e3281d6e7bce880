import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { letEnd, watched } from '../measure/children.js';
import { type Command, describe } from '../measure/command.js';
import type { Answer, Ask } from './protocol.js';

/** A running session: a process that keeps an engine's store open. Ask one question at a time; close it. */
export class Session {
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #answers: Interface;
  readonly #lines: AsyncIterator<string>;
  #complaint = '';

  private constructor(command: Command) {
    this.#name = describe(command);
    this.#child = watched(
      spawn(command.program, command.args, {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: { ...process.env, ...command.env },
      }),
    );
    this.#child.on('error', (error) => {
      this.#complaint += error.message;
    });
    // A session that has died is noticed when it does not answer.
    this.#child.stdin!.on('error', () => {});
    this.#child.stderr!.on('data', (bytes: Buffer) => {
      this.#complaint = (this.#complaint + bytes.toString('utf8')).slice(-4000);
    });
    this.#answers = createInterface({ input: this.#child.stdout! });
    this.#lines = this.#answers[Symbol.asyncIterator]();
  }

  /** Starts the process and waits until the store is open. */
  static async open(command: Command): Promise<Session> {
    const session = new Session(command);
    const line = await session.#next();
    if (line !== 'ready') throw new Error(`${session.#name}: expected "ready", got "${line}"`);
    return session;
  }

  async ask(ask: Ask): Promise<Answer> {
    this.#child.stdin!.write(`${JSON.stringify(ask)}\n`);
    return JSON.parse(await this.#next());
  }

  close(): void {
    letEnd(this.#child);
    this.#child.stdin!.end();
    this.#answers.close();
  }

  async #next(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error(`${this.#name} ended early: ${this.#complaint.trim()}`);
    return value;
  }
}
