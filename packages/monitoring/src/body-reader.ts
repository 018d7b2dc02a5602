import { DomainError, type Finding } from '@allmende/kernel';
import { monitoringProblems } from './problems.ts';

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads members of a JSON body and collects everything that is wrong with them. */
export class BodyReader {
  readonly #findings: Finding[] = [];

  report(pointer: string, detail: string): void {
    this.#findings.push({ pointer, detail });
  }

  object(value: unknown, pointer: string, known: readonly string[]): Json {
    if (!isObject(value)) {
      this.report(pointer, 'an object is expected');
      return {};
    }
    for (const name of Object.keys(value)) {
      if (!known.includes(name)) this.report(`${pointer}/${name}`, 'is not a known member');
    }
    return value;
  }

  text(value: unknown, pointer: string, maxLength = 500): string {
    if (typeof value === 'string' && value.trim() !== '' && value.length <= maxLength) return value;
    this.report(pointer, `a text of 1 to ${String(maxLength)} characters is expected`);
    return '';
  }

  optionalText(value: unknown, pointer: string): string | undefined {
    return value === undefined ? undefined : this.text(value, pointer);
  }

  number(value: unknown, pointer: string, min = Number.NEGATIVE_INFINITY): number {
    if (typeof value === 'number' && Number.isFinite(value) && value >= min) return value;
    this.report(
      pointer,
      Number.isFinite(min) ? `a number from ${String(min)} on is expected` : 'a number is expected',
    );
    return 0;
  }

  choice<Name extends string>(value: unknown, pointer: string, names: readonly [Name, ...Name[]]): Name {
    const found = names.find((name) => name === value);
    if (found === undefined) this.report(pointer, `one of ${names.join(', ')} is expected`);
    return found ?? names[0];
  }

  list(value: unknown, pointer: string, maxLength = 100): readonly unknown[] {
    if (Array.isArray(value) && value.length <= maxLength) return value;
    this.report(pointer, `a list of at most ${String(maxLength)} is expected`);
    return [];
  }

  flag(value: unknown, pointer: string): boolean {
    if (typeof value !== 'boolean') this.report(pointer, 'true or false is expected');
    return value === true;
  }

  /** Fails with all findings, when there are any. */
  finish(): void {
    if (this.#findings.length === 0) return;
    const detail = this.#findings.map((finding) => `${finding.pointer}: ${finding.detail}`).join('; ');
    throw new DomainError(monitoringProblems.invalidBody, detail, { findings: this.#findings });
  }
}

/** The JSON of a request body. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new DomainError(monitoringProblems.invalidBody, 'The body is not JSON.');
  }
};
