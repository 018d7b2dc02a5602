import { useEffect, useEffectEvent, useState } from 'react';
import { toParameters } from './http.ts';

/** `live` while the server pushes changes, `interrupted` while the browser reconnects. */
export type LiveState = 'connecting' | 'live' | 'interrupted';

/** A pushed change: the changed attributes in simplified form, null for deleted ones. */
export interface LiveChange {
  readonly id: string;
  readonly type: string | readonly string[];
  /** The entity is no more. */
  readonly deletedAt?: string;
  readonly [attribute: string]: unknown;
}

interface Listeners {
  readonly onChange: (change: LiveChange) => void;
  /** Changes were missed: the connection was interrupted, or there were more than the server keeps. */
  readonly onGap?: () => void;
}

/** Listens to the changes of a tenant's entities of these types while the page is shown. */
export const useLive = (
  types: readonly string[],
  tenant: string,
  { onChange, onGap }: Listeners,
): LiveState => {
  const [state, setState] = useState<LiveState>('connecting');
  const report = useEffectEvent(onChange);
  const reportGap = useEffectEvent(() => onGap?.());
  const wanted = [...types].sort().join(',');
  useEffect(() => {
    if (wanted === '') return;
    const source = new EventSource(`/api/live?${toParameters({ type: wanted, tenant })}`);
    let wasInterrupted = false;
    source.addEventListener('open', () => {
      setState('live');
      if (wasInterrupted) reportGap();
      wasInterrupted = false;
    });
    source.addEventListener('error', () => {
      setState('interrupted');
      wasInterrupted = true;
    });
    source.addEventListener('change', (event: MessageEvent<string>) => {
      report(JSON.parse(event.data) as LiveChange);
    });
    source.addEventListener('lost', () => {
      reportGap();
    });
    return () => {
      source.close();
    };
  }, [wanted, tenant]);
  return state;
};
