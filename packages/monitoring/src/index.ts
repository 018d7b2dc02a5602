export {
  createMonitoring,
  monitoringMigrations,
  type Monitoring,
  type MonitoringParts,
} from './create-monitoring.ts';
export {
  createSmtpSender,
  MailRefused,
  type MailMessage,
  type MailSender,
  type SmtpOptions,
} from './mail-sender.ts';
export {
  isSameName,
  type EntitySource,
  type ObservedAttribute,
  type ObservedChange,
  type ObservedEntity,
} from './entity-source.ts';
export { monitoringApi } from './monitoring-api.ts';
