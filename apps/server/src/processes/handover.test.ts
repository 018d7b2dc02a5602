import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Handover, type Channel } from './handover.ts';
import type { MessageToReader } from './reader-messages.ts';

type Told = (failure: Error | null) => void;

/** A channel whose messages go nowhere; the test says what becomes of them. */
const createFakeChannel = () => {
  const sent: { message: MessageToReader; told: Told }[] = [];
  const channel: Channel = {
    send: (message, _connection, _options, told) => sent.push({ message, told }) > 0,
  };
  return { channel, sent };
};

const scene = () => {
  const { channel, sent } = createFakeChannel();
  const elsewhere: Socket[] = [];
  const handover = new Handover(channel);
  const give = (): Socket => {
    const connection = new Socket();
    handover.give(connection, (untaken) => elsewhere.push(untaken));
    return connection;
  };
  return { sent, elsewhere, handover, give };
};

describe('connections given to a child process', () => {
  it('are kept until it has taken them', () => {
    const { sent, handover, give } = scene();
    const [first, second] = [give(), give()];
    for (const { told } of sent) told(null);
    expect([first.destroyed, second.destroyed]).toEqual([false, false]);
    handover.taken(1);
    expect([first.destroyed, second.destroyed]).toEqual([true, false]);
    expect(sent.map(({ message }) => message)).toEqual([
      { kind: 'connection', id: 1 },
      { kind: 'connection', id: 2 },
    ]);
  });

  it('go elsewhere when they did not reach it, and end when it may have read of them', () => {
    const { sent, elsewhere, handover, give } = scene();
    const [reached, waiting] = [give(), give()];
    sent[0]?.told(null);
    handover.end();
    expect([reached.destroyed, waiting.destroyed]).toEqual([true, false]);
    expect(elsewhere).toEqual([waiting]);
    // The channel tells late of what waited in it.
    sent[1]?.told(new Error('closed'));
    handover.end();
    expect(elsewhere).toEqual([waiting]);
  });

  it('go elsewhere at once when they cannot be sent', () => {
    const { sent, elsewhere, give } = scene();
    const connection = give();
    sent[0]?.told(new Error('EPIPE'));
    expect(elsewhere).toEqual([connection]);
    expect(connection.destroyed).toBe(false);
  });
});
