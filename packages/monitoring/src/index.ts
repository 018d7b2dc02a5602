export { createMonitoring, type Monitoring, type MonitoringParts } from './create-monitoring.ts';
export { createSmtpSender, type MailMessage, type MailSender } from './mail-sender.ts';
export { monitoringMigrations } from './sql-monitoring-store.ts';
export {
  isSameName,
  type EntitySource,
  type ObservedAttribute,
  type ObservedChange,
  type ObservedEntity,
} from './entity-source.ts';
