import type { RequestFacts } from '@allmende/http';
import { systemClock, type Logger } from '@allmende/kernel';
import type { Config } from './config.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createRequestLog } from './request-log.ts';
import { createTraceExporter } from './trace-exporter.ts';

/** What a process notes of its requests: metrics, a line in the log, and traces where they are wanted. */
export interface Observation {
  readonly metrics: Metrics;
  onRequest(facts: RequestFacts): void;
  stop(): Promise<void>;
}

export const createObservation = (
  { otlpEndpoint: endpoint }: Pick<Config, 'otlpEndpoint'>,
  logger: Logger,
): Observation => {
  const metrics = createMetrics();
  const traces =
    endpoint === undefined ? undefined : createTraceExporter({ endpoint, fetch, clock: systemClock, logger });
  const logRequest = createRequestLog(logger);
  return {
    metrics,
    onRequest: (facts) => {
      logRequest(facts);
      metrics.observe(facts);
      traces?.observe(facts);
    },
    stop: async () => {
      metrics.stop();
      await traces?.stop();
    },
  };
};
