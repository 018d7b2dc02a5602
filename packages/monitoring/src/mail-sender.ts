import { createTransport } from 'nodemailer';

export interface MailMessage {
  /** The same in all attempts: the receiver's server may recognise a message sent twice by it. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Port: sends one message; rejects when the server does not take it, with `MailRefused` when it never will. */
export interface MailSender {
  send(message: MailMessage): Promise<void>;
}

/** The mail server refuses the recipient or the message for good (SMTP 550 to 559). */
export class MailRefused extends Error {
  constructor(message: string, options: { readonly cause: unknown }) {
    super(message, options);
    this.name = 'MailRefused';
  }
}

export interface SmtpOptions {
  /** `smtp://user:password@host:port`, or `smtps:` for TLS from the first byte. */
  readonly url: string;
  readonly from: string;
}

/** A log-in that fails (530, 535) is a setting to repair, not a message to give up. */
const isRefusal = (cause: unknown): cause is Error =>
  cause instanceof Error &&
  'responseCode' in cause &&
  Number(cause.responseCode) >= 550 &&
  'code' in cause &&
  (cause.code === 'EENVELOPE' || cause.code === 'EMESSAGE');

const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/** The `address` part of `Name <address>`. */
const domainOf = (from: string): string => /@([^\s>]+)/u.exec(from)?.[1] ?? 'localhost';

/** Sends through an SMTP server; STARTTLS is used where the server offers it. */
export const createSmtpSender = ({ url, from }: SmtpOptions): MailSender => {
  const { protocol, hostname, port, username, password } = new URL(url);
  const user = decodeURIComponent(username);
  const transport = createTransport({
    host: hostname.replace(/^\[(.*)\]$/u, '$1'),
    secure: protocol === 'smtps:',
    ...(port === '' ? {} : { port: Number(port) }),
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(password) } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async ({ id, to, subject, text }) => {
      try {
        await transport.sendMail({
          from,
          // As an object: text would be parsed, and could name several recipients.
          to: { name: '', address: to },
          subject: oneLine(subject),
          text,
          messageId: `<${id}@${domainOf(from)}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (cause) {
        throw isRefusal(cause) ? new MailRefused(cause.message, { cause }) : cause;
      }
    },
  };
};
