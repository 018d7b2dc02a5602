import { createServer } from 'node:net';

export interface SmtpSink {
  readonly port: number;
  /** Whole messages as they came, with the recipients of their envelopes. */
  readonly messages: readonly { readonly to: readonly string[]; readonly text: string }[];
  /** The answer to the next recipients, when it is not "250". */
  refuseWith(answer: string | undefined): void;
  close(): Promise<void>;
}

/** A mail server that takes messages in plain SMTP (RFC 5321) and keeps them. */
export const startSmtpSink = async (): Promise<SmtpSink> => {
  const messages: { to: string[]; text: string }[] = [];
  let refusal: string | undefined;
  const server = createServer((socket) => {
    let buffer = '';
    let to: string[] = [];
    let isData = false;
    const answer = (line: string): void => {
      socket.write(`${line}\r\n`);
    };
    const obey = (line: string): void => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'RCPT' && refusal !== undefined) answer(refusal);
      else if (verb === 'RCPT') {
        to.push(/<(.*)>/u.exec(line)?.[1] ?? '');
        answer('250 fine');
      } else if (verb === 'DATA') {
        isData = true;
        answer('354 go on');
      } else if (verb === 'QUIT') {
        socket.end('221 bye\r\n');
      } else answer('250 fine');
    };
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('data', (chunk: string) => {
      buffer += chunk;
      for (;;) {
        const end = buffer.indexOf(isData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const part = buffer.slice(0, end);
        buffer = buffer.slice(end + (isData ? 5 : 2));
        if (isData) {
          messages.push({ to, text: part });
          [to, isData] = [[], false];
          answer('250 kept');
        } else obey(part);
      }
    });
    answer('220 sink');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    messages,
    refuseWith: (line) => {
      refusal = line;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
