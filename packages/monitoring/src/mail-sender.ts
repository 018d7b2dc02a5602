import { createTransport } from 'nodemailer';

export interface MailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Port: sends one message; rejects when the server does not take it. */
export interface MailSender {
  send(message: MailMessage): Promise<void>;
  close(): void;
}

/** Sends through an SMTP server, given as `smtp://user:password@host:port` (or `smtps:`). */
export const createSmtpSender = ({
  url,
  from,
}: {
  readonly url: string;
  readonly from: string;
}): MailSender => {
  const { protocol, hostname, port, username, password } = new URL(url);
  const transport = createTransport({
    host: hostname,
    secure: protocol === 'smtps:',
    ...(port === '' ? {} : { port: Number(port) }),
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
  });
  return {
    send: async (message) => {
      await transport.sendMail({ from, ...message });
    },
    close: () => {
      transport.close();
    },
  };
};
