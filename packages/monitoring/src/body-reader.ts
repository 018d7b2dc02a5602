import { DomainError, type Finding, isJsonObject } from '@allmende/kernel';
import { monitoringProblems } from './problems.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface NumberRange {
  readonly min?: number;
  readonly max?: number;
  readonly isWhole?: boolean;
}

/** A member name as a part of a JSON pointer (RFC 6901). */
const pointerPart = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** A tenant as NGSILD-Tenant names it; '' is the default one. */
export const tenantName = /^[A-Za-z0-9_-]{0,64}$/u;

/** What a tenant has to be. */
export const tenantExpected = 'at most 64 letters without accents, digits, "_" and "-" are expected';

export const isTenant = (value: unknown): value is string =>
  typeof value === 'string' && tenantName.test(value);

const controls = /\p{Cc}/u;
const controlsButBreaks = /[^\P{Cc}\n\r\t]/u;

/** Reads members of a JSON body and collects everything that is wrong with them. */
export class BodyReader {
  readonly #findings: Finding[] = [];

  report(pointer: string, detail: string): void {
    this.#findings.push({ pointer, detail });
  }

  object(value: unknown, pointer: string, known: readonly string[]): Json {
    if (!isJsonObject(value)) {
      this.report(pointer, 'an object is expected');
      return {};
    }
    for (const name of Object.keys(value)) {
      if (!known.includes(name)) this.report(`${pointer}/${pointerPart(name)}`, 'is not a known member');
    }
    return value;
  }

  /** A text in one line. */
  line(value: unknown, pointer: string, maxLength = 500): string {
    return this.#text(value, pointer, { maxLength, unwanted: controls, kind: 'line' });
  }

  /** A text that may have several lines. */
  text(value: unknown, pointer: string, maxLength = 2000): string {
    return this.#text(value, pointer, { maxLength, unwanted: controlsButBreaks, kind: 'text' });
  }

  #text(
    value: unknown,
    pointer: string,
    {
      maxLength,
      unwanted,
      kind,
    }: { readonly maxLength: number; readonly unwanted: RegExp; readonly kind: string },
  ): string {
    if (typeof value !== 'string' || value.trim() === '' || value.length > maxLength) {
      this.report(pointer, `a ${kind} of 1 to ${String(maxLength)} characters is expected`);
      return '';
    }
    if (unwanted.test(value) || !value.isWellFormed()) {
      this.report(pointer, 'control characters are not possible');
      return '';
    }
    return value;
  }

  optionalLine(value: unknown, pointer: string): string | undefined {
    return value === undefined ? undefined : this.line(value, pointer);
  }

  /** The tenant of a thing; '' is the default one. */
  tenant(value: unknown): string {
    if (isTenant(value)) return value;
    this.report('/tenant', tenantExpected);
    return '';
  }

  number(
    value: unknown,
    pointer: string,
    { min = -Number.MAX_VALUE, max = Number.MAX_VALUE, isWhole = false }: NumberRange = {},
  ): number {
    const isFitting = typeof value === 'number' && value >= min && value <= max;
    if (isFitting && (!isWhole || Number.isInteger(value))) return value;
    const limits = [
      ...(min === -Number.MAX_VALUE ? [] : [` from ${String(min)}`]),
      ...(max === Number.MAX_VALUE ? [] : [` up to ${String(max)}`]),
    ];
    this.report(pointer, `a ${isWhole ? 'whole ' : ''}number${limits.join('')} is expected`);
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

  /** Fails (`invalid-body`) with all findings, when there are any. */
  finish(): void {
    if (this.#findings.length === 0) return;
    const detail = this.#findings.map((finding) => `${finding.pointer}: ${finding.detail}`).join('; ');
    throw new DomainError(monitoringProblems.invalidBody, detail, { findings: this.#findings });
  }
}
