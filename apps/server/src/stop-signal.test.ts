import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { stopSignal } from './stop-signal.ts';

describe('the signal to stop', () => {
  let source: EventEmitter;
  let time: number;
  let insisted: string[];
  let stopped: Promise<string>;
  beforeEach(() => {
    source = new EventEmitter();
    time = 5000;
    insisted = [];
    stopped = stopSignal({ source, now: () => time, onInsist: (signal) => insisted.push(signal) });
  });

  it.each(['SIGINT', 'SIGTERM'])('is the first %s', async (signal) => {
    source.emit(signal, signal);
    expect(await stopped).toBe(signal);
  });

  it('is taken once when npm hands on what the terminal sent already', async () => {
    source.emit('SIGINT', 'SIGINT');
    time += 50;
    source.emit('SIGINT', 'SIGINT');
    expect([await stopped, insisted]).toEqual(['SIGINT', []]);
  });

  it('is urgent when it comes again later', () => {
    source.emit('SIGINT', 'SIGINT');
    time += 1500;
    source.emit('SIGINT', 'SIGINT');
    expect(insisted).toEqual(['SIGINT']);
  });
});
